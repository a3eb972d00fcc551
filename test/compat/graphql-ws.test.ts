import { ApolloClient, gql, HttpLink, InMemoryCache, split } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { type Client, CloseCode, createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String!
  }
  type Secret @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
`;

let started: StartedBackend;
let clients: Client[] = [];

beforeAll(async () => {
  started = await startBackend(schema);
});

afterEach(async () => {
  await Promise.all(clients.map((client) => client.dispose()));
  clients = [];
});

afterAll(async () => {
  await started.close();
});

function connect(
  connectionParams: Record<string, unknown> | (() => Promise<Record<string, unknown>>),
  retries = 0,
): Client {
  const client = createClient({
    url: started.server.realtimeUrl,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: retries,
    retryWait: async () => {},
    lazy: true,
  });
  clients.push(client);
  return client;
}

async function subscribed(count: number): Promise<void> {
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(count));
}

const create = (id: string) => ({ query: `mutation { createNote(input: { id: "${id}", text: "t" }) { id } }` });

test('subscriptions, queries and mutations share a connection', async () => {
  const client = connect({ 'x-api-key': apiKey });
  const events = client.iterate({ query: 'subscription { onCreateNote { id text } }' });
  const first = events.next();
  await subscribed(1);
  const mutation = await client.iterate(create('n1')).next();
  expect(mutation.value).toEqual({ data: { createNote: { id: 'n1' } } });
  expect((await first).value).toEqual({ data: { onCreateNote: { id: 'n1', text: 't' } } });
  const query = client.iterate({
    query: 'query ($id: ID!) { getNote(id: $id) { text } }',
    variables: { id: 'n1' },
  });
  expect((await query.next()).value).toEqual({ data: { getNote: { text: 't' } } });
  expect((await query.next()).done).toBe(true);
  await events.return!();
  await subscribed(0);
});

test('a refused subscription is an error with the entries AppSync gives; the connection goes on', async () => {
  const client = connect({ 'x-api-key': apiKey });
  const refused = client.iterate({ query: 'subscription { onCreateSecret { id } }' }).next();
  await expect(refused).rejects.toMatchObject([
    { errorType: 'Unauthorized', message: 'Not Authorized to access onCreateSecret on type Subscription' },
  ]);
  expect((await client.iterate(create('n2')).next()).value).toEqual({ data: { createNote: { id: 'n2' } } });
});

test('a wrong key closes with 4403', async () => {
  const client = connect({ 'x-api-key': 'da2-wrong' });
  await expect(client.iterate(create('n3')).next()).rejects.toMatchObject({ code: CloseCode.Forbidden });
});

test('when a token expires the client reconnects with the next one and goes on', async () => {
  const tokens = [await started.tokens.accessToken('ann', { seconds: 2 }), await started.tokens.accessToken('ann')];
  const client = connect(async () => ({ Authorization: tokens.shift() }), 1);
  const events = client.iterate({ query: 'subscription { onCreateNote { id } }' });
  const first = events.next();
  await vi.waitFor(() => expect(tokens).toHaveLength(0), 5_000);
  await subscribed(1);
  const writer = connect({ 'x-api-key': apiKey });
  const ownByAnn = connect({ Authorization: await started.tokens.accessToken('ann') });
  await writer.iterate(create('foreign')).next();
  await ownByAnn.iterate(create('own')).next();
  expect((await first).value).toEqual({ data: { onCreateNote: { id: 'own' } } });
  await events.return!();
  await subscribed(0);
});

test('after a broken connection a client gets what it missed, once, before what follows', async () => {
  let socket: WebSocket | undefined;
  const gate = Promise.withResolvers<void>();
  const client = createClient({
    url: started.server.realtimeUrl,
    webSocketImpl: WebSocket,
    connectionParams: { 'x-api-key': apiKey },
    shouldRetry: () => true,
    retryWait: () => gate.promise,
    on: { connected: (opened) => (socket = opened as WebSocket) },
  });
  clients.push(client);
  const seen: unknown[] = [];
  const unsubscribe = client.subscribe(
    { query: 'subscription { onCreateNote { id } }' },
    {
      next: ({ data }) => seen.push((data as { onCreateNote: { id: string } }).onCreateNote.id),
      error() {},
      complete() {},
    },
  );
  await subscribed(1);
  const writer = connect({ 'x-api-key': apiKey });
  await writer.iterate(create('received')).next();
  await vi.waitFor(() => expect(seen).toEqual(['received']));
  // Until the next confirming ping has been answered.
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  socket!.terminate();
  await subscribed(0);
  for (const id of ['missed1', 'missed2']) await writer.iterate(create(id)).next();
  gate.resolve();
  await subscribed(1);
  await writer.iterate(create('later')).next();
  await vi.waitFor(() => expect(seen).toEqual(['received', 'missed1', 'missed2', 'later']));
  unsubscribe();
  await subscribed(0);
});

test('Apollo Client: query and mutation over HTTP, subscription over the socket', async () => {
  const socket = new GraphQLWsLink(connect({ 'x-api-key': apiKey }));
  const http = new HttpLink({ uri: started.server.graphqlUrl, headers: { 'x-api-key': apiKey } });
  const link = split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
    },
    socket,
    http,
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const seen: unknown[] = [];
  const subscription = client
    .subscribe({ query: gql`subscription { onCreateNote { id text } }` })
    .subscribe(({ data }) => seen.push(data));
  await subscribed(1);
  await client.mutate({ mutation: gql`mutation { createNote(input: { id: "apollo", text: "a" }) { id text } }` });
  const { data } = await client.query({ query: gql`query { getNote(id: "apollo") { id text } }` });
  const note = { __typename: 'Note', id: 'apollo', text: 'a' };
  expect(data).toEqual({ getNote: note });
  await vi.waitFor(() => expect(seen).toEqual([{ onCreateNote: note }]));
  subscription.unsubscribe();
  await subscribed(0);
});
