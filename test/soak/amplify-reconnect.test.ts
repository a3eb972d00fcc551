import { Amplify } from 'aws-amplify';
import { decodeJWT } from 'aws-amplify/auth';
import { generateClient } from 'aws-amplify/data';
import { ConsoleLogger, Hub } from 'aws-amplify/utils';
import { afterEach, expect, test, vi } from 'vitest';
import { createServer } from '../../src/server/create-server.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

const schema = 'type Note @model @auth(rules: [{ allow: public }, { allow: private }]) { id: ID! }';
let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

interface Observable {
  subscribe(observer: object): { unsubscribe(): void };
}

function configure(url: string, accessToken: () => string = () => ''): void {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  Amplify.configure(
    { API: { GraphQL: { endpoint: url.replace('http:', 'HTTP:'), apiKey, defaultAuthMode: 'apiKey' } } },
    { Auth: { tokenProvider: { getTokens: async () => ({ accessToken: decodeJWT(accessToken()) }) } } },
  );
}

async function create(id: string): Promise<void> {
  const client = generateClient() as unknown as { graphql(options: object): Promise<unknown> };
  await client.graphql({ query: `mutation { createNote(input: { id: "${id}" }) { id } }` });
}

function observe(options: object) {
  const values: unknown[] = [];
  const errors: unknown[] = [];
  const client = generateClient() as unknown as { graphql(options: object): Observable };
  const subscription = client
    .graphql({ query: 'subscription { onCreateNote { id } }', ...options })
    .subscribe({ next: (value: unknown) => values.push(value), error: (error: unknown) => errors.push(error) });
  return { values, errors, subscription };
}

const event = (id: string) => ({ data: { onCreateNote: { id } } });
const subscriptions = (count: number) =>
  vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(count), 15_000);

test('when the server restarts the client comes back by itself and the app sees no error', async () => {
  started = await startBackend(schema);
  configure(started.server.graphqlUrl);
  const states: string[] = [];
  const stop = Hub.listen('api', ({ payload }) => {
    if (payload.event === 'ConnectionStateChange')
      states.push((payload.data as { connectionState: string }).connectionState);
  });
  const { values, errors, subscription } = observe({});
  await subscriptions(1);
  await create('before');
  await vi.waitFor(() => expect(values).toEqual([event('before')]));
  const { backend, server } = started;
  await server.close();
  await subscriptions(0);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const again = await createServer({ backend, port: server.port, ids: () => crypto.randomUUID(), log });
  await subscriptions(1);
  await create('after');
  await vi.waitFor(() => expect(values).toEqual([event('before'), event('after')]));
  expect(errors).toEqual([]);
  expect(states).toEqual(['Disconnected', 'Connecting', 'Connected', 'ConnectionDisrupted', 'Connecting', 'Connected']);
  subscription.unsubscribe();
  stop();
  await again.close();
});

test('when a token expires the client comes back with the next one, and misses nothing', async () => {
  started = await startBackend(schema);
  const tokens = [
    await started.tokens.accessToken('ann', { seconds: 4 }),
    await started.tokens.accessToken('ann', { seconds: 3_600 }),
  ] as const;
  const expiry = Date.now() + 3_500;
  // As the session of a user pool, it has a fresh token whenever the last one has expired.
  configure(started.server.graphqlUrl, () => (Date.now() > expiry ? tokens[1] : tokens[0]));
  const { values, errors, subscription } = observe({ authMode: 'userPool' });
  await subscriptions(1);
  await create('before');
  await vi.waitFor(() => expect(values).toEqual([event('before')]));
  await subscriptions(0);
  await create('meanwhile');
  await subscriptions(1);
  await create('after');
  await vi.waitFor(() => expect(values).toEqual([event('before'), event('meanwhile'), event('after')]));
  expect(errors).toEqual([]);
  subscription.unsubscribe();
});
