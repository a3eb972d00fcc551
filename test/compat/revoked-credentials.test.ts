import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { poolIds, type StartedBackend, startBackend } from './start-backend.ts';

let started: StartedBackend;

afterEach(async () => {
  vi.useRealTimers();
  await started.close();
});

test('a session that ends takes its live subscriptions and its queries over sockets with it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  started = await startBackend('type Note @model @auth(rules: [{ allow: owner }]) { id: ID! }');
  const { admin } = started.userPool;
  const attributes = { email: 'ann@example.com' };
  await admin.createUser({ name: 'ann@example.com', password: 'Passw0rd!', attributes });
  const { AccessToken } = await admin.issueTokens('ann@example.com', { clientId: poolIds.clientId });
  const socket = new WebSocket(started.server.realtimeUrl, 'graphql-transport-ws');
  await once(socket, 'open');
  const messages: { type: string; payload?: unknown }[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as { type: string }));
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({ type: 'connection_init', payload: { Authorization: AccessToken } });
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  send({ id: '1', type: 'subscribe', payload: { query: 'subscription { onCreateNote { id } }' } });
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(1));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started.backend.realtimeMetrics.subscriptions).toBe(1);

  admin.signOutUser('ann@example.com');
  send({ id: '2', type: 'subscribe', payload: { query: '{ listNotes { nextToken } }' } });
  await vi.waitFor(() => expect(messages.at(-1)?.type).toBe('complete'));
  expect(messages.at(-2)).toMatchObject({
    type: 'next',
    payload: { data: null, errors: [{ errorType: 'UnauthorizedException' }] },
  });
  const closed = once(socket, 'close');
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await closed)[0]).toBe(4403);
  expect(started.backend.realtimeMetrics).toMatchObject({ subscriptions: 0, expired: 1 });
});
