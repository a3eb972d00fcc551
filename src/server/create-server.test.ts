import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { get, request as httpRequest } from 'node:http';
import { get as tlsGet } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Log } from '../diagnostics/log.ts';
import type { Backend } from '../runtime/backend.ts';
import { createServer, type RunningServer, type ServerOptions } from './create-server.ts';
import { localCertificate } from './local-certificate.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Answers every request of the key `good` with what it got; `later` when `gate` opens, of which `arrived` is told. */
function echoBackend(gate: Promise<void> = Promise.resolve(), arrived: () => void = () => {}): Backend {
  return {
    model: undefined as never,
    busMetrics: undefined as never,
    realtimeMetrics: undefined as never,
    realtimePosition: 0,
    realtimeCursor: null,
    now: Date.now,
    authenticate: ({ headers }) => {
      if (headers['x-api-key'] === 'good') {
        return { status: 'accepted', identity: { mode: 'API_KEY', keyName: 'k', sourceIp: [], expiresAt: null } };
      }
      if (headers['x-api-key'] === 'broken') throw new Error('broken: secret');
      const message = 'You are not authorized to make this call.';
      return { status: 'refused', statusCode: 401, errorType: 'UnauthorizedException', message };
    },
    authenticateRealtime: () => ({
      status: 'refused',
      statusCode: 401,
      errorType: 'UnauthorizedException',
      message: 'You are not authorized to make this call.',
    }),
    execute: ({ query, variables, operationName }) => {
      const response = {
        status: 200,
        errorType: null,
        body: JSON.stringify({ data: { query, variables, operationName } }),
      };
      if (query !== 'later') return query === 'headers' ? { ...response, headers: { items: '7' } } : response;
      arrived();
      return gate.then(() => response);
    },
    subscribe: () => ({ status: 'refused', errors: [] }),
    swap: async () => {},
    putItems: async () => {},
    close: async () => {},
  };
}

let running: RunningServer[] = [];

async function serve(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await createServer({
    backend: echoBackend(),
    port: 0,
    ids: () => 'request-1',
    log: silent,
    ...options,
  });
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  running = [];
});

function post(server: RunningServer, body: string, headers: Record<string, string> = { 'x-api-key': 'good' }) {
  return fetch(server.graphqlUrl, { method: 'POST', body, headers });
}

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-errortype, x-amzn-requestid',
};

test('a request is answered with the headers that clients read', async () => {
  const server = await serve();
  const response = await post(server, '{"query":"{ a }","variables":{"ü":1},"operationName":"N"}');
  expect(response.status).toBe(200);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...corsHeaders,
    'content-type': 'application/json;charset=UTF-8',
    'x-amzn-requestid': 'request-1',
  });
  expect(response.headers.get('x-amzn-errortype')).toBeNull();
  expect(await response.json()).toEqual({ data: { query: '{ a }', variables: { ü: 1 }, operationName: 'N' } });
});

test.each(['plain', 'grün', '漢字 😀'])('the response is UTF-8, whatever it holds: %s', async (text) => {
  const server = await serve();
  const response = await post(server, JSON.stringify({ query: '{ a }', variables: { text } }));
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
  expect(JSON.parse(bytes.toString('utf8'))).toMatchObject({ data: { variables: { text } } });
});

test('GET takes the same from the query string', async () => {
  const server = await serve();
  const url = `${server.graphqlUrl}?query=${encodeURIComponent('{ a }')}&variables=${encodeURIComponent('{"b":1}')}&operationName=N`;
  const response = await fetch(url, { headers: { 'x-api-key': 'good' } });
  expect(await response.json()).toEqual({ data: { query: '{ a }', variables: { b: 1 }, operationName: 'N' } });
});

const malformed = { message: 'Unable to parse GraphQL query.', errorType: 'MalformedHttpRequestException' };
const empty = { message: 'Request body is empty.', errorType: 'MalformedHttpRequestException' };
test('variables in the query string that are not JSON alone cannot put another query in place of the one named', async () => {
  const server = await serve();
  const variables = encodeURIComponent('{"b":1},"query":"{ hidden }","operationName":"M"');
  const url = `${server.graphqlUrl}?query=${encodeURIComponent('{ a }')}&variables=${variables}`;
  const response = await fetch(url, { headers: { 'x-api-key': 'good' } });
  expect([response.status, await response.json()]).toEqual([400, { errors: [malformed], message: malformed.message }]);
});

test.each([
  ['', empty],
  ['  ', empty],
  ['{', malformed],
  ['{}', malformed],
  ['[]', malformed],
  ['null', malformed],
  ['{"query":1}', malformed],
  ['{"query":"{a}","variables":[]}', malformed],
  ['{"query":"{a}","variables":"x"}', malformed],
  ['{"query":"{a}","operationName":1}', malformed],
])('the body %j is refused with 400', async (body, error) => {
  const server = await serve();
  const response = await post(server, body);
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('MalformedHttpRequestException');
  expect(await response.json()).toEqual({ errors: [error], message: error.message });
});

