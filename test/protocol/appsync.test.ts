import { afterEach, expect, test, vi } from 'vitest';
import { AppSyncConnection } from '../../src/realtime/protocols/appsync.ts';
import { openSession, type ProtocolSession, type SessionOptions } from './protocol-session.ts';

const ack = { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } };
const ka = { type: 'ka' };
const query = 'subscription { onCreatePost { id } }';

function open(options?: SessionOptions): ProtocolSession {
  return openSession((given) => new AppSyncConnection(given), options);
}

async function openAcknowledged(options?: SessionOptions): Promise<ProtocolSession> {
  const session = open(options);
  await session.receive({ type: 'connection_init' });
  expect(session.take()).toEqual([ack, ka]);
  return session;
}

function start(id: string, options: { query?: string; key?: string; variables?: object } = {}) {
  return {
    id,
    type: 'start',
    payload: {
      data: JSON.stringify({ query: options.query ?? query, variables: options.variables ?? {} }),
      extensions: { authorization: { host: 'localhost', 'X-Api-Key': options.key ?? 'good' } },
    },
  };
}

const event = (id: string, item: string) => ({ id, type: 'data', payload: { data: { onCreatePost: { id: item } } } });

afterEach(() => {
  vi.useRealTimers();
});

test('a whole session: init, start, data, stop', async () => {
  const session = open();
  await session.receive({ type: 'connection_init' });
  expect(session.take()).toEqual([ack, ka]);
  await session.receive(start('1'));
  expect(session.take()).toEqual([{ id: '1', type: 'start_ack' }]);
  session.publish('a');
  session.connection.beat();
  await session.receive({ id: '1', type: 'stop' });
  session.publish('b');
  expect(session.take()).toEqual([event('1', 'a'), ka, { id: '1', type: 'complete' }]);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

test('the connection is checked as POST <path>/connect, a start as POST <path> with its own credential and body', async () => {
  const session = await openAcknowledged({ headers: { 'x-api-key': 'good', host: 'h' } });
  await session.receive(start('1', { variables: { a: 1 } }));
  expect(session.credentials).toEqual([
    { headers: { 'x-api-key': 'good', host: 'h' }, path: '/graphql/connect', body: '{}' },
    {
      headers: { host: 'localhost', 'X-Api-Key': 'good' },
      path: '/graphql',
      body: JSON.stringify({ query, variables: { a: 1 } }),
    },
  ]);
});

test.each([
  ['a bad credential', { 'x-api-key': 'bad' }, 'You are not authorized to make this call.'],
  ['none that can be read', null, 'Valid authorization header not provided.'],
])('%s is answered with connection_error, and the socket closes after 15 seconds', async (_, headers, message) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const session = open({ headers });
  await session.receive({ type: 'connection_init' });
  expect(session.take()).toEqual([
    {
      type: 'connection_error',
      payload: { errors: [{ errorType: 'UnauthorizedException', message, errorCode: 401 }] },
    },
  ]);
  vi.advanceTimersByTime(15_000);
  expect(session.take()).toEqual([[4408, 'Connection initialisation timeout']]);
});

test('without connection_init the socket closes after 15 seconds; after it, it does not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const silent = open();
  const acknowledged = await openAcknowledged();
  vi.advanceTimersByTime(14_999);
  expect(silent.take()).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(silent.take()).toEqual([[4408, 'Connection initialisation timeout']]);
  expect(acknowledged.take()).toEqual([]);
});

test('no keep-alive is sent before the acknowledgement', () => {
  const session = open();
  session.connection.beat();
  expect(session.take()).toEqual([]);
});

