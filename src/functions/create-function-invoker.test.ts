import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FunctionHandler, HttpHandler } from '../ir/data-model.ts';
import { createFunctionInvoker } from './create-function-invoker.ts';
import type { FunctionInvoker, Invocation } from './function-invoker.ts';
import { openFunctions } from './open-functions.ts';

const folder = mkdtempSync(join(tmpdir(), 'preamp-invoker-'));
let invoker: FunctionInvoker;
let server: Server;
let origin: string;
const seen: { method?: string; url?: string; headers: Record<string, unknown>; body: string }[] = [];

const invocation: Invocation = {
  typeName: 'Query',
  fieldName: 'echo',
  arguments: { params: { id: 'a/b' }, query: { page: 2, none: null }, body: { x: 1 } },
  source: { code: 'ZRH' },
  identity: { mode: 'API_KEY', keyName: 'default', sourceIp: [], expiresAt: null },
  headers: { 'x-trace': 't', authorization: 'secret', cookie: 'secret', 'x-api-key': 'secret' },
  requestId: 'r-1',
  variables: { id: '1' },
  selectionSetList: ['id'],
  selectionSetGraphQL: '{\n  id\n}',
};
const call = (name: string, async = false): FunctionHandler => ({ kind: 'FunctionHandler', name, region: null, async });
const http = (method: HttpHandler['method'], path: string): HttpHandler => ({
  kind: 'HttpHandler',
  method,
  url: `${origin}${path}`,
  headers: [{ key: 'X-Kind', value: 'of-${ctx.source.code}' }],
  required: [],
});

