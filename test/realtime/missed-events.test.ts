import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Bus } from '../../src/realtime/bus.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

interface Message {
  readonly type: string;
  readonly payload: { readonly extensions?: { readonly cursor: string; readonly resume?: object } };
}

/** A client that subscribes from a cursor, and what it was told first. */
async function resume(cursor: string | null) {
  const socket = new WebSocket(started.server.realtimeUrl, 'graphql-transport-ws');
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': apiKey } }));
  const payload = { query: 'subscription { onCreateNote { id } }', extensions: { resume: { cursor } } };
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  await vi.waitFor(() => expect(messages.length).toBeGreaterThan(1));
  return { socket, told: messages[1]!.payload.extensions! };
}

test('where the bus may have missed events the log, the metrics and every subscriber hear of it', async () => {
  let lose = (): void => {};
  const bus: Bus = {
    publish() {},
    listen: (_, lost) => {
      lose = lost!;
      return () => {};
    },
    start: '5-0',
    async close() {},
  };
  const warnings: unknown[] = [];
  const log = { debug() {}, info() {}, warn: (...entry: unknown[]) => warnings.push(entry), error() {} };
  const sdl = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! }';
  started = await startBackend(sdl, {}, { bus, log });
  const first = await resume(null);
  expect(first.told).toEqual({ resume: { status: 'STARTED' }, cursor: '5-0' });
  lose();
  expect(await once(first.socket, 'close')).toEqual([1013, Buffer.from('Events were lost')]);
  expect(warnings).toEqual([
    ['events of other nodes may have been missed: clients connect and list again', { subscriptions: 1 }],
  ]);
  const metrics = started.server.metricsText();
  expect(metrics).toMatch(/^preamp_bus_gaps_total 1$/m);
  expect(metrics).toMatch(/^preamp_subscriptions_lost_total 1$/m);
  expect(metrics).toMatch(/^preamp_sockets_closed_total\{code="1013"\} 1$/m);
  const again = await resume(first.told.cursor);
  expect(again.told).toEqual({ resume: { status: 'RESYNC' }, cursor: expect.not.stringMatching(/^5-0$/) });
  again.socket.terminate();
});
