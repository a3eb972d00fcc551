/**
 * Fan-out: one change to many subscribers, against the least that `ws` can do. Both servers live at the same time, each in
 * a process of its own, and publish in turn, a few events each: whatever else the machine does hits both alike. What
 * counts is the ratio within a round, for the speed of a machine drifts.
 *
 *   node bench/fanout.ts [subscribers=1000] [events=200] [rounds=3]
 *
 * `deliveries per CPU second` is the server's own processor time; latency is from the publication to the client's handler
 * at 20 events a second, its p99 over all deliveries of a round.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { createSqliteEngine } from '../src/storage/sqlite/sqlite-engine.ts';
import { apiKey, startBackend } from '../test/compat/start-backend.ts';

/** A server with its subscribers. */
interface Contender {
  /** Publishes so many events; all have arrived when it resolves, and add to the round's figures. */
  publish(events: number): Promise<void>;
  /** The figures since the last call. */
  take(): Round;
  close(): void;
}

interface Round {
  readonly perCpuSecond: number;
  /** Milliseconds. */
  readonly median: number;
  readonly p99: number;
}

/** Events that one server publishes before it is the other's turn. */
const turn = 10;

/** Starts `bare` or `preamp` and answers what the parent asks over IPC. */
async function serve(kind: string): Promise<void> {
  const { port, publish } = kind === 'bare' ? await serveBare() : await servePreamp();
  process.on('message', async (events: number) => {
    const before = process.cpuUsage();
    for (let n = 0; n < events; n++) {
      await publish(String(performance.timeOrigin + performance.now()));
      await delay(50);
    }
    await delay(200);
    const { user, system } = process.cpuUsage(before);
    process.send!({ cpuSeconds: (user + system) / 1e6 });
  });
  process.send!({ port });
}

async function serveBare() {
  const server = new WebSocketServer({ port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.on('connection', (socket) => socket.on('message', () => socket.send('{"type":"start_ack"}')));
  const publish = async (text: string) => {
    const event = Buffer.from(JSON.stringify({ id: crypto.randomUUID(), type: 'data', payload: eventOf(text) }));
    for (const client of server.clients) client.send(event, { binary: false });
  };
  return { port, publish };
}

function eventOf(text: string) {
  const at = new Date().toISOString();
  return { data: { onCreateNote: { id: crypto.randomUUID(), text, body, createdAt: at, updatedAt: at } } };
}

const body = 'A note of some length, as people write them to each other. '.repeat(2);
const schema = `type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String! body: String }`;

async function servePreamp() {
  const { backend, server } = await startBackend(schema, {}, { engine: createSqliteEngine({ file: ':memory:' }) });
  const identity = { mode: 'API_KEY', keyName: 'bench', sourceIp: [], expiresAt: null } as const;
  const query = 'mutation ($input: CreateNoteInput!) { createNote(input: $input) { id } }';
  const publish = async (text: string) => {
    const variables = { input: { text, body } };
    await backend.execute({ query, variables, operationName: null, identity, headers: {}, requestId: 'bench' });
  };
  return { port: server.port, publish };
}

/** Starts a server, connects, and waits for every acknowledgement. */
async function open(kind: string, subscribers: number): Promise<Contender> {
  const child: ChildProcess = fork(import.meta.filename, ['--serve', kind]);
  spawnSync('taskset', ['-cp', '0', String(child.pid)]);
  const [{ port }] = await once(child, 'message');
  let latencies: number[] = [];
  let expected = 0;
  let cpuSeconds = 0;
  const onEvent = (text: string): void => {
    const sent = /"text":"([\d.]+)"/.exec(text)?.[1];
    if (sent !== undefined) latencies.push(performance.timeOrigin + performance.now() - Number(sent));
  };
  const sockets: WebSocket[] = [];
  for (let n = 0; n < subscribers; n += 100) {
    const batch = Array.from({ length: Math.min(100, subscribers - n) }, () => subscribe(port, onEvent));
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    async publish(events) {
      child.send(events);
      const [answer] = await once(child, 'message');
      cpuSeconds += answer.cpuSeconds;
      expected += subscribers * events;
      for (const end = Date.now() + 10_000; latencies.length < expected && Date.now() < end; ) await delay(10);
      if (latencies.length !== expected) throw new Error(`${kind}: ${latencies.length} of ${expected} events arrived`);
    },
    take() {
      const sorted = Float64Array.from(latencies).sort();
      const figures = {
        perCpuSecond: expected / cpuSeconds,
        median: sorted[Math.floor(expected / 2)]!,
        p99: sorted[Math.floor(expected * 0.99)]!,
      };
      latencies = [];
      expected = 0;
      cpuSeconds = 0;
      return figures;
    },
    close() {
      for (const socket of sockets) socket.terminate();
      child.kill();
    },
  };
}

const query = 'subscription { onCreateNote { id text body createdAt updatedAt } }';
const authorization = { 'x-api-key': apiKey };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');

async function subscribe(port: number, onEvent: (text: string) => void): Promise<WebSocket> {
  const socket = new WebSocket(`ws://localhost:${port}/graphql/realtime`, ['graphql-ws', `header-${header}`]);
  await once(socket, 'open');
  const acknowledged = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('"start_ack"')) resolve();
      else if (text.includes('"connection_ack"')) {
        const payload = { data: JSON.stringify({ query }), extensions: { authorization } };
        socket.send(JSON.stringify({ id: crypto.randomUUID(), type: 'start', payload }));
      } else onEvent(text);
    });
  });
  socket.send('{"type":"connection_init"}');
  await acknowledged;
  return socket;
}

async function main([subscribers = 1_000, events = 200, rounds = 3]: number[]): Promise<void> {
  spawnSync('taskset', ['-cp', '1', String(process.pid)]);
  const ratios: number[] = [];
  const tails: number[] = [];
  const contenders = [await open('bare', subscribers), await open('preamp', subscribers)] as const;
  for (const each of contenders) {
    await each.publish(2 * turn);
    each.take();
  }
  for (let round = 1; round <= rounds; round++) {
    for (let left = events; left > 0; left -= turn) {
      for (const each of contenders) await each.publish(Math.min(turn, left));
    }
    const [bare, preamp] = [contenders[0].take(), contenders[1].take()];
    ratios.push(preamp.perCpuSecond / bare.perCpuSecond);
    tails.push(preamp.p99 / bare.p99);
    for (const [name, { perCpuSecond, median, p99 }] of Object.entries({ bare, preamp })) {
      const rate = Math.round(perCpuSecond).toLocaleString('en');
      console.log(
        `${round} ${name.padEnd(7)} ${rate} deliveries/CPU s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      );
    }
  }
  for (const each of contenders) each.close();
  const show = (values: number[]) => values.map((value) => value.toFixed(2)).join(' ');
  console.log(`deliveries per CPU second, preamp/bare: ${show(ratios)}; p99 latency: ${show(tails)}`);
}

if (process.argv[2] === '--serve') await serve(process.argv[3]!);
else await main(process.argv.slice(2).map(Number));