test('a bad credential is refused with 401 before anything is said about the body', async () => {
  const server = await serve();
  for (const body of ['{"query":"{ a }"}', '']) {
    const response = await post(server, body, { 'x-api-key': 'bad' });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    const message = 'You are not authorized to make this call.';
    expect(await response.json()).toEqual({ errors: [{ errorType: 'UnauthorizedException', message }], message });
  }
});

test('an unexpected failure is 500, its detail only in the log', async () => {
  const lines: unknown[] = [];
  const server = await serve({ log: { ...silent, error: (...line) => lines.push(line) } });
  const response = await post(server, '{"query":"{ a }"}', { 'x-api-key': 'broken' });
  expect(response.status).toBe(500);
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalFailure');
  expect(await response.text()).not.toContain('secret');
  expect(lines).toEqual([['request failed', { requestId: 'request-1', error: expect.stringContaining('broken') }]]);
});

test.each(['with its length announced', 'in pieces'])('a body above the limit is refused with 413, %s', async (how) => {
  const server = await serve({ limits: { maxBodyBytes: 100 } });
  const request = httpRequest(server.graphqlUrl, { method: 'POST', headers: { 'x-api-key': 'good' } });
  const body = JSON.stringify({ query: 'x'.repeat(100) });
  if (how === 'in pieces') {
    request.write(body.slice(0, 50));
    request.write(body.slice(50));
  } else {
    request.setHeader('content-length', body.length);
    request.write(body);
  }
  const [response] = await once(request, 'response');
  expect(response.statusCode).toBe(413);
  expect(response.headers.connection).toBe('close');
  request.destroy();
});

test('a preflight allows every header that is announced', async () => {
  const server = await serve();
  const announced = 'content-type,x-amz-user-agent,x-api-key,x-custom';
  const response = await fetch(server.graphqlUrl, {
    method: 'OPTIONS',
    headers: { origin: 'http://app', 'access-control-request-headers': announced },
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    ...corsHeaders,
    'access-control-allow-headers': announced,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
  });
});

test('with a list of origins only these may read, and may send credentials', async () => {
  const server = await serve({ origins: ['http://app'] });
  const answers = await Promise.all(
    ['http://app', 'http://other'].map(async (origin) => {
      const response = await post(server, '{"query":"{ a }"}', { 'x-api-key': 'good', origin });
      return ['access-control-allow-origin', 'access-control-allow-credentials', 'vary'].map((name) =>
        response.headers.get(name),
      );
    }),
  );
  expect(answers).toEqual([
    ['http://app', 'true', 'origin'],
    [null, null, 'origin'],
  ]);
});

