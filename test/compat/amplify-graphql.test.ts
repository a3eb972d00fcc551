import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

const schema = /* GraphQL */ `
  type Note @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String!
    rank: Int
  }
  type Secret @model @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
  }
`;

let started: StartedBackend;

/** What `client.graphql` gives, without the types that only generated code can supply. */
interface GraphQLClient {
  graphql(options: Record<string, unknown>): unknown;
}
interface Subscribable {
  subscribe(observer: { next(value: unknown): void; error(error: unknown): void }): { unsubscribe(): void };
}

beforeAll(async () => {
  started = await startBackend(schema);
  configure({});
});

afterAll(async () => {
  await started.close();
});

/** `HTTP:` in capitals is what `amplify_outputs.json` says too: the client then keeps to `ws:`. */
function configure(options: { readonly url?: string }): void {
  Amplify.configure({
    API: {
      GraphQL: {
        endpoint: options.url ?? started.server.graphqlUrl.replace('http:', 'HTTP:'),
        region: 'us-east-1',
        apiKey,
        defaultAuthMode: 'apiKey',
      },
    },
  });
}

function client(): GraphQLClient {
  return generateClient() as unknown as GraphQLClient;
}

function graphql(options: Record<string, unknown>): Promise<unknown> {
  return client().graphql(options) as Promise<unknown>;
}

/** Subscribes and waits until the server has accepted. */
async function subscribe(options: Record<string, unknown>) {
  const before = started.backend.realtimeMetrics.subscriptions;
  const values: unknown[] = [];
  const errors: unknown[] = [];
  const subscription = (client().graphql(options) as Subscribable).subscribe({
    next: (value) => values.push(value),
    error: (error) => errors.push(error),
  });
  await vi.waitFor(
    () => expect(started.backend.realtimeMetrics.subscriptions + errors.length).toBeGreaterThan(before),
    {
      timeout: 5_000,
    },
  );
  return { values, errors, subscription };
}

const createNote = 'mutation M($input: CreateNoteInput!) { createNote(input: $input) { id text rank owner } }';

test('queries and mutations with an API key', async () => {
  const created = await graphql({ query: createNote, variables: { input: { id: 'q1', text: 'a' } } });
  expect(created).toEqual({ data: { createNote: { id: 'q1', text: 'a', rank: null, owner: null } } });
  const got = await graphql({ query: 'query { getNote(id: "q1") { text __typename } }' });
  expect(got).toEqual({ data: { getNote: { text: 'a', __typename: 'Note' } } });
});

test('a user token, as authToken and in a header', async () => {
  const token = await started.tokens.accessToken('ann');
  const query = 'mutation { createSecret(input: { text: "s" }) { owner } }';
  const byToken = await graphql({ query, authMode: 'lambda', authToken: token });
  expect(byToken).toEqual({ data: { createSecret: { owner: 'ann' } } });
});

test('an error of a field rejects with data and errors as AppSync writes them', async () => {
  await expect(graphql({ query: 'query { getSecret(id: "x") { id } }' })).rejects.toEqual({
    data: { getSecret: null },
    errors: [
      {
        path: ['getSecret'],
        data: null,
        errorType: 'Unauthorized',
        errorInfo: null,
        locations: [{ line: 2, column: 3, sourceName: null }],
        message: 'Not Authorized to access getSecret on type Query',
      },
    ],
  });
});

test('a validation error rejects with data null', async () => {
  await expect(graphql({ query: 'query { nothing }' })).rejects.toEqual({
    data: null,
    errors: [
      {
        path: null,
        locations: [{ line: 2, column: 3, sourceName: null }],
        message: "Validation error of type FieldUndefined: Field 'nothing' in type 'Query' is undefined @ 'nothing'",
      },
    ],
  });
});

test('a bad key is told as Unauthorized, once', async () => {
  const error = await graphql({ query: 'query { listNotes { nextToken } }', apiKey: 'da2-wrong' }).catch(
    (reason) => reason,
  );
  expect(error).toMatchObject({ data: {}, errors: [{ message: 'Unauthorized' }] });
});

test('a subscription with a filter gets what matches, whole records whatever the mutation selected', async () => {
  const { values, errors, subscription } = await subscribe({
    query:
      'subscription S($filter: ModelSubscriptionNoteFilterInput) { onCreateNote(filter: $filter) { id text rank } }',
    variables: { filter: { rank: { gt: 5 } } },
  });
  for (const [id, rank] of [
    ['s1', 5],
    ['s2', 6],
    ['s3', 7],
  ] as const) {
    const query = 'mutation M($input: CreateNoteInput!) { createNote(input: $input) { id } }';
    await graphql({ query, variables: { input: { id, rank, text: 't' } } });
  }
  await vi.waitFor(() => expect(values).toHaveLength(2));
  expect(values).toEqual([
    { data: { onCreateNote: { id: 's2', text: 't', rank: 6 } } },
    { data: { onCreateNote: { id: 's3', text: 't', rank: 7 } } },
  ]);
  expect(errors).toEqual([]);
  subscription.unsubscribe();
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(0));
});

test('a refused subscription ends with the payload of the error frame', async () => {
  const { values, errors } = await subscribe({ query: 'subscription { onCreateSecret { id } }' });
  expect(values).toEqual([]);
  const message = 'Not Authorized to access onCreateSecret on type Subscription';
  expect(errors).toMatchObject([
    { errors: [{ message: `Connection failed: {"errors":[{"errorType":"Unauthorized","message":"${message}"}]}` }] },
  ]);
});

test('a bad key ends a subscription at once with the type of the error', async () => {
  await vi.waitFor(() => expect(started.server.openSockets).toBe(0), 5_000);
  const { errors } = await subscribe({ query: 'subscription { onCreateNote { id } }', apiKey: 'da2-wrong' });
  expect(errors).toMatchObject([{ errors: [{ message: 'Connection failed: UnauthorizedException' }] }]);
});
