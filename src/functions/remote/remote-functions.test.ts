import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EndpointFunction, LambdaFunction } from '../function-definition.ts';
import type { FunctionRunner } from '../function-runner.ts';
import { type Functions, openFunctions } from '../open-functions.ts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A remote end, reached by the real client: it keeps what it saw and answers as its URL asks. */
let server: Server;
let origin: string;
let seen: Seen[];
let logged: string[];
const opened: Functions[] = [];

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { url = '', headers } = request;
      seen.push({ url, headers, body });
      answer(url, request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  seen = [];
  logged = [];
});

afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});

function answer(url: string, { headers }: IncomingMessage, response: ServerResponse): void {
  if (url.includes('never')) return;
  const [status, text, more = {}] = answerTo(url, headers['x-amz-invocation-type'] === 'Event');
  response.writeHead(status, { 'content-type': 'application/json', ...more });
  response.end(text);
}

function answerTo(url: string, isEvent: boolean): readonly [number, string, Record<string, string>?] {
  if (isEvent) return [202, ''];
  if (url.includes('throws')) {
    const failure = { errorType: 'TypeError', errorMessage: 'no such thing', trace: [] };
    return [200, JSON.stringify(failure), { 'x-amz-function-error': 'Unhandled' }];
  }
  if (url.includes('missing')) {
    const text = JSON.stringify({
      Type: 'User',
      Message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:x',
    });
    return [404, text, { 'x-amzn-errortype': 'ResourceNotFoundException' }];
  }
  if (url.includes('broken')) return [500, JSON.stringify({ errorMessage: 'it broke' })];
  if (url.includes('prose')) return [200, 'not JSON'];
  if (url.includes('long')) return [200, JSON.stringify('x'.repeat(5000))];
  return [200, url.includes('nothing') ? '' : JSON.stringify({ ok: true })];
}

function runner(target: Partial<LambdaFunction> | Partial<EndpointFunction>, timeoutSeconds = 20): FunctionRunner {
  const lambda = {
    kind: 'lambda',
    functionName: 'echo',
    qualifier: null,
    region: 'eu-west-1',
    endpoint: origin,
  } as const;
  const endpoint = { kind: 'endpoint', url: `${origin}/echo`, headers: {} } as const;
  const definition = { names: ['fn'], timeoutSeconds, ...('url' in target ? endpoint : lambda), ...target };
  const functions = openFunctions({
    functions: [definition as never],
    folder: '',
    http: { allowPrivateAddresses: true, maxResponse: 4096 },
    log: ({ function: name, requestId, text }) => logged.push(`${name} ${requestId} ${text}`),
  });
  opened.push(functions);
  return functions.find('fn')!;
}

