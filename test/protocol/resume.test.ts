import { expect, test } from 'vitest';
import { closingQuestion } from '../../src/realtime/connection-progress.ts';
import { AppSyncConnection } from '../../src/realtime/protocols/appsync.ts';
import type { ConnectionOptions } from '../../src/realtime/protocols/connection-options.ts';
import { GraphQLTransportConnection } from '../../src/realtime/protocols/graphql-transport-ws.ts';
import { ResumeMemory } from '../../src/realtime/resume-memory.ts';
import { openSession, type ProtocolSession, type SessionOptions } from './protocol-session.ts';

const uuid = '7a7e1dff-5eba-456f-90b0-03b3d656a169';
const query = 'subscription { onCreatePost { id } }';

const protocols = {
  appsync: {
    open: (given: ConnectionOptions) => new AppSyncConnection(given),
    start: (id: string) => ({
      id,
      type: 'start',
      payload: { data: JSON.stringify({ query }), extensions: { authorization: { 'x-api-key': 'good' } } },
    }),
    ack: (id: string) => [{ id, type: 'start_ack' }],
    stop: (id: string) => ({ id, type: 'stop' }),
    event: (id: string, item: string) => ({ id, type: 'data', payload: { data: { onCreatePost: { id: item } } } }),
  },
  'graphql-transport-ws': {
    open: (given: ConnectionOptions) => new GraphQLTransportConnection(given),
    start: (id: string) => ({ id, type: 'subscribe', payload: { query } }),
    ack: () => [],
    stop: (id: string) => ({ id, type: 'complete' }),
    event: (id: string, item: string) => ({ id, type: 'next', payload: { data: { onCreatePost: { id: item } } } }),
  },
};

/** A session of a client that keeps cursors, with the subscription `id` started after `cursor`. */
const cursorSession = async (
  cursor: string | null,
  shared: SessionOptions = {},
  id = '1',
): Promise<ProtocolSession> => {
  const session = openSession(protocols['graphql-transport-ws'].open, { headers: { 'x-api-key': 'good' }, ...shared });
  await session.receive({ type: 'connection_init' });
  session.take();
  await session.receive({ id, type: 'subscribe', payload: { query, extensions: { resume: { cursor } } } });
  return session;
};

const cursorOf = (message: unknown) =>
  (message as { payload: { extensions: { cursor: string } } }).payload.extensions.cursor;
const stated = (status: string, cursor: unknown = expect.any(String)) => ({
  id: '1',
  type: 'next',
  payload: { data: null, extensions: { resume: { status }, cursor } },
});
const placed = (item: string, cursor: unknown = expect.any(String)) => ({
  id: '1',
  type: 'next',
  payload: { data: { onCreatePost: { id: item } }, extensions: { cursor } },
});

test('each event has a cursor; a client that comes back with one gets exactly what followed it', async () => {
  const first = await cursorSession(null);
  const { registry } = first;
  for (const id of ['a', 'b', 'c']) first.publish(id);
  const sent = first.take();
  expect(sent).toEqual([stated('STARTED'), placed('a'), placed('b'), placed('c')]);
  const cursors = sent.map(cursorOf);
  expect(new Set(cursors).size).toBe(4);
  first.connection.closed();
  first.publish('d');
  const rest = [placed('a'), placed('b'), placed('c'), placed('d')];
  for (const [n, cursor] of cursors.entries()) {
    const again = await cursorSession(cursor, { registry });
    expect(again.take()).toEqual([stated('RESUMED', cursor), ...rest.slice(n)]);
    again.connection.closed();
  }
});

test('a cursor that leads nowhere is answered with RESYNC, and events go on from there', async () => {
  let now = 0;
  const first = await cursorSession(null, { now: () => now });
  const { registry } = first;
  const [start] = first.take().map(cursorOf);
  first.publish('a');
  const again = async (cursor: string) => {
    const session = await cursorSession(cursor, { registry });
    const [told] = session.take();
    session.connection.closed();
    return told;
  };
  expect(await again(start!)).toEqual(stated('RESUMED', start));
  expect(await again('made-up')).toEqual(stated('RESYNC'));
  now = 120_001;
  expect(await again(start!)).toEqual(stated('RESYNC'));
  now = 0;
  registry.endAll();
  expect(await again(start!)).toEqual(stated('RESYNC'));
  const session = await cursorSession(start!, { registry });
  session.publish('b');
  expect(session.take()).toEqual([stated('RESYNC'), placed('b')]);
});

test('an event that comes while the subscription is being accepted follows the first message', async () => {
  const session = await cursorSession(null, { afterSubscribe: (publish) => publish('early') });
  session.publish('later');
  const sent = session.take();
  expect(sent).toEqual([stated('STARTED'), placed('early'), placed('later')]);
});

test.each([true, 'cursor', [], { cursor: 1 }])('the resume extension %j is not understood', async (resume) => {
  const session = openSession(protocols['graphql-transport-ws'].open);
  await session.receive({ type: 'connection_init' });
  await session.receive({ id: '1', type: 'subscribe', payload: { query, extensions: { resume } } });
  expect(session.sent.at(-1)).toEqual([4400, 'Invalid message received']);
});

test('a client that keeps cursors is not asked what has arrived, and its id is not remembered', async () => {
  const resume = new ResumeMemory();
  const first = await cursorSession(null, { resume }, uuid);
  const { registry } = first;
  first.publish('a');
  expect(first.confirmations).toBe(0);
  first.connection.closed();
  const again = await cursorSession(null, { resume, registry }, uuid);
  expect(again.take()).toEqual([{ ...stated('STARTED'), id: uuid }]);
});

