import { afterEach, expect, test, vi } from 'vitest';
import { GraphQLTransportConnection } from '../../src/realtime/protocols/graphql-transport-ws.ts';
import { openSession, type ProtocolSession, type SessionOptions } from './protocol-session.ts';

const query = 'subscription { onCreatePost { id } }';
const subscribe = (id: string, payload: object = { query }) => ({ id, type: 'subscribe', payload });
const next = (id: string, item: string) => ({ id, type: 'next', payload: { data: { onCreatePost: { id: item } } } });

function open(options?: SessionOptions): ProtocolSession {
  return openSession((given) => new GraphQLTransportConnection(given), { headers: {}, ...options });
}

async function openAcknowledged(options?: SessionOptions, key = 'good'): Promise<ProtocolSession> {
  const session = open(options);
  await session.receive({ type: 'connection_init', payload: { 'x-api-key': key } });
  expect(session.take()).toEqual([{ type: 'connection_ack' }]);
  return session;
}

afterEach(() => {
  vi.useRealTimers();
});

test('a whole session: init, subscribe, next, complete', async () => {
  const session = await openAcknowledged();
  await session.receive(subscribe('1'));
  session.publish('a');
  await session.receive({ id: '1', type: 'complete' });
  session.publish('b');
  expect(session.take()).toEqual([next('1', 'a')]);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

test.each([
  ['members of the payload', {}, { 'X-Api-Key': 'good' }],
  ['a headers object in the payload', {}, { headers: { 'x-api-key': 'good' } }],
  ['the upgrade request', { 'x-api-key': 'good' }, undefined],
  ['the payload before the upgrade request', { 'x-api-key': 'bad' }, { 'x-api-key': 'good' }],
])('credentials are taken from %s', async (_, headers, payload) => {
  const session = open({ headers });
  await session.receive({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
  expect(session.take()).toEqual([{ type: 'connection_ack' }]);
  expect(session.credentials[0]).toMatchObject({ path: '/graphql/connect', body: '{}' });
});

test('a refused credential closes with 4403', async () => {
  const session = open();
  await session.receive({ type: 'connection_init', payload: { 'x-api-key': 'bad' } });
  expect(session.take()).toEqual([[4403, 'Forbidden']]);
});

test('without connection_init the socket closes with 4408 after 15 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const silent = open();
  const acknowledged = await openAcknowledged();
  vi.advanceTimersByTime(14_999);
  expect(silent.take()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(silent.take()).toEqual([[4408, 'Connection initialisation timeout']]);
  expect(acknowledged.take()).toEqual([]);
});

test('ping is answered with pong and the same payload, also before the acknowledgement; pong with nothing', async () => {
  const session = open();
  await session.receive({ type: 'ping' });
  await session.receive({ type: 'ping', payload: { n: 1 } });
  await session.receive({ type: 'pong', payload: { n: 2 } });
  expect(session.take()).toEqual([{ type: 'pong' }, { type: 'pong', payload: { n: 1 } }]);
});

test.each([
  ['query { echo }', undefined],
  ['mutation { echo }', { a: 1 }],
])('%s yields one next and complete', async (document, variables) => {
  const session = await openAcknowledged();
  await session.receive(subscribe('1', { query: document, variables }));
  expect(session.take()).toEqual([
    { id: '1', type: 'next', payload: { data: { echo: variables ?? null } } },
    { id: '1', type: 'complete' },
  ]);
  await session.receive(subscribe('1'));
  expect(session.take()).toEqual([]);
});

test('the result of a query that the client completed is not sent', async () => {
  const gate = Promise.withResolvers<void>();
  const session = await openAcknowledged({ beforeSubscribe: () => gate.promise });
  await session.receive(subscribe('1', { query: 'query { echo }' }));
  await session.receive({ id: '1', type: 'complete' });
  gate.resolve();
  await new Promise(setImmediate);
  expect(session.take()).toEqual([]);
});

test('a refused subscription is an error message with the errors as they are', async () => {
  const session = await openAcknowledged();
  await session.receive(subscribe('1', { query: 'subscription { denied { id } }' }));
  const message = 'Not Authorized to access denied on type Subscription';
  expect(session.take()).toEqual([
    { id: '1', type: 'error', payload: [{ path: ['denied'], locations: null, errorType: 'Unauthorized', message }] },
  ]);
  await session.receive(subscribe('1'));
  expect(session.take()).toEqual([]);
  expect(session.registry.metrics.subscriptions).toBe(1);
});

const violations: readonly [string, unknown, readonly [number, string]][] = [
  ['text that is no JSON', 'nonsense', [4400, 'Invalid message received']],
  ['a list', [], [4400, 'Invalid message received']],
  ['an unknown type', { type: 'start' }, [4400, 'Invalid message type']],
  ['a payload that is no object', { type: 'ping', payload: 'x' }, [4400, 'Invalid message received']],
  ['subscribe without id', { type: 'subscribe', payload: { query } }, [4400, 'Invalid message received']],
  ['subscribe with an empty id', subscribe(''), [4400, 'Invalid message received']],
  ['subscribe with an id that is too long', subscribe('x'.repeat(257)), [4400, 'Invalid message received']],
  ['subscribe without payload', { id: '1', type: 'subscribe' }, [4400, 'Invalid message received']],
  ['subscribe without query', subscribe('1', {}), [4400, 'Invalid message received']],
  ['variables that are no object', subscribe('1', { query, variables: [] }), [4400, 'Invalid message received']],
  [
    'an operation name that is no text',
    subscribe('1', { query, operationName: 1 }),
    [4400, 'Invalid message received'],
  ],
  ['extensions that are no object', subscribe('1', { query, extensions: 1 }), [4400, 'Invalid message received']],
  ['complete without id', { type: 'complete' }, [4400, 'Invalid message received']],
  ['a second connection_init', { type: 'connection_init' }, [4429, 'Too many initialisation requests']],
];

test.each(violations)('%s closes the socket and ends its subscriptions', async (_, message, close) => {
  const session = await openAcknowledged();
  await session.receive(subscribe('live'));
  await session.receive(message);
  session.publish('a');
  expect(session.take()).toEqual([close]);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

test('connection_init twice before the answer closes with 4429', async () => {
  const session = open();
  session.connection.receive('{"type":"connection_init"}');
  session.connection.receive('{"type":"connection_init"}');
  expect(session.take()).toEqual([[4429, 'Too many initialisation requests']]);
});

test('subscribe before the acknowledgement closes with 4401', async () => {
  const session = open();
  await session.receive(subscribe('1'));
  expect(session.take()).toEqual([[4401, 'Unauthorized']]);
});

test.each([['subscription'], ['query']])('an id that is live with a %s closes with 4409', async (kind) => {
  const gate = Promise.withResolvers<void>();
  const session = await openAcknowledged(kind === 'query' ? { beforeSubscribe: () => gate.promise } : {});
  await session.receive(subscribe('1', { query: kind === 'query' ? 'query { echo }' : query }));
  await session.receive(subscribe('1'));
  expect(session.take()).toEqual([[4409, 'Subscriber for 1 already exists']]);
});

test('complete of an unknown id is ignored; a completed id may be used again', async () => {
  const session = await openAcknowledged();
  await session.receive({ id: 'x', type: 'complete' });
  await session.receive(subscribe('1'));
  await session.receive({ id: '1', type: 'complete' });
  await session.receive(subscribe('1'));
  session.publish('a');
  expect(session.take()).toEqual([next('1', 'a')]);
});

test('above the limit an operation is refused with an error message', async () => {
  const session = await openAcknowledged({ limits: { maxSubscriptionsPerConnection: 1 } });
  await session.receive(subscribe('1'));
  await session.receive(subscribe('2'));
  expect(session.take()).toEqual([
    { id: '2', type: 'error', payload: [{ message: 'Max number of 1 subscriptions reached' }] },
  ]);
});

test('a client that does not read is closed with 1013, by events and by answers', async () => {
  for (const provoke of ['event', 'pong'] as const) {
    const session = await openAcknowledged({ limits: { maxBufferedBytes: 1000 } });
    await session.receive(subscribe('1'));
    session.buffered = 1001;
    if (provoke === 'event') session.publish('a');
    else await session.receive({ type: 'ping' });
    expect(session.take().at(-1)).toEqual([1013, 'The client reads too slowly']);
  }
});

test('when the credential expires the socket closes with 4403, at an event and at the next operation', async () => {
  let now = 0;
  const live = await openAcknowledged({ now: () => now }, 'expiring');
  await live.receive(subscribe('1'));
  const idle = await openAcknowledged({ now: () => now }, 'expiring');
  now = 60_000;
  live.publish('a');
  await idle.receive(subscribe('1', { query: 'query { echo }' }));
  expect([live.take(), idle.take()]).toEqual([[[4403, 'Credential expired']], [[4403, 'Credential expired']]]);
});

test('a shutdown closes with 1001; nothing is sent by the heartbeat', async () => {
  const session = await openAcknowledged();
  session.connection.beat();
  session.connection.shutDown();
  expect(session.take()).toEqual([[1001, 'The server is shutting down']]);
});