beforeAll(async () => {
  const entry = join(folder, 'echo.ts');
  writeFileSync(entry, 'export const handler = async (event: unknown) => event;');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
      const status = request.url!.startsWith('/fail') ? 418 : request.url!.startsWith('/made') ? 201 : 200;
      if (request.url!.startsWith('/silent')) return;
      if (request.url!.startsWith('/moved')) {
        response.writeHead(302, { location: `${origin}/things` }).end('elsewhere');
        return;
      }
      if (request.url!.startsWith('/long')) {
        response.end(`"${'x'.repeat(2_000)}"`);
        return;
      }
      if (request.url!.startsWith('/text')) {
        response.end('no JSON');
        return;
      }
      if (request.url!.startsWith('/xml')) {
        response.setHeader('content-type', 'application/xml; charset=utf-8');
        response.end('<post><id>1</id></post>');
        return;
      }
      response.writeHead(status).end(status < 300 ? '{"ok":true}' : 'teapot');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`;
  invoker = createFunctionInvoker({
    functions: openFunctions({
      functions: [{ kind: 'local', names: ['echo-dev'], entry, environment: {}, timeoutSeconds: 3, memoryMB: 128 }],
      folder: join(folder, 'built'),
      log: () => {},
    }),
    http: { allowPrivateAddresses: true, maxResponse: 1_000, timeout: 2_000 },
    log: () => {},
  });
});
afterAll(async () => {
  await invoker.close();
  server.close();
  rmSync(folder, { recursive: true });
});

describe('createFunctionInvoker', () => {
  it('hands a function the event of a direct Lambda resolver', async () => {
    expect(await invoker.invoke([call('echo-${env}')], { ...invocation, arguments: { msg: 'hi' } })).toEqual({
      typeName: 'Query',
      fieldName: 'echo',
      arguments: { msg: 'hi' },
      identity: null,
      source: { code: 'ZRH' },
      request: { headers: invocation.headers, domainName: null },
      prev: { result: {} },
      info: {
        fieldName: 'echo',
        parentTypeName: 'Query',
        variables: { id: '1' },
        selectionSetList: ['id'],
        selectionSetGraphQL: '{\n  id\n}',
      },
      stash: {},
    });
  });

  it('gives each function of a pipeline the result of the one before', async () => {
    const result = (await invoker.invoke([call('echo-dev'), call('echo-dev')], invocation)) as {
      prev: { result: { prev: unknown } };
    };
    expect(result.prev.result.prev).toEqual({ result: {} });
  });

  it('answers an asynchronous call at once', async () => {
    expect(await invoker.invoke([call('echo-dev', true)], invocation)).toEqual({ success: true });
  });

  it('names the functions it knows when one is missing', async () => {
    await expect(invoker.invoke([call('ehco')], invocation)).rejects.toMatchObject({
      errorType: 'Lambda:ResourceNotFoundException',
      message: expect.stringContaining("No function 'ehco' is known to Query.echo; functions found: echo-dev."),
    });
  });

  it('fills path, query, body and headers of an HTTP request, without the credentials of the caller', async () => {
    seen.splice(0);
    expect(await invoker.invoke([http('POST', '/things/:id')], invocation)).toEqual({ ok: true });
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/things/a%2Fb?page=2', body: '{"x":1}' });
    expect(seen[0]!.headers).toMatchObject({ 'x-trace': 't', 'x-kind': 'of-ZRH', 'content-type': 'application/json' });
    expect(JSON.stringify(seen[0]!.headers)).not.toContain('secret');
  });

  it('sends no query with DELETE and no body with GET', async () => {
    seen.splice(0);
    await invoker.invoke([http('DELETE', '/things/:id')], invocation);
    await invoker.invoke([http('GET', '/things')], invocation);
    expect(seen.map(({ url, body }) => [url, body])).toEqual([
      ['/things/a%2Fb', ''],
      ['/things?page=2', ''],
    ]);
  });

  it.each(['POST', 'PUT', 'PATCH'] as const)('sends query and body with %s', async (method) => {
    seen.splice(0);
    expect(await invoker.invoke([http(method, '/made')], invocation)).toEqual({ ok: true });
    expect(seen).toMatchObject([{ method, url: '/made?page=2', body: '{"x":1}' }]);
  });

  it('finds required arguments in the query or the body, or fails before it asks', async () => {
    seen.splice(0);
    const asking = (required: string[]) => invoker.invoke([{ ...http('POST', '/things'), required }], invocation);
    expect(await asking(['page', 'x'])).toEqual({ ok: true });
    await expect(asking(['page', 'none'])).rejects.toMatchObject({
      errorType: null,
      message: 'An argument you marked as Non-Null is not present in the query nor the body of your request.',
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['${ctx.args.params.id}', 'a/b'],
    ['$ctx.arguments.query.page', '2'],
    ['${context.request.headers.x-trace}', 't'],
    ['${ctx.identity.claims.email}', 'ann@example.com'],
    ['${ctx.identity.sub}:${ctx.identity.username}', 'sub-1:ann'],
    ['${ctx.source.nothing}', ''],
    ['${ctx.source.__proto__}${ctx.args.constructor.name}', ''],
    ['${ctx.source.lines}', 'one two: three'],
  ])('fills %s into a header', async (value, expected) => {
    seen.splice(0);
    const identity = {
      mode: 'AMAZON_COGNITO_USER_POOLS',
      sub: 'sub-1',
      username: 'ann',
      claims: { email: 'ann@example.com' },
      sourceIp: [],
      expiresAt: null,
    } as never;
    const source = { lines: 'one\ntwo: three' };
    const handler = { ...http('GET', '/things'), headers: [{ key: 'X-Filled', value }] };
    await invoker.invoke([handler], { ...invocation, identity, source });
    expect(seen[0]!.headers['x-filled']).toBe(expected);
  });

  it('fills what the parent says into the path, and it cannot lead elsewhere', async () => {
    seen.splice(0);
    const source = { code: '../x?y=1#z', host: 'evil.example' };
    await invoker.invoke([http('GET', '/of/${ctx.source.code}')], { ...invocation, source });
    expect(seen[0]?.url).toBe('/of/..%2Fx%3Fy%3D1%23z?page=2');
  });

  it.each([
    ['/moved', { errorType: '302', message: 'elsewhere' }],
    ['/long', { errorType: 'HttpResponse:TooLong', message: 'The HTTP endpoint answered with too long a body.' }],
    ['/text', { errorType: 'HttpResponse:InvalidBody', message: 'The HTTP endpoint did not answer with JSON or XML.' }],
    ['/silent', { errorType: 'HttpRequest:Timeout', message: 'The HTTP endpoint did not answer within 2000 ms.' }],
  ])('fails where the endpoint answers as %s, and follows no redirect', async (path, error) => {
    seen.splice(0);
    await expect(invoker.invoke([http('GET', path)], invocation)).rejects.toMatchObject(error);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['a private address', ['10.1.2.3']],
    ['a private address beside a public one', ['203.0.113.7', '127.0.0.1']],
    ['no address', []],
  ])('refuses a name that has %s, and asks for it once', async (_title, addresses) => {
    const names: string[] = [];
    const strict = createFunctionInvoker({
      functions: openFunctions({ functions: [], folder, log: () => {} }),
      http: {
        lookup: (name, _options, found) => {
          names.push(name);
          found(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          );
        },
      },
      log: () => {},
    });
    const url = 'http://rebound.example/';
    await expect(strict.invoke([{ ...http('GET', '/'), url }], invocation)).rejects.toMatchObject({
      errorType: 'HttpRequest:PrivateAddress',
    });
    expect(names).toEqual(['rebound.example']);
    await strict.close();
  });

  it('cannot reach what does not listen', async () => {
    const url = 'http://127.0.0.1:1/';
    await expect(invoker.invoke([{ ...http('GET', '/'), url }], invocation)).rejects.toMatchObject({
      errorType: 'HttpRequest:Failed',
    });
  });

  it('reads XML', async () => {
    expect(await invoker.invoke([http('GET', '/xml')], invocation)).toEqual({ post: { id: 1 } });
  });

  it('fills in the environment and the region', async () => {
    seen.splice(0);
    await invoker.invoke([http('GET', '/${env}/$env/${aws_region}')], invocation);
    expect(seen[0]?.url).toBe('/dev/dev/us-east-1?page=2');
  });

  it('says which asynchronous call could not be handed over', async () => {
    const appended: unknown[] = [];
    const effects = {
      appendError: (error: unknown) => appended.push(error),
      addResponseHeader: () => {},
      setSubscriptionFilter: () => {},
      setSubscriptionInvalidationFilter: () => {},
      invalidateSubscriptions: () => {},
    };
    expect(await invoker.invoke([call('nowhere', true)], { ...invocation, effects })).toEqual({ success: false });
    expect(appended).toMatchObject([{ errorType: 'Lambda:ResourceNotFoundException' }]);
  });

  it('turns another status into an error of that type', async () => {
    await expect(invoker.invoke([http('GET', '/fail')], invocation)).rejects.toMatchObject({
      errorType: '418',
      message: 'teapot',
    });
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://localhost:1/',
    'http://169.254.169.254/latest',
    'http://[::ffff:10.0.0.1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0.0.0.0/',
    'http://[fe80::1]/',
    'https://192.168.1.1/',
  ])('refuses the private address %s by default', async (url) => {
    const strict = createFunctionInvoker({
      functions: openFunctions({ functions: [], folder, log: () => {} }),
      log: () => {},
    });
    await expect(strict.invoke([{ ...http('GET', '/'), url }], invocation)).rejects.toMatchObject({
      errorType: 'HttpRequest:PrivateAddress',
    });
  });
});