test('other methods of /graphql are refused, other paths answered by the framework', async () => {
  const server = await serve();
  const deleted = await fetch(server.graphqlUrl, { method: 'DELETE' });
  expect([deleted.status, deleted.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS']);
  const health = await fetch(`${server.url}/health`);
  expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
  const page = await fetch(server.url);
  expect([page.status, (await page.text()).includes('/graphql/realtime')]).toEqual([200, true]);
  expect((await fetch(`${server.url}/graphqlx`)).status).toBe(404);
});

test.each([
  ['/other', 'graphql-ws', 404],
  ['/graphql/realtime', 'mqtt', 400],
  ['/graphql/realtime', undefined, 400],
])('an upgrade at %s for %s is refused with %i', async (path, protocol, status) => {
  const server = await serve();
  const socket = new WebSocket(`ws://localhost:${server.port}${path}`, protocol === undefined ? [] : [protocol]);
  const [, response] = await once(socket, 'unexpected-response');
  expect(response.statusCode).toBe(status);
  socket.on('error', () => {});
  socket.terminate();
});

test.each(['/graphql/realtime', '/graphql', '/graphql//realtime', '/graphql?a=1%2Frealtime'])(
  'a socket at %s speaks AppSync and echoes only graphql-ws',
  async (path) => {
    const server = await serve();
    const socket = new WebSocket(`ws://localhost:${server.port}${path}`, ['graphql-ws', 'header-e30']);
    await once(socket, 'open');
    expect(socket.protocol).toBe('graphql-ws');
    expect(socket.extensions).toBe('');
    socket.send('{"type":"connection_init"}');
    const [message] = await once(socket, 'message');
    expect(JSON.parse(String(message))).toMatchObject({ type: 'connection_error' });
    socket.terminate();
  },
);

test('a binary frame closes with 1003, an oversized one with 1009, and sockets above the limit get 503', async () => {
  const server = await serve({ limits: { maxMessageBytes: 1000, maxSockets: 2 } });
  const open = async () => {
    const socket = new WebSocket(server.realtimeUrl, 'graphql-transport-ws');
    await once(socket, 'open');
    return socket;
  };
  const [binary, large] = await Promise.all([open(), open()]);
  const third = new WebSocket(server.realtimeUrl, 'graphql-transport-ws');
  const [, response] = await once(third, 'unexpected-response');
  expect(response.statusCode).toBe(503);
  third.on('error', () => {});
  third.terminate();
  const closed = Promise.all([once(binary, 'close'), once(large, 'close')]);
  binary.send(Buffer.from([1]));
  large.send('x'.repeat(1001));
  expect((await closed).map(([code]) => code)).toEqual([1003, 1009]);
});

test('a socket that does not answer pings is dropped, others are kept', async () => {
  const server = await serve({ limits: { heartbeatInterval: 50 } });
  const dead = new WebSocket(server.realtimeUrl, 'graphql-transport-ws', { autoPong: false });
  const alive = new WebSocket(server.realtimeUrl, 'graphql-transport-ws');
  await Promise.all([once(dead, 'open'), once(alive, 'open')]);
  const [code] = await once(dead, 'close');
  expect(code).toBe(1006);
  await delay(150);
  expect([alive.readyState, server.openSockets]).toEqual([WebSocket.OPEN, 1]);
  alive.terminate();
});

test('headers that handlers add are in the response', async () => {
  const response = await post(await serve(), '{"query":"headers"}');
  expect(response.headers.get('items')).toBe('7');
  await response.text();
});

test('close lets a request under way finish, closes sockets with 1001 and accepts nothing new', async () => {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const server = await serve({ backend: echoBackend(gate.promise, arrived.resolve) });
  const socket = new WebSocket(server.realtimeUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  const pending = post(server, '{"query":"later"}');
  await arrived.promise;
  const closing = server.close();
  expect((await once(socket, 'close'))[0]).toBe(1001);
  await expect(post(server, '{"query":"{ a }"}')).rejects.toThrow();
  gate.resolve();
  expect((await pending).status).toBe(200);
  await closing;
});

test('close gives up a request that does not finish within the deadline', async () => {
  const arrived = Promise.withResolvers<void>();
  const backend = echoBackend(new Promise(() => {}), arrived.resolve);
  const server = await serve({ backend, limits: { drainTimeout: 100 } });
  const pending = post(server, '{"query":"later"}');
  await arrived.promise;
  await server.close();
  await expect(pending).rejects.toThrow();
});

test('a port in use is a clear error', async () => {
  const server = await serve();
  await expect(serve({ port: server.port })).rejects.toMatchObject({
    code: 'port-taken',
    message: `Port ${server.port} of 127.0.0.1 is in use.`,
  });
});

test('TLS and plain text share a port, with a certificate that its authority vouches for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preamp-tls-'));
  const made = await localCertificate({ folder, clock: Date.now });
  const ca = await readFile(made.authorityFile);
  const server = await serve({ tls: made, limits: { drainTimeout: 200 } });
  const statusOf = async (ask: typeof get | typeof tlsGet, url: string) => {
    const [response] = await once(ask(url, { ca, agent: false }), 'response');
    response.resume();
    return response.statusCode;
  };
  expect(await statusOf(get, `http://localhost:${server.port}/health`)).toBe(200);
  expect(await statusOf(tlsGet, `https://localhost:${server.port}/health`)).toBe(200);
  expect(await statusOf(tlsGet, `https://127.0.0.1:${server.port}/health`)).toBe(200);
  const socket = new WebSocket(`wss://localhost:${server.port}/graphql/realtime`, 'graphql-transport-ws', { ca });
  await once(socket, 'open');
  socket.terminate();
  // A request whose first bytes come one by one, and a client that says nothing sensible.
  const slow = connect(server.port, 'localhost');
  for (const piece of ['G', 'ET /health HTTP/1.1\r\n', 'host: x\r\nconnection: close\r\n\r\n']) {
    slow.write(piece);
    await delay(20);
  }
  let text = '';
  for await (const chunk of slow) text += chunk;
  expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
  const nonsense = connect(server.port, 'localhost');
  nonsense.end(Buffer.from([0x16, 3, 1, 0, 1, 0]));
  nonsense.resume();

  expect(await localCertificate({ folder, clock: Date.now })).toEqual(made);
  const nextYear = () => Date.now() + 370 * 86_400_000;
  const renewed = await localCertificate({ folder, clock: nextYear });
  expect(renewed.cert).not.toBe(made.cert);
  expect(await readFile(renewed.authorityFile)).toEqual(ca);
  expect((await stat(join(folder, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