test('who heard nothing for a while is told the cursor of what was delivered to others, once', async () => {
  const session = await cursorSession(null);
  const { registry } = session;
  const [start] = session.take().map(cursorOf);
  const other = () => registry.publish({ kind: 'create', model: 'Other', item: { id: 'x' }, previous: null });
  for (let n = 0; n < 5_000; n++) other();
  session.connection.beat();
  session.connection.beat();
  const told = session.take() as { type: string; payload: { cursor: string } }[];
  expect(told).toEqual([{ type: 'ping', payload: { cursor: expect.any(String) } }]);
  other();
  expect((await cursorSession(start!, { registry })).take()).toEqual([stated('RESYNC')]);
  const again = await cursorSession(told[0]!.payload.cursor, { registry });
  expect(again.take()).toEqual([stated('RESUMED')]);
});

test('no cursor is told to those who keep none, nor while events are still on their way', async () => {
  const plain = openSession(protocols['graphql-transport-ws'].open);
  await plain.receive({ type: 'connection_init' });
  await plain.receive({ id: '1', type: 'subscribe', payload: { query } });
  const session = await cursorSession(null);
  const rendering = Promise.withResolvers<string>();
  const slow = { topics: ['create:Post'], group: 'slow', matches: () => true, render: () => rendering.promise };
  session.registry.add({ ...slow, expiresAt: null }, { deliver: () => {}, end: () => {} }, 's');
  for (const each of [plain, session]) {
    each.publish('a');
    each.take();
    each.connection.beat();
    expect(each.take()).toEqual([]);
  }
  rendering.resolve('{}');
});

for (const [name, { open, start, stop, ack, event }] of Object.entries(protocols)) {
  /** A socket on which the subscription `id` has been started; `sent` begins with its acknowledgement. */
  const connect = async (id: string, shared: SessionOptions): Promise<ProtocolSession> => {
    const session = openSession(open, { headers: { 'x-api-key': 'good' }, ...shared });
    await session.receive({ type: 'connection_init' });
    session.take();
    await session.receive(start(id));
    return session;
  };

  const begin = async (id = uuid, now = () => 0) => {
    const resume = new ResumeMemory();
    const first = await connect(id, { resume, now });
    first.take();
    return { first, shared: { resume, registry: first.registry, now } };
  };

  test(`${name}: a client that comes back gets what it missed after the acknowledgement and before what follows`, async () => {
    const { first, shared } = await begin();
    first.connection.closed();
    first.publish('missed');
    const second = await connect(uuid, shared);
    second.publish('later');
    expect(second.take()).toEqual([...ack(uuid), event(uuid, 'missed'), event(uuid, 'later')]);
    expect(first.registry.metrics).toMatchObject({ subscriptions: 1, replayed: 1 });
  });

  test(`${name}: what a ping confirmed is not repeated, what was sent after it is`, async () => {
    const { first, shared } = await begin();
    first.publish('confirmed');
    expect(first.confirmations).toBe(1);
    first.connection.progress.ask(1);
    first.publish('sent');
    first.connection.progress.answered(1);
    first.connection.closed();
    const second = await connect(uuid, shared);
    expect(second.take()).toEqual([...ack(uuid), event(uuid, 'sent')]);
  });

  test(`${name}: what was sent before an answered closing handshake is not repeated`, async () => {
    const { first, shared } = await begin();
    first.publish('received');
    first.connection.shutDown();
    first.publish('missed');
    first.connection.progress.answered(closingQuestion);
    const second = await connect(uuid, shared);
    expect(second.take()).toEqual([...ack(uuid), event(uuid, 'missed')]);
  });

  test(`${name}: what was replayed and not confirmed is replayed again`, async () => {
    const { first, shared } = await begin();
    first.connection.closed();
    first.publish('missed');
    const second = openSession(open, { headers: { 'x-api-key': 'good' }, ...shared });
    await second.receive({ type: 'connection_init' });
    // Asked before the subscription was there, answered after its events had been sent.
    second.connection.progress.ask(1);
    await second.receive(start(uuid));
    second.connection.progress.answered(1);
    second.connection.closed();
    expect((await connect(uuid, shared)).take()).toEqual([...ack(uuid), event(uuid, 'missed')]);
  });

  test(`${name}: it goes on although the server still believes in the old socket`, async () => {
    const { first, shared } = await begin();
    first.publish('into the void');
    const second = await connect(uuid, shared);
    first.connection.closed();
    const third = await connect(uuid, shared);
    expect([second.take(), third.take()]).toEqual([
      [...ack(uuid), event(uuid, 'into the void')],
      [...ack(uuid), event(uuid, 'into the void')],
    ]);
  });

  if (name === 'appsync') {
    test(`${name}: a start that is repeated on the same socket repeats no event`, async () => {
      const { first } = await begin();
      first.publish('once');
      await first.receive(start(uuid));
      expect(first.take()).toEqual([event(uuid, 'once'), ...ack(uuid)]);
    });
  }

  test(`${name}: a subscription that the client ended begins anew`, async () => {
    const { first, shared } = await begin();
    await first.receive(stop(uuid));
    first.publish('meanwhile');
    expect((await connect(uuid, shared)).take()).toEqual(ack(uuid));
  });

  test(`${name}: ids that are counters are not taken for the same subscription`, async () => {
    const { first, shared } = await begin('1');
    first.connection.closed();
    first.publish('missed');
    expect((await connect('1', shared)).take()).toEqual(ack('1'));
  });

  test(`${name}: after two minutes there is nothing to go on from`, async () => {
    let now = 0;
    const { first, shared } = await begin(uuid, () => now);
    first.connection.closed();
    first.publish('missed');
    now = 120_001;
    const second = await connect(uuid, shared);
    second.publish('later');
    expect(second.take()).toEqual([...ack(uuid), event(uuid, 'later')]);
  });
}
