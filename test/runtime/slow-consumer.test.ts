import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

async function subscribe(onEvent: (text: string) => void): Promise<WebSocket> {
  const before = started.backend.realtimeMetrics.subscriptions;
  const socket = new WebSocket(started.server.realtimeUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.on('message', (data) => {
    const text = String(data);
    if (text.includes('"next"')) onEvent(text);
  });
  socket.send(JSON.stringify({ type: 'connection_init', payload: { 'x-api-key': apiKey } }));
  await once(socket, 'message');
  const payload = { query: 'subscription { onCreateNote { text } }' };
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(before + 1));
  return socket;
}

test('a client that stops reading is dropped before it fills the memory; others get every event', async () => {
  started = await startBackend('type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }');
  let received = 0;
  const reading = await subscribe(() => received++);
  const stuck = await subscribe(() => {});
  // The kernel's buffers fill first, then the server's.
  stuck.pause();
  const identity = { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt: null } as const;
  const text = 'x'.repeat(100_000);
  const query = 'mutation ($text: String) { createNote(input: { text: $text }) { id } }';
  let created = 0;
  while (started.backend.realtimeMetrics.subscriptions === 2 && created < 500) {
    const request = { query, variables: { text }, operationName: null, identity, headers: {}, requestId: 'r' };
    await started.backend.execute(request);
    await new Promise(setImmediate);
    created++;
  }
  expect(created).toBeLessThan(500);
  await vi.waitFor(() => expect(started.server.openSockets).toBe(1), 5_000);
  await vi.waitFor(() => expect(received).toBe(created));
  reading.terminate();
  stuck.terminate();
});
