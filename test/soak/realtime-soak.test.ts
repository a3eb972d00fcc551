import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

const schema = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! rank: Int! }';
const identity = { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt: null } as const;
const authorization = { 'x-api-key': apiKey };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');

let started: StartedBackend;

beforeAll(async () => {
  started = await startBackend(schema);
});

afterAll(async () => {
  await started.close();
});

async function create(rank: number): Promise<void> {
  const query = 'mutation ($rank: Int!) { createNote(input: { rank: $rank }) { id } }';
  const request = { query, variables: { rank }, operationName: null, identity, headers: {}, requestId: 'r' };
  expect(JSON.parse((await started.backend.execute(request)).body).errors).toBeUndefined();
}

interface Message {
  readonly id: string;
  readonly type: string;
  readonly payload: { readonly data: { readonly onCreateNote: { readonly rank: number } } };
}

async function connect(onMessage: (message: Message) => void): Promise<WebSocket> {
  const socket = new WebSocket(started.server.realtimeUrl, ['graphql-ws', `header-${header}`]);
  await once(socket, 'open');
  const acknowledged = once(socket, 'message');
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  socket.on('message', (data) => onMessage(JSON.parse(String(data)) as Message));
  return socket;
}

function start(socket: WebSocket, id: string, variant = ''): void {
  const query = `subscription ${variant} { onCreateNote { rank } }`;
  socket.send(
    JSON.stringify({ id, type: 'start', payload: { data: JSON.stringify({ query }), extensions: { authorization } } }),
  );
}

test('under random disconnects no event after the acknowledgement is lost, doubled or out of order', async () => {
  const seconds = 20;
  const end = Date.now() + seconds * 1_000;
  let begun = 0;
  let sessions = 0;
  let delivered = 0;

  async function publisher(): Promise<void> {
    while (Date.now() < end) {
      // Several at once, so that commits are grouped; their order is that of the ranks they are created with.
      await Promise.all(Array.from({ length: 5 }, () => create(++begun)));
      await delay(2);
    }
  }

  async function subscriber(): Promise<void> {
    while (Date.now() < end) {
      const seen: number[] = [];
      let begunAtAck = -1;
      const socket = await connect((message) => {
        if (message.type === 'start_ack') begunAtAck = begun;
        if (message.type === 'data') seen.push(message.payload.data.onCreateNote.rank);
      });
      start(socket, crypto.randomUUID(), Math.random() < 0.5 ? 'a' : 'b');
      await delay(Math.random() * 300);
      socket.terminate();
      sessions++;
      delivered += seen.length;
      if (seen.length === 0) continue;
      expect(seen[0]).toBeLessThanOrEqual(begunAtAck + 1);
      expect(seen).toEqual(Array.from(seen, (_, n) => seen[0]! + n));
    }
  }

  const last: number[] = [];
  const steady = await connect((message) => {
    if (message.type === 'data') last.push(message.payload.data.onCreateNote.rank);
  });
  start(steady, 'steady');
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(1));
  await Promise.all([publisher(), ...Array.from({ length: 40 }, subscriber)]);
  await vi.waitFor(() => expect(last).toHaveLength(begun));
  expect(last).toEqual(Array.from(last, (_, n) => n + 1));
  steady.terminate();
  await vi.waitFor(() => expect(started.backend.realtimeMetrics).toMatchObject({ subscriptions: 0, groups: 0 }));
  expect(sessions).toBeGreaterThan(100);
  expect(delivered).toBeGreaterThan(1_000);
  expect(started.errors).toEqual([]);
});

test('a client that keeps its ids, as unmodified ones do, loses nothing over random disconnects and gets nothing twice', async () => {
  const end = Date.now() + 20_000;
  const first = started.backend.realtimeMetrics.published;
  let begun = 0;

  async function publisher(): Promise<void> {
    while (Date.now() < end) {
      await create(++begun);
      await delay(20);
    }
  }

  async function subscriber(): Promise<{ seen: number[]; sessions: number }> {
    const id = crypto.randomUUID();
    const seen: number[] = [];
    let sessions = 0;
    for (let over = false; !over; ) {
      over = Date.now() >= end;
      const socket = await connect((message) => {
        if (message.type === 'data') seen.push(message.payload.data.onCreateNote.rank);
      });
      start(socket, id);
      if (over) await vi.waitFor(() => expect(seen.at(-1)).toBe(begun), 10_000);
      else await delay(50 + Math.random() * 500);
      socket.terminate();
      sessions++;
      if (!over) await delay(Math.random() * 200);
    }
    return { seen, sessions };
  }

  const [, ...clients] = await Promise.all([publisher(), ...Array.from({ length: 30 }, subscriber)]);
  let sessions = 0;
  const faults: string[] = [];
  for (const client of clients) {
    sessions += client.sessions;
    for (const [n, rank] of client.seen.entries()) {
      if (n > 0 && rank !== client.seen[n - 1]! + 1) faults.push(`${rank} after ${client.seen[n - 1]}`);
    }
  }
  expect(faults).toEqual([]);
  expect(sessions).toBeGreaterThan(300);
  expect(started.backend.realtimeMetrics.published - first).toBe(begun);
  expect(started.errors).toEqual([]);
});

test('subscribing, unsubscribing and reconnecting many times leaves no memory behind', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const heap = async (): Promise<number> => {
    for (let n = 0; n < 3; n++) {
      gc();
      await delay(50);
    }
    return process.memoryUsage().heapUsed;
  };

  async function round(): Promise<void> {
    for (let n = 0; n < 100; n++) {
      let acknowledged = 0;
      const socket = await connect((message) => {
        if (message.type === 'start_ack') acknowledged++;
      });
      for (let m = 0; m < 50; m++) start(socket, `s${m}`, `v${m % 10}`);
      await vi.waitFor(() => expect(acknowledged).toBe(50), { interval: 2 });
      if (n % 2 === 0) for (let m = 0; m < 50; m++) socket.send(`{"id":"s${m}","type":"stop"}`);
      await create(n);
      socket.close();
      await once(socket, 'close');
    }
    await vi.waitFor(() => expect(started.backend.realtimeMetrics).toMatchObject({ subscriptions: 0, groups: 0 }));
    await vi.waitFor(() => expect(started.server.openSockets).toBe(0));
  }

  await round();
  await round();
  const before = await heap();
  // 50,000 subscriptions in all.
  for (let n = 0; n < 8; n++) await round();
  const grown = (await heap()) - before;
  expect(grown).toBeLessThan(2 * 1024 * 1024);
});