describe('a function in AWS Lambda', () => {
  it('gets the event, signed, and answers with its payload', async () => {
    const deployed = runner({ qualifier: 'live' });
    expect(await deployed.call({ fieldName: 'echo' }, 'r-1')).toEqual({ ok: true });
    expect(seen[0]).toMatchObject({
      url: '/2015-03-31/functions/echo/invocations?Qualifier=live',
      body: '{"fieldName":"echo"}',
      headers: {
        'x-amz-invocation-type': 'RequestResponse',
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/lambda\//),
      },
    });
  });

  it('may be named by its ARN, which says its region', async () => {
    const functionName = 'arn:aws:lambda:ap-south-1:111122223333:function:echo';
    await runner({ functionName, region: null }).call({}, 'r-1');
    expect(seen[0]?.headers.authorization).toContain('/ap-south-1/lambda/');
  });

  it('is not waited for when an event is posted', async () => {
    await runner({}).post({ n: 1 }, 'r-1');
    expect(seen[0]).toMatchObject({ body: '{"n":1}', headers: { 'x-amz-invocation-type': 'Event' } });
  });

  it.each([
    ['a failure of the function, as AppSync does', 'throws', 'Lambda:Unhandled', 'no such thing'],
    [
      'that there is no function, without its ARN',
      'missing',
      'Lambda:ResourceNotFoundException',
      "Function 'fn' could not be called. The log has the details.",
    ],
    ['what is no JSON', 'prose', 'Lambda:Unhandled', "Function 'fn' did not answer with JSON."],
  ])('reports %s', async (_what, functionName, errorType, message) => {
    await expect(runner({ functionName }).call({}, 'r-1')).rejects.toMatchObject({ errorType, message });
  });

  it('is given up after its time, and not called again', async () => {
    await expect(runner({ functionName: 'never' }, 1).call({}, 'r-1')).rejects.toMatchObject({
      errorType: 'Lambda:Unhandled',
      message: 'RequestId: r-1 Error: Task timed out after 1.00 seconds',
    });
    expect(seen).toHaveLength(1);
  });

  it('tells the log what the client does not learn', async () => {
    await runner({ functionName: 'missing' })
      .call({}, 'r-7')
      .catch(() => {});
    expect(logged).toEqual([expect.stringMatching(/^fn r-7 .*Function not found: arn:aws:lambda/)]);
  });

  it('cannot be posted to where it is not', async () => {
    await expect(runner({ functionName: 'never' }, 1).post({}, 'r-1')).rejects.toMatchObject({
      errorType: 'Lambda:Unhandled',
    });
  });
});

describe('a function behind an HTTP endpoint', () => {
  const at = (path: string, more: Partial<EndpointFunction> = {}) => ({ url: `${origin}/${path}`, ...more });

  it('gets the event as a POST with the headers of the configuration', async () => {
    const remote = runner(at('echo', { headers: { Authorization: 'Bearer t' } }));
    expect(await remote.call({ fieldName: 'echo' }, 'r-1')).toEqual({ ok: true });
    expect(seen[0]).toMatchObject({
      url: '/echo',
      body: '{"fieldName":"echo"}',
      headers: {
        authorization: 'Bearer t',
        'content-type': 'application/json',
        'x-amz-invocation-type': 'RequestResponse',
        'x-request-id': 'r-1',
      },
    });
  });

  it('answers null with an empty body', async () => {
    expect(await runner(at('nothing')).call({}, 'r-1')).toBeNull();
  });

  it.each([
    ['a failure in the words of Lambda', 'throws', 'Lambda:Unhandled', 'no such thing'],
    ['another status', 'broken', 'Lambda:Unhandled', 'it broke'],
    ['what is no JSON', 'prose', 'Lambda:Unhandled', "Function 'fn' did not answer with JSON."],
    ['too long an answer', 'long', 'HttpResponse:TooLong', 'The HTTP endpoint answered with too long a body.'],
  ])('reports %s', async (_what, path, errorType, message) => {
    await expect(runner(at(path)).call({}, 'r-1')).rejects.toMatchObject({ errorType, message });
  });

  it('is given up after its time', async () => {
    await expect(runner(at('never'), 1).call({}, 'r-1')).rejects.toMatchObject({
      errorType: 'HttpRequest:Timeout',
      message: 'The HTTP endpoint did not answer within 1000 ms.',
    });
  });

  it('is not waited for when an event is posted; how it ends stands in the log', async () => {
    await runner(at('never'), 1).post({}, 'r-3');
    expect(logged).toEqual([]);
    await expect
      .poll(() => logged, { timeout: 10_000 })
      .toEqual(['fn r-3 The HTTP endpoint did not answer within 1000 ms.']);
  });

  it('is not called on a private address unless that is allowed', async () => {
    const strict = openFunctions({
      functions: [{ kind: 'endpoint', names: ['fn'], url: `${origin}/echo`, headers: {}, timeoutSeconds: 5 }],
      folder: '',
      log: () => {},
    });
    await expect(strict.find('fn')!.call({}, 'r-1')).rejects.toMatchObject({ errorType: 'HttpRequest:PrivateAddress' });
    expect(seen).toEqual([]);
  });
});
