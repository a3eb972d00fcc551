import { fileURLToPath } from 'node:url';
import { Amplify, type ResourcesConfig } from 'aws-amplify';
import { generateClient as generateOfficialClient } from 'aws-amplify/data';
import { ConsoleLogger } from 'aws-amplify/utils';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { generateClient } from '../../src/client/generate-client.ts';
import { createFunctionInvoker } from '../../src/functions/create-function-invoker.ts';
import type { FunctionInvoker } from '../../src/functions/function-invoker.ts';
import { openFunctions } from '../../src/functions/open-functions.ts';
import type { CustomOperation, DataModel } from '../../src/ir/data-model.ts';
import type { EndReason } from '../../src/realtime/subscriber.ts';
import { apiKey, compileModel, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { connectWire } from '../realtime/wire-client.ts';
import { apiKey as identity } from '../scenarios/identities.ts';

const schema = /* GraphQL */ `
  type Message { groupId: ID! text: String stars: Int tags: [String] }
  type Mutation {
    postMessage(groupId: ID!, text: String, stars: Int, tags: [String]): Message @auth(rules: [{ allow: public }])
    removeMember(userId: ID!, groupId: ID!, from: String!): String @auth(rules: [{ allow: public }])
  }
  type Query {
    removal(userId: ID!, groupId: ID!, from: String!): String @auth(rules: [{ allow: public }])
  }
  type Subscription {
    onMessage(groupId: ID!, userId: ID!): Message
      @aws_subscribe(mutations: ["postMessage"]) @auth(rules: [{ allow: public }])
    onFiltered(filter: AWSJSON): Message @aws_subscribe(mutations: ["postMessage"]) @auth(rules: [{ allow: public }])
  }
`;

const resolvers: Readonly<Record<string, string>> = {
  postMessage: 'post-message.ts',
  removeMember: 'remove-member.ts',
  removal: 'remove-member.ts',
  onMessage: 'watch-group.ts',
  onFiltered: 'filter-as-told.ts',
};

function modelWithResolvers(): DataModel {
  const model = compileModel(schema);
  const operations = model.operations.map((operation): CustomOperation => {
    const entry = fileURLToPath(new URL(`./samples/${resolvers[operation.name]}`, import.meta.url));
    return { ...operation, handlers: [{ kind: 'ResolverHandler', dataSource: 'NONE_DS', entry }] };
  });
  return { ...model, operations };
}

const requestOf = (query: string, variables: Record<string, unknown> | null = null) => ({
  query,
  variables,
  operationName: null,
  identity,
  headers: {},
  requestId: 'request-1',
});

const watching = (userId: string, groupId = 'g') =>
  `subscription { onMessage(groupId: "${groupId}", userId: "${userId}") { text } }`;

let started: StartedBackend;
let printed: string[];
let outputs: ResourcesConfig;

beforeAll(async () => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
  printed = [];
  started = await startBackend(
    schema,
    {},
    {
      model: modelWithResolvers(),
      invoker: createFunctionInvoker({
        functions: openFunctions({ functions: [], folder: '', log: () => {} }),
        log: ({ text }) => printed.push(text),
      }),
    },
  );
  outputs = {
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        apiKey,
        defaultAuthMode: 'apiKey',
        modelIntrospection: modelIntrospection(started.backend.model) as never,
      },
    },
  };
  Amplify.configure(outputs);
});

afterAll(async () => {
  await started.close();
  expect(started.errors).toEqual([]);
});

async function send(query: string): Promise<{ data: Record<string, unknown>; errors?: Record<string, unknown>[] }> {
  return JSON.parse((await started.backend.execute(requestOf(query))).body);
}

const post = (text: string, groupId = 'g') =>
  send(`mutation { postMessage(groupId: "${groupId}", text: "${text}") { groupId text stars tags } }`);
const remove = (userId: string, more = 'groupId: "g", from: "onMessage"') =>
  send(`mutation { removeMember(userId: "${userId}", ${more}) }`);

async function listen(query: string, variables: Record<string, unknown> | null = null) {
  const texts: unknown[] = [];
  const ends: EndReason[] = [];
  const outcome = await started.backend.subscribe(requestOf(query, variables), {
    deliver: (payload) => texts.push(Object.values(JSON.parse(payload.toString()).data)[0]),
    end: (reason) => ends.push(reason),
  });
  return { texts, ends, outcome, stop: () => outcome.status === 'accepted' && outcome.subscription.stop() };
}