test('a second connection_init closes the socket and ends its subscriptions', async () => {
  const session = await openAcknowledged();
  await session.receive(start('1'));
  await session.receive({ type: 'connection_init' });
  expect(session.take()).toEqual([{ id: '1', type: 'start_ack' }, [4429, 'Too many initialisation requests']]);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

const refusals: readonly [string, unknown, { errorType: string; message: string }][] = [
  [
    'a field that rules deny',
    start('1', { query: 'subscription { denied { id } }' }),
    { errorType: 'Unauthorized', message: 'Not Authorized to access denied on type Subscription' },
  ],
  [
    'a bad credential',
    start('1', { key: 'bad' }),
    { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' },
  ],
  [
    'a query',
    start('1', { query: 'query { a }' }),
    { errorType: 'UnsupportedOperation', message: 'query not supported through the realtime channel' },
  ],
  [
    'no extensions',
    { id: '1', type: 'start', payload: { data: '{}' } },
    { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' },
  ],
  [
    'data that is no JSON',
    { id: '1', type: 'start', payload: { data: '{', extensions: { authorization: {} } } },
    { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' },
  ],
  [
    'data without a query',
    { id: '1', type: 'start', payload: { data: '{}', extensions: { authorization: {} } } },
    { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' },
  ],
];

test.each(refusals)('start with %s is answered with error', async (_, message, error) => {
  const session = await openAcknowledged();
  await session.receive(message);
  expect(session.take()).toEqual([{ id: '1', type: 'error', payload: { errors: [error] } }]);
  expect(session.registry.metrics.subscriptions).toBe(0);
  await session.receive(start('1'));
  expect(session.take()).toEqual([{ id: '1', type: 'start_ack' }]);
});

test('start before the acknowledgement is refused', async () => {
  const session = open();
  await session.receive(start('1'));
  expect(session.take()).toEqual([
    {
      id: '1',
      type: 'error',
      payload: { errors: [{ errorType: 'BadRequestException', message: 'The connection is not initialised.' }] },
    },
  ]);
});

test('a repeated id replaces the subscription and is acknowledged again; each event comes once', async () => {
  const session = await openAcknowledged();
  await session.receive(start('1'));
  await session.receive(start('1'));
  session.publish('a');
  expect(session.take()).toEqual([{ id: '1', type: 'start_ack' }, { id: '1', type: 'start_ack' }, event('1', 'a')]);
  expect(session.registry.metrics.subscriptions).toBe(1);
});

test('while a repeated start is decided the old subscription goes on; three at once leave one', async () => {
  const gates = [Promise.resolve(), Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  let calls = 0;
  const session = await openAcknowledged({
    beforeSubscribe: () => {
      const gate = gates[calls++]!;
      return 'promise' in gate ? gate.promise : gate;
    },
  });
  await session.receive(start('1'));
  await session.receive(start('1', { query: 'subscription second { onCreatePost { id } }' }));
  await session.receive(start('1', { query: 'subscription third { onCreatePost { id } }' }));
  session.publish('a');
  expect(session.take()).toEqual([{ id: '1', type: 'start_ack' }, event('1', 'a')]);
  gates[1].resolve();
  await session.receive({ type: 'connection_terminate_not' });
  session.publish('b');
  gates[2].resolve();
  await vi.waitFor(() => expect(session.sent).toContainEqual({ id: '1', type: 'start_ack' }));
  session.publish('c');
  expect(session.take().filter((message) => !isInvalidNote(message))).toEqual([
    event('1', 'b'),
    { id: '1', type: 'start_ack' },
    event('1', 'c'),
  ]);
  expect(session.registry.metrics.subscriptions).toBe(1);
});

test('a repeated start that is refused ends the old subscription too', async () => {
  const session = await openAcknowledged();
  await session.receive(start('1'));
  await session.receive(start('1', { key: 'bad' }));
  session.publish('a');
  expect(session.take().map((message) => (message as { type: string }).type)).toEqual(['start_ack', 'error']);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

test('stop and close while a start is decided leave nothing behind', async () => {
  for (const end of ['stop', 'close'] as const) {
    const gate = Promise.withResolvers<void>();
    const session = await openAcknowledged({ beforeSubscribe: () => gate.promise });
    await session.receive(start('1'));
    if (end === 'stop') await session.receive({ id: '1', type: 'stop' });
    else session.connection.closed();
    gate.resolve();
    await new Promise(setImmediate);
    expect(session.take()).toEqual(end === 'stop' ? [{ id: '1', type: 'complete' }] : []);
    expect(session.registry.metrics.subscriptions).toBe(0);
  }
});

test('stop of an unknown id is an error with that id', async () => {
  const session = await openAcknowledged();
  await session.receive({ id: 'x', type: 'stop' });
  expect(session.take()).toEqual([
    {
      id: 'x',
      type: 'error',
      payload: { errors: [{ errorType: 'UnknownOperationError', message: 'Unknown operation id x' }] },
    },
  ]);
});

test('above the limit a start is refused; a replacement is not', async () => {
  const session = await openAcknowledged({ limits: { maxSubscriptionsPerConnection: 1 } });
  await session.receive(start('1'));
  await session.receive(start('2'));
  await session.receive(start('1'));
  expect(session.take()).toEqual([
    { id: '1', type: 'start_ack' },
    {
      id: '2',
      type: 'error',
      payload: {
        errors: [{ errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 1 subscriptions reached' }],
      },
    },
    { id: '1', type: 'start_ack' },
  ]);
});

test.each(['replaced', 'stopped'])('starts that were %s before they were decided count until they are', async (how) => {
  const gate = Promise.withResolvers<void>();
  const limits = { maxSubscriptionsPerConnection: 2 };
  const session = await openAcknowledged({ limits, beforeSubscribe: () => gate.promise });
  for (let n = 0; n < 4; n++) {
    await session.receive(start('1'));
    if (how === 'stopped' && n < 2) await session.receive({ id: '1', type: 'stop' });
  }
  // Two for which the host was asked; the rest is refused without asking.
  expect(session.credentials).toHaveLength(3);
  const refused = { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 2 subscriptions reached' };
  const error = { id: '1', type: 'error', payload: { errors: [refused] } };
  expect(session.take().filter((message) => (message as { type: string }).type === 'error')).toEqual([error, error]);
  gate.resolve();
  await new Promise(setImmediate);
  await session.receive(start('2'));
  expect(session.take()).toContainEqual({ id: '2', type: 'start_ack' });
});

test.each([
  ['text that is no JSON', 'nonsense'],
  ['a list', []],
  ['null', null],
  ['an unknown type', { type: 'subscribe' }],
  ['a start without id', { type: 'start', payload: {} }],
  ['a start with an empty id', { type: 'start', id: '', payload: {} }],
  ['a start with an id that is too long', { type: 'start', id: 'x'.repeat(257), payload: {} }],
  ['a stop without id', { type: 'stop' }],
])('%s is answered with an error; after 16 the socket closes', async (_, message) => {
  const session = await openAcknowledged();
  await session.receive(message);
  expect(session.take()).toEqual([
    {
      type: 'error',
      payload: { errors: [{ errorType: 'BadRequestException', message: 'Invalid message.', errorCode: 400 }] },
    },
  ]);
  for (let n = 1; n < 17; n++) await session.receive(message);
  expect(session.take().at(-1)).toEqual([4400, 'Too many invalid messages']);
});

test('connection_terminate closes with 1000, a shutdown with 1001; nothing follows', async () => {
  const terminated = await openAcknowledged();
  await terminated.receive(start('1'));
  await terminated.receive({ type: 'connection_terminate' });
  terminated.publish('a');
  await terminated.receive(start('2'));
  expect(terminated.take()).toEqual([{ id: '1', type: 'start_ack' }, [1000, 'Terminated']]);
  const drained = await openAcknowledged();
  await drained.receive(start('1'));
  drained.connection.shutDown();
  drained.publish('a');
  expect(drained.take()).toEqual([{ id: '1', type: 'start_ack' }, [1001, 'The server is shutting down']]);
});

test('a client that does not read is closed with 1013 when too much waits for it', async () => {
  const session = await openAcknowledged({ limits: { maxBufferedBytes: 1000 } });
  await session.receive(start('1'));
  session.buffered = 1000;
  session.publish('a');
  session.buffered = 1001;
  session.publish('b');
  session.publish('c');
  expect(session.take()).toEqual([
    { id: '1', type: 'start_ack' },
    event('1', 'a'),
    event('1', 'b'),
    [1013, 'The client reads too slowly'],
  ]);
  expect(session.registry.metrics.subscriptions).toBe(0);
});

test('when the credential of a subscription expires the socket closes with 4403', async () => {
  let now = 0;
  const session = await openAcknowledged({ now: () => now });
  await session.receive(start('1', { key: 'expiring' }));
  await session.receive(start('2'));
  now = 59_999;
  session.publish('a');
  now = 60_000;
  session.publish('b');
  const acks = [
    { id: '1', type: 'start_ack' },
    { id: '2', type: 'start_ack' },
  ];
  expect(session.take()).toEqual([...acks, event('1', 'a'), event('2', 'a'), [4403, 'Credential expired']]);
});

test('a subscription that a new revision refuses ends with error, the others stay', async () => {
  const session = await openAcknowledged();
  await session.receive(start('1'));
  await session.registry.prepareAgain(() => [{ message: 'Validation error of type FieldUndefined' }]);
  await session.receive(start('2'));
  session.publish('a');
  expect(session.take()).toEqual([
    { id: '1', type: 'start_ack' },
    { id: '1', type: 'error', payload: { errors: [{ message: 'Validation error of type FieldUndefined' }] } },
    { id: '2', type: 'start_ack' },
    event('2', 'a'),
  ]);
});

test('a host that fails closes the socket with 1011', async () => {
  const session = await openAcknowledged({
    beforeSubscribe: () => {
      throw new Error('broken');
    },
  });
  await session.receive(start('1'));
  expect(session.take()).toEqual([{ error: new Error('broken') }, [1011, 'Internal error']]);
});

function isInvalidNote(message: unknown): boolean {
  return !('id' in (message as object));
}
