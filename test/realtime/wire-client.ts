import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

export interface WireSubscription {
  /** `payload` of each event, in order. */
  readonly events: unknown[];
  /** `payload.errors` of the frame that refused or ended it. */
  errors: unknown;
  /** Whether the server said that it is over. */
  completed: boolean;
  stop(): void;
}

/** AppSync's protocol by hand, on one socket. */
export interface WireClient {
  readonly socket: WebSocket;
  /** Resolves when the subscription is acknowledged or refused. */
  subscribe(query: string, variables?: object, authorization?: object): Promise<WireSubscription>;
}

interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly payload?: { readonly errors?: unknown };
}

export async function connectWire(realtimeUrl: string, authorization: object): Promise<WireClient> {
  const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
  const socket = new WebSocket(realtimeUrl, ['graphql-ws', `header-${header}`]);
  const live = new Map<string, WireSubscription & { settled: boolean }>();
  let acknowledged = false;
  socket.on('message', (data) => {
    const { id = '', type, payload } = JSON.parse(String(data)) as Frame;
    if (type === 'connection_ack') acknowledged = true;
    const subscription = live.get(id);
    if (subscription === undefined) return;
    if (type === 'data') subscription.events.push(payload);
    if (type === 'complete') subscription.completed = true;
    if (type === 'error') subscription.errors = payload?.errors;
    if (type === 'error' || type === 'start_ack') subscription.settled = true;
  });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await vi.waitFor(() => {
    if (!acknowledged) throw new Error('no acknowledgement');
  });
  return {
    socket,
    async subscribe(query, variables = {}, own = authorization) {
      const id = crypto.randomUUID();
      const stop = () => socket.send(JSON.stringify({ id, type: 'stop' }));
      const subscription = { events: [], errors: null, completed: false, settled: false, stop };
      live.set(id, subscription);
      const payload = { data: JSON.stringify({ query, variables }), extensions: { authorization: own } };
      socket.send(JSON.stringify({ id, type: 'start', payload }));
      await vi.waitFor(
        () => {
          if (!subscription.settled) throw new Error('neither accepted nor refused');
        },
        { timeout: 5_000, interval: 2 },
      );
      return subscription;
    },
  };
}