describe('a filter that a resolver sets', () => {
  const event = { groupId: 'g', text: 'hello world', stars: 3, tags: ['a', 'b'] };

  it.each<[string, unknown, boolean]>([
    ['eq', 3, true],
    ['eq', 4, false],
    ['ne', 4, true],
    ['ne', 3, false],
    ['le', 3, true],
    ['le', 2, false],
    ['lt', 4, true],
    ['lt', 3, false],
    ['ge', 3, true],
    ['ge', 4, false],
    ['gt', 2, true],
    ['gt', 3, false],
    ['in', [1, 3], true],
    ['in', [1, 2], false],
    ['notIn', [1, 2], true],
    ['notIn', [1, 3], false],
    ['between', [3, 5], true],
    ['between', [4, 5], false],
  ])('lets stars pass by %s %j: %s', (operator, value, passes) =>
    expectPassing([[{ fieldName: 'stars', operator, value }]], passes),
  );

  it.each<[string, string, unknown, boolean]>([
    ['text', 'beginsWith', 'hello', true],
    ['text', 'beginsWith', 'world', false],
    ['text', 'contains', 'o w', true],
    ['text', 'contains', 'x', false],
    ['text', 'notContains', 'x', true],
    ['text', 'notContains', 'world', false],
    ['tags', 'contains', 'b', true],
    ['tags', 'notContains', 'b', false],
    ['tags', 'containsAny', ['x', 'b'], true],
    ['tags', 'containsAny', ['x', 'y'], false],
  ])('lets %s pass by %s %j: %s', (fieldName, operator, value, passes) =>
    expectPassing([[{ fieldName, operator, value }]], passes),
  );

  const three = { fieldName: 'stars', operator: 'eq', value: 3 };
  const four = { fieldName: 'stars', operator: 'eq', value: 4 };
  const hello = { fieldName: 'text', operator: 'beginsWith', value: 'hello' };
  it.each<[string, object[][], boolean]>([
    ['one of several groups', [[four], [three]], true],
    ['no group', [[four], [four, hello]], false],
    ['all of a group', [[three, hello]], true],
    ['only a part of a group', [[three, four]], false],
    ['a filter without groups', [], false],
  ])('asks groups: %s', (_title, groups, passes) => expectPassing(groups, passes));

  async function expectPassing(groups: readonly object[][], passes: boolean): Promise<void> {
    const filter = JSON.stringify({ filterGroup: groups.map((filters) => ({ filters })) });
    const query = 'subscription Q($filter: AWSJSON) { onFiltered(filter: $filter) { groupId text stars tags } }';
    // Hears every event: when it has, the other has heard its own.
    const all = await listen('subscription { onMessage(groupId: "g", userId: "u") { text } }');
    const one = await listen(query, { filter });
    expect(one.outcome.status).toBe('accepted');
    await send(
      `mutation { postMessage(groupId: "g", text: "${event.text}", stars: 3, tags: ["a", "b"]) { groupId text stars tags } }`,
    );
    await vi.waitFor(() => expect(all.texts).toEqual([{ text: event.text }]));
    expect(one.texts).toEqual(passes ? [event] : []);
    one.stop();
    all.stop();
  }

  it.each([
    [
      'an operator that there is not',
      { filterGroup: [{ filters: [{ fieldName: 'text', operator: 'like', value: 'h' }] }] },
    ],
    ['a filter without a field', { filterGroup: [{ filters: [{ operator: 'eq', value: 1 }] }] }],
    ['a filter that is none', { filterGroup: [{ filters: [null] }] }],
    ['a group that is none', { filterGroup: [null] }],
    ['an object without groups', { groups: [] }],
  ])('refuses the subscription for %s', async (_title, filter) => {
    const query = 'subscription Q($filter: AWSJSON) { onFiltered(filter: $filter) { text } }';
    const { outcome } = await listen(query, { filter: JSON.stringify(filter) });
    expect(outcome).toMatchObject({ status: 'refused', errors: [{ errorType: 'Unrecognized Filter' }] });
  });
});

