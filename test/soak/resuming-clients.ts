/**
 * Many subscribers in a process of their own: `node resuming-clients.ts <url> <api key> <subscribers>`. Each keeps the
 * cursor of its last event and, once told `disconnect`, loses its connection now and then and comes back with it. Told
 * how many events there were, the process waits for all of them and reports.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const [url = '', apiKey = '', subscribers = '0'] = process.argv.slice(2);

interface Next {
  readonly type: string;
  readonly payload?: {
    readonly data: { readonly onCreateNote: { readonly rank: number } } | null;
    readonly extensions: { readonly cursor: string; readonly resume?: { readonly status: string } };
  };
}

/** What parents are told at the end. */
export interface SoakReport {
  readonly delivered: number;
  readonly reconnects: number;
  /** Events that came twice, too early or not at all, and cursors that were not accepted. */
  readonly faults: readonly string[];
}

const faults: string[] = [];
let delivered = 0;
let reconnects = 0;
let ending = false;

class Client {
  socket: WebSocket | null = null;
  last = 0;
  /** Whether the subscription has been accepted on the socket. */
  isLive = false;
  #cursor: string | null = null;

  connect(): Promise<void> {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    this.socket = socket;
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': apiKey } })),
      );
      socket.on('message', (data) => {
        if (!this.#receive(socket, JSON.parse(String(data)) as Next)) return;
        this.isLive = true;
        resolve();
      });
    });
  }

  /** Whether the subscription has been accepted. */
  #receive(socket: WebSocket, { type, payload }: Next): boolean {
    if (type === 'connection_ack') {
      const query = 'subscription { onCreateNote { rank } }';
      const extensions = { resume: { cursor: this.#cursor } };
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, extensions } }));
    }
    // What arrives after the connection was cut off is as if it had not arrived.
    if (type !== 'next' || payload === undefined || socket !== this.socket) return false;
    const { cursor, resume } = payload.extensions;
    if (resume !== undefined) {
      const expected = this.#cursor === null ? 'STARTED' : 'RESUMED';
      if (resume.status !== expected) faults.push(`${resume.status} instead of ${expected}`);
    } else {
      const rank = payload.data!.onCreateNote.rank;
      if (rank !== this.last + 1) faults.push(`${rank} after ${this.last}`);
      this.last = rank;
      delivered++;
    }
    this.#cursor = cursor;
    return resume !== undefined;
  }

  async reconnect(): Promise<void> {
    const { socket } = this;
    this.socket = null;
    this.isLive = false;
    socket?.terminate();
    reconnects++;
    await delay(Math.random() * 500);
    await this.connect();
  }
}

const clients = Array.from({ length: Number(subscribers) }, () => new Client());
for (let n = 0; n < clients.length; n += 100) {
  await Promise.all(clients.slice(n, n + 100).map((client) => client.connect()));
}
process.send!('ready');

async function disconnectSome(): Promise<void> {
  const away: Promise<void>[] = [];
  while (!ending) {
    const connected = clients.filter(({ isLive }) => isLive);
    const chosen = connected[Math.floor(Math.random() * connected.length)];
    if (chosen !== undefined) away.push(chosen.reconnect());
    await delay(4);
  }
  await Promise.all(away);
}

let disconnecting: Promise<void> = Promise.resolve();
process.on('message', async (message: 'disconnect' | number) => {
  if (message === 'disconnect') {
    disconnecting = disconnectSome();
    return;
  }
  ending = true;
  await disconnecting;
  const deadline = Date.now() + 30_000;
  while (clients.some(({ last }) => last < message) && Date.now() < deadline) await delay(50);
  for (const { last } of clients) if (last !== message) faults.push(`ended at ${last} of ${message}`);
  const report: SoakReport = { delivered, reconnects, faults: faults.slice(0, 20) };
  process.send!(report, () => process.exit());
});
