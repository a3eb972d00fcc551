/**
 * Fan-out: one change to many subscribers, against the least that `ws` can do. Both servers run in turn, several rounds,
 * in a process of their own; what counts is the ratio within a round, for the speed of a machine drifts.
 *
 *   node bench/fanout.ts [subscribers=1000] [events=200] [rounds=3]
 *
 * `deliveries per CPU second` is the server's own processor time; latency is from the publication to the client's handler
 * at 20 events a second.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { apiKey, startBackend } from '../test/compat/start-backend.ts';

interface Round {
  readonly perCpuSecond: number;
  readonly median: number;
  readonly p99: number;
}

/** Starts `bare` or `preamp` and answers what the parent asks over IPC. */
async function serve(kind: string): Promise<void> {
  const { port, publish } = kind === 'bare' ? await serveBare() : await servePreamp();
  process.on('message', async (events: number) => {
    for (let n = 0; n < 20; n++) await publish('warm');
    await delay(500);
    const before = process.cpuUsage();
    for (let n = 0; n < events; n++) {
      await publish(String(performance.timeOrigin + performance.now()));
      await delay(50);
    }
    await delay(300);
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
  const { backend, server } = await startBackend(schema, {}, {});
  const identity = { mode: 'API_KEY', keyName: 'bench', sourceIp: [], expiresAt: null } as const;
  const query = 'mutation ($input: CreateNoteInput!) { createNote(input: $input) { id } }';
  const publish = async (text: string) => {
    const variables = { input: { text, body } };
    await backend.execute({ query, variables, operationName: null, identity, headers: {}, requestId: 'bench' });
  };
  return { port: server.port, publish };
}

/** Connects, waits for every acknowledgement, has the server publish, and measures. */
async function measure(kind: string, subscribers: number, events: number): Promise<Round> {
  const child: ChildProcess = fork(import.meta.filename, ['--serve', kind]);
  spawnSync('taskset', ['-cp', '0', String(child.pid)]);
  const [{ port }] = await once(child, 'message');
  const latencies: number[] = [];
  const onEvent = (text: string): void => {
    const sent = /"text":"([\d.]+)"/.exec(text)?.[1];
    if (sent !== undefined) latencies.push(performance.timeOrigin + performance.now() - Number(sent));
  };
  const sockets = [];
  for (let n = 0; n < subscribers; n += 100) {
    const batch = Array.from({ length: Math.min(100, subscribers - n) }, () => subscribe(port, onEvent));
    sockets.push(...(await Promise.all(batch)));
  }
  child.send(events);
  const [{ cpuSeconds }] = await once(child, 'message');
  for (const socket of sockets) socket.terminate();
  child.kill();
  const expected = subscribers * events;
  if (latencies.length !== expected) throw new Error(`${kind}: ${latencies.length} of ${expected} events arrived`);
  latencies.sort((a, b) => a - b);
  return {
    perCpuSecond: expected / cpuSeconds,
    median: latencies[Math.floor(expected / 2)]!,
    p99: latencies[Math.floor(expected * 0.99)]!,
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
  for (let round = 1; round <= rounds; round++) {
    const bare = await measure('bare', subscribers, events);
    const preamp = await measure('preamp', subscribers, events);
    ratios.push(preamp.perCpuSecond / bare.perCpuSecond);
    tails.push(preamp.p99 / bare.p99);
    for (const [name, { perCpuSecond, median, p99 }] of Object.entries({ bare, preamp })) {
      const rate = Math.round(perCpuSecond).toLocaleString('en');
      console.log(
        `${round} ${name.padEnd(7)} ${rate} deliveries/CPU s, median ${median.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      );
    }
  }
  const show = (values: number[]) => values.map((value) => value.toFixed(2)).join(' ');
  console.log(`deliveries per CPU second, preamp/bare: ${show(ratios)}; p99 latency: ${show(tails)}`);
}

if (process.argv[2] === '--serve') await serve(process.argv[3]!);
else await main(process.argv.slice(2).map(Number));
