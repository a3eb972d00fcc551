import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';
import { ConsoleLogger } from 'aws-amplify/utils';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { HandlerError } from '../../src/functions/handler-error.ts';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

/** Custom queries, mutations and subscriptions of the unmodified client. */
const schema = /* GraphQL */ `
  enum Mood {
    GOOD
    BAD
  }
  type Inner {
    note: String
  }
  type Echo {
    text: String
    mood: Mood
    inner: Inner
    inners: [Inner]
  }
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID! @primaryKey
    title: String
    likes: Int
  }
  type Query {
    echo(text: String!, n: Int, mood: Mood): Echo @function(name: "echo") @auth(rules: [{ allow: public }])
    plain: String @function(name: "plain") @auth(rules: [{ allow: public }])
    posts2: [Post] @function(name: "posts") @auth(rules: [{ allow: public }])
    broken: String @function(name: "broken") @auth(rules: [{ allow: public }])
  }
  type Mutation {
    likePost(postId: ID!): Post @function(name: "like") @auth(rules: [{ allow: public }])
  }
  type Subscription {
    onLike(id: ID): Post @aws_subscribe(mutations: ["likePost"]) @aws_api_key
  }
`;

interface Result {
  readonly data: unknown;
  readonly errors?: readonly object[];
}
interface Client {
  readonly queries: Record<string, (input?: object) => Promise<Result>>;
  readonly mutations: Record<string, (input?: object) => Promise<Result>>;
  readonly subscriptions: Record<string, (input?: object) => { subscribe(observer: object): { unsubscribe(): void } }>;
  readonly enums: Record<string, { values(): string[] }>;
}

/** Required fields of the model: a handler that leaves them out makes its record null. */
const times = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };

let started: StartedBackend;
let client: Client;

beforeAll(async () => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  const handlers: Record<string, (input: Readonly<Record<string, unknown>>) => unknown> = {
    echo: ({ text, n, mood }) => ({ text: `${text}${n ?? ''}`, mood, inner: { note: 'i' }, inners: [{ note: null }] }),
    plain: () => 'plain',
    posts: () => [{ id: '1', title: 't', ...times }],
    like: ({ postId }) => ({ id: postId, title: 'liked', likes: 1, ...times }),
    broken: () => {
      throw new HandlerError('it broke', { errorType: 'Lambda:Unhandled' });
    },
  };
  started = await startBackend(
    schema,
    {},
    {
      invoker: {
        invoke: async ([handler], invocation) =>
          handlers[handler?.kind === 'FunctionHandler' ? handler.name : '']!(invocation.arguments),
        close: async () => {},
      },
    },
  );
  Amplify.configure({
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        apiKey,
        defaultAuthMode: 'apiKey',
        modelIntrospection: modelIntrospection(started.backend.model) as never,
      },
    },
  });
  client = generateClient() as unknown as Client;
});

afterAll(async () => {
  await started.close();
  expect(started.errors).toEqual([]);
});

test('a query with arguments gives its custom type, nested types and enums included', async () => {
  expect(await client.queries.echo!({ text: 'x', n: 1, mood: 'GOOD' })).toEqual({
    data: { text: 'x1', mood: 'GOOD', inner: { note: 'i' }, inners: [{ note: null }] },
    extensions: undefined,
  });
  expect(client.enums.Mood!.values()).toEqual(['GOOD', 'BAD']);
});

test('a query without arguments gives a scalar, one of models gives a list', async () => {
  expect((await client.queries.plain!()).data).toBe('plain');
  expect((await client.queries.posts2!()).data).toMatchObject([{ id: '1', title: 't', likes: null }]);
});

test('a handler that fails gives null and its error', async () => {
  expect(await client.queries.broken!()).toMatchObject({
    data: null,
    errors: [{ errorType: 'Lambda:Unhandled', message: 'it broke', path: ['broken'] }],
  });
});

test('a mutation feeds the subscriptions that name it, as far as their arguments match', async () => {
  const all: unknown[] = [];
  const one: unknown[] = [];
  const errors: unknown[] = [];
  const error = (reason: unknown) => errors.push(reason);
  const subscriptions = [
    client.subscriptions.onLike!().subscribe({ next: (value: unknown) => all.push(value), error }),
    client.subscriptions.onLike!({ id: '2' }).subscribe({ next: (value: unknown) => one.push(value), error }),
  ];
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions + errors.length).toBe(2), 5_000);
  expect(errors).toEqual([]);
  await client.mutations.likePost!({ postId: '1' });
  await client.mutations.likePost!({ postId: '2' });
  const liked = (id: string) => ({ id, title: 'liked', likes: 1 });
  await vi.waitFor(() => expect(all).toMatchObject([liked('1'), liked('2')]));
  expect(one).toMatchObject([liked('2')]);
  for (const subscription of subscriptions) subscription.unsubscribe();
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(0));
});