describe('extensions.invalidateSubscriptions', () => {
  it('completes the subscriptions whose invalidation filter its payload passes, and no others', async () => {
    const wire = await connectWire(started.server.realtimeUrl, { 'x-api-key': apiKey });
    const ann = await wire.subscribe(watching('ann'));
    const bob = await wire.subscribe(watching('bob'));
    const elsewhere = await wire.subscribe(watching('ann', 'h'));
    expect(await remove('ann')).toEqual({ data: { removeMember: 'ann' } });
    await vi.waitFor(() => expect(ann.completed).toBe(true));
    await post('later');
    await post('there', 'h');
    await vi.waitFor(() => expect(elsewhere.events).toHaveLength(1));
    expect([ann, bob, elsewhere].map(({ events, completed }) => [events.length, completed])).toEqual([
      [0, true],
      [1, false],
      [1, false],
    ]);
    // The socket goes on, and the same may be subscribed to again: the resolver decides.
    const again = await wire.subscribe(watching('ann'));
    await post('again');
    await vi.waitFor(() => expect(again.events).toEqual([{ data: { onMessage: { text: 'again' } } }]));
    wire.socket.terminate();
  });

  it('ends nothing where the resolver fails or the operation is no mutation', async () => {
    const nobody = await listen(watching('nobody'));
    const ann = await listen(watching('ann'));
    expect((await remove('nobody')).errors).toMatchObject([{ errorType: 'NoUser' }]);
    expect(await send('{ removal(userId: "ann", groupId: "g", from: "onMessage") }')).toEqual({
      data: { removal: 'ann' },
    });
    await post('both');
    await vi.waitFor(() => expect([nobody.texts.length, ann.texts.length]).toEqual([1, 1]));
    expect([nobody.ends, ann.ends]).toEqual([[], []]);
    expect(printed).toContain('extensions.invalidateSubscriptions does nothing in a Query: it is for a Mutation.');
    nobody.stop();
    ann.stop();
  });

  it('tells of a subscription that there is not', async () => {
    expect(await remove('ann', 'groupId: "g", from: "onNothing"')).toMatchObject({
      data: { removeMember: 'ann' },
      errors: [
        {
          errorType: 'UnsupportedOperation',
          message: "There is no subscription 'onNothing' to invalidate.",
          path: ['removeMember'],
        },
      ],
    });
  });

  it('leaves a client of aws-amplify without further events', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the schema has no types here
    const client = generateOfficialClient() as any;
    const texts: Record<string, unknown[]> = { eve: [], fay: [] };
    const subscriptions = Object.keys(texts).map((userId) =>
      client.subscriptions.onMessage({ groupId: 'g', userId }).subscribe({
        next: ({ text }: { text: string }) => texts[userId]!.push(text),
        error: (error: unknown) => texts[userId]!.push(error),
      }),
    );
    const { realtimeMetrics: metrics } = started.backend;
    await vi.waitFor(() => expect(metrics.subscriptions).toBe(2));
    await post('one');
    await vi.waitFor(() => expect(texts).toEqual({ eve: ['one'], fay: ['one'] }));
    await remove('eve');
    await vi.waitFor(() => expect(metrics.subscriptions).toBe(1));
    await post('two');
    await vi.waitFor(() => expect(texts).toEqual({ eve: ['one'], fay: ['one', 'two'] }));
    for (const each of subscriptions) each.unsubscribe();
    await vi.waitFor(() => expect(metrics.subscriptions).toBe(0));
  });

  it('completes the observable of our own client and of graphql-ws', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: the schema has no types here
    const own = generateClient({ outputs } as any) as any;
    const ended: string[] = [];
    const complete = (who: string) => () => ended.push(who);
    own.subscriptions
      .onMessage({ groupId: 'g', userId: 'gil' })
      .subscribe({ next: () => {}, error: () => {}, complete: complete('own') });
    const other = createClient({
      url: started.server.realtimeUrl,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-api-key': apiKey },
    });
    other.subscribe({ query: watching('gil') }, { next: () => {}, error: () => {}, complete: complete('graphql-ws') });
    await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(2));
    await remove('gil');
    await vi.waitFor(() => expect(ended.toSorted()).toEqual(['graphql-ws', 'own']));
    await other.dispose();
    own.close();
  });
});

it('a subscription that is invalidated while its resolver runs is decided again', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let decisions = 0;
  const invoker: FunctionInvoker = {
    async invoke(_handlers, { typeName, effects }) {
      if (typeName === 'Mutation') {
        effects?.invalidateSubscriptions('onMessage', { userId: 'ann' });
        return 'ann';
      }
      const gate = gates[decisions++];
      if (gate === undefined) throw new Error('asked too often');
      const filter = { filterGroup: [{ filters: [{ fieldName: 'userId', operator: 'eq', value: 'ann' }] }] };
      effects?.setSubscriptionInvalidationFilter(filter);
      await gate.promise;
      return null;
    },
    close: async () => {},
  };
  const { backend, close } = await startBackend(schema, {}, { model: modelWithResolvers(), invoker });
  const subscribing = backend.subscribe(requestOf(watching('ann')), { deliver: () => {}, end: () => {} });
  await backend.execute(requestOf('mutation { removeMember(userId: "ann", groupId: "g", from: "onMessage") }'));
  gates[0]!.resolve();
  await vi.waitFor(() => expect(decisions).toBe(2));
  gates[1]!.resolve();
  expect((await subscribing).status).toBe('accepted');
  expect(backend.realtimeMetrics).toMatchObject({ subscriptions: 1, invalidated: 0 });
  await close();
});

it('callers of one subscription are ended apart where the filter depends on who they are', async () => {
  const invoker: FunctionInvoker = {
    async invoke(_handlers, { typeName, effects, identity, arguments: { userId } }) {
      if (typeName === 'Mutation') effects?.invalidateSubscriptions('onMessage', { who: userId });
      const value = identity.mode === 'API_KEY' ? identity.keyName : '';
      const filter = { filterGroup: [{ filters: [{ fieldName: 'who', operator: 'eq', value }] }] };
      if (typeName === 'Subscription') effects?.setSubscriptionInvalidationFilter(filter);
      return null;
    },
    close: async () => {},
  };
  const { backend, close } = await startBackend(schema, {}, { model: modelWithResolvers(), invoker });
  const ended: string[] = [];
  for (const keyName of ['ann', 'bob']) {
    const request = { ...requestOf(watching('any')), identity: { ...identity, keyName } as typeof identity };
    await backend.subscribe(request, { deliver: () => {}, end: () => ended.push(keyName) });
  }
  const remove = 'mutation { removeMember(userId: "bob", groupId: "g", from: "onMessage") }';
  await backend.execute(requestOf(remove));
  await vi.waitFor(() => expect(backend.realtimeMetrics).toMatchObject({ subscriptions: 1, invalidated: 1 }));
  expect(ended).toEqual(['bob']);
  await close();
});
