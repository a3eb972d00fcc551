import { expect, test } from 'vitest';
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

/** A client that asks to be told how its subscription goes on. */
const counted = (id: string) => ({ id, type: 'subscribe', payload: { query, extensions: { resume: true } } });
const told = (resumed: boolean, after: number) => ({
  id: uuid,
  type: 'next',
  payload: { data: null, extensions: { resume: { resumed, after } } },
});
const gives = (item: string) => protocols['graphql-transport-ws'].event(uuid, item);

const countedSession = async (shared: SessionOptions): Promise<ProtocolSession> => {
  const session = openSession(protocols['graphql-transport-ws'].open, { headers: { 'x-api-key': 'good' }, ...shared });
  await session.receive({ type: 'connection_init' });
  session.take();
  await session.receive(counted(uuid));
  return session;
};

test('a client that asks is told the number of the event before the next', async () => {
  const resume = new ResumeMemory();
  const first = await countedSession({ resume });
  const { registry } = first;
  first.publish('1');
  first.connection.progress.pinged();
  first.publish('2');
  first.connection.progress.ponged();
  expect(first.take()).toEqual([told(false, 0), gives('1'), gives('2')]);
  first.connection.closed();
  first.publish('3');
  const second = await countedSession({ resume, registry });
  expect(second.take()).toEqual([told(true, 1), gives('2'), gives('3')]);
  second.connection.progress.pinged();
  second.connection.progress.ponged();
  second.connection.closed();
  expect((await countedSession({ resume, registry })).take()).toEqual([told(true, 3)]);
});

test('a client that asks is told where nothing can be replayed: after a restart, too long a time, lost events', async () => {
  let now = 0;
  const resume = new ResumeMemory();
  const first = await countedSession({ resume, now: () => now });
  const { registry } = first;
  first.connection.closed();
  first.publish('missed');
  expect((await countedSession({ resume: new ResumeMemory(), registry })).take()).toEqual([told(false, 0)]);
  now = 120_001;
  const second = await countedSession({ resume, registry, now: () => now });
  expect(second.take()).toEqual([told(false, 0)]);
  second.connection.closed();
  registry.endAll();
  expect((await countedSession({ resume, registry, now: () => now })).take()).toEqual([told(false, 0)]);
});

test('a client that asks is told so where the new revision may see other events', async () => {
  const resume = new ResumeMemory();
  const first = await countedSession({ resume });
  first.connection.closed();
  await first.registry.prepareAgain(() => []);
  expect((await countedSession({ resume, registry: first.registry })).take()).toEqual([told(false, 0)]);
});

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

test('a resume extension that is not understood closes the socket', async () => {
  const session = openSession(protocols['graphql-transport-ws'].open);
  await session.receive({ type: 'connection_init' });
  await session.receive({ id: '1', type: 'subscribe', payload: { query, extensions: { resume: { cursor: 1 } } } });
  expect(session.sent.at(-1)).toEqual([4400, 'Invalid message received']);
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
    expect([first.connection.progress.tick(), first.connection.progress.tick()]).toEqual([false, true]);
    first.connection.progress.pinged();
    first.publish('sent');
    first.connection.progress.ponged();
    first.connection.closed();
    const second = await connect(uuid, shared);
    expect(second.take()).toEqual([...ack(uuid), event(uuid, 'sent')]);
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
