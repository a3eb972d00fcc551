import { firstValueFrom, from, type ObservableInput } from 'rxjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { generateClient, Observable } from '../../src/client/index.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

const schema = /* GraphQL */ `
  enum Mood { CALM WILD }
  type Place { name: String! at: Point }
  type Point { lat: Float! lon: Float! }
  type Author @model @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String!
    books: [Book] @hasMany(references: ["authorId"])
    profile: Profile @hasOne(references: ["authorId"])
  }
  type Profile @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
  }
  type Book @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    title: String!
    mood: Mood @index(name: "byMood", queryField: "booksByMood", sortKeyFields: ["title"])
    place: Place
    tags: [String!]
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
  }
  type Step @model(subscriptions: null, queries: { get: null, list: "listSteps" }) @auth(rules: [{ allow: public }]) {
    trail: ID! @primaryKey(sortKeyFields: ["day", "part"])
    day: Int!
    part: String!
    note: String
  }
`;

// biome-ignore lint/suspicious/noExplicitAny: the types have tests of their own
type Loose = any;

let started: StartedBackend;
let own: Loose;

beforeAll(async () => {
  started = await startBackend(schema);
  const outputs = {
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        region: 'us-east-1',
        apiKey,
        defaultAuthMode: 'apiKey',
        modelIntrospection: modelIntrospection(started.backend.model),
      },
    },
  };
  own = generateClient({ outputs });
});

afterAll(async () => {
  own.close();
  await started.close();
  expect(started.errors).toEqual([]);
});

/** Polls as long as a busy machine may need. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 5 });

describe('the client', () => {
  it('follows a list as it changes', async () => {
    const snapshots: { ids: string[]; isSynced: boolean }[] = [];
    const subscription = own.models.Author.observeQuery().subscribe(({ items, isSynced }: Loose) =>
      snapshots.push({ ids: items.map(({ id }: { id: string }) => id), isSynced }),
    );
    await soon(() => snapshots.at(-1)).toEqual({ ids: [], isSynced: true });
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(3);
    await own.models.Author.create({ id: 'o1', name: 'O' });
    await soon(() => snapshots.at(-1)?.ids).toEqual(['o1']);
    await own.models.Author.delete({ id: 'o1' });
    await soon(() => snapshots.at(-1)?.ids).toEqual([]);
    subscription.unsubscribe();
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(0);
  });

  it('filters events on the server', async () => {
    const titles: string[] = [];
    const subscription = own.models.Book.onCreate({ filter: { title: { beginsWith: 'Y' } } }).subscribe((book: Loose) =>
      titles.push(book.title),
    );
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(1);
    await own.models.Book.create({ title: 'No' });
    await own.models.Book.create({ title: 'Yes' });
    await soon(() => titles).toEqual(['Yes']);
    subscription.unsubscribe();
  });

  it('iterates events', async () => {
    const events = own.models.Author.onCreate()[Symbol.asyncIterator]();
    const first = events.next();
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(1);
    await own.models.Author.create({ id: 'it1', name: 'I' });
    expect((await first).value.id).toBe('it1');
    await events.return();
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(0);
  });

  it('cancels a request', async () => {
    const promise = own.models.Author.list();
    expect(own.cancel(promise, 'enough')).toBe(true);
    const error = await promise.catch((reason: unknown) => reason);
    expect(own.isCancelError(error)).toBe(true);
    expect(error.message).toBe('enough');
    expect(own.cancel(promise)).toBe(false);
  });

  it('sends the token it is given, asked for anew each time', async () => {
    let asked = 0;
    const authToken = () => {
      asked++;
      return started.tokens.accessToken('alice');
    };
    const created = await own.models.Book.create(
      { title: 'Mine' },
      { authMode: 'userPool', authToken, selectionSet: ['owner'] },
    );
    expect(created).toMatchObject({ data: { owner: 'alice' } });
    await own.models.Book.list({ authMode: 'userPool', authToken });
    expect(asked).toBe(2);
  });

  it('rejects a call without the credentials its mode needs', async () => {
    await expect(own.models.Book.list({ authMode: 'userPool' })).rejects.toThrow('NoValidAuthTokens');
  });

  it('reports a refused credential', async () => {
    expect(await own.models.Book.list({ authMode: 'userPool', authToken: 'no token' })).toMatchObject({
      data: [],
      errors: [{ errorType: 'UnauthorizedException' }],
    });
  });

  it('reports a refused subscription', async () => {
    const failure = new Promise((resolve) =>
      own.models.Book.onCreate({ authMode: 'userPool', authToken: 'no token' }).subscribe({ error: resolve }),
    );
    expect(await failure).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
  });

  it('says what is missing in the outputs', () => {
    expect(() => generateClient({ outputs: {} })).toThrow('name no GraphQL endpoint');
  });

  it('reports a network failure as a result', async () => {
    const dead = generateClient({ outputs: { data: { url: 'http://127.0.0.1:1/graphql', api_key: 'k' } } }) as Loose;
    await expect(dead.graphql({ query: '{ a }' })).rejects.toMatchObject({
      errors: [{ message: 'A network error has occurred.' }],
    });
  });

  it('cancels a lazy loader', async () => {
    await own.models.Author.create({ id: 'c1', name: 'C' });
    const { data } = await own.models.Author.get({ id: 'c1' });
    const promise = data.profile();
    expect(own.cancel(promise)).toBe(true);
    expect(own.isCancelError(await promise.catch((reason: unknown) => reason))).toBe(true);
  });

  it('serves one request of a server, with its own token, fetch and headers', async () => {
    const seen: { user: string; headers: Record<string, string> }[] = [];
    const outputs = {
      data: {
        url: started.server.graphqlUrl,
        default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
        model_introspection: modelIntrospection(started.backend.model),
      },
    };
    const users = ['ann', 'bob'];
    const tokens: Record<string, string> = {};
    for (const user of users) tokens[user] = await started.tokens.accessToken(user);
    const clientFor = (user: string): Loose =>
      generateClient({
        outputs,
        authToken: async () => tokens[user]!,
        headers: ({ url }) => ({ 'x-request': `${user} ${url}` }),
        fetch: (input, init) => {
          seen.push({ user, headers: init!.headers as Record<string, string> });
          return fetch(input, init);
        },
      });
    const created = await Promise.all(
      users.map((user) => clientFor(user).models.Book.create({ title: user }, { selectionSet: ['title', 'owner'] })),
    );
    expect(created.map(({ data }) => data)).toEqual(users.map((user) => ({ title: user, owner: user })));
    // In that mode only the owner rule holds: no client may see with the other's identity.
    const lists = await Promise.all(
      [...users, ...users, ...users].map((user) => clientFor(user).models.Book.list({ selectionSet: ['owner'] })),
    );
    expect(lists.map(({ data }) => data)).toEqual([...users, ...users, ...users].map((owner) => [{ owner }]));
    // Two clients at once: their tokens are awaited each on its own, so either may be first.
    expect([...new Set(seen.map(({ headers }) => headers['x-request']))].sort()).toEqual(
      users.map((user) => `${user} ${started.server.graphqlUrl}`),
    );
    expect(seen).toHaveLength(8);
    for (const { user, headers } of seen) expect(headers.Authorization).toBe(tokens[user]);
  });

  it('takes an endpoint instead of outputs, for documents only', async () => {
    const endpoint = started.server.graphqlUrl;
    const bare = generateClient({ endpoint, authMode: 'apiKey', apiKey }) as Loose;
    expect(bare.models).toEqual({});
    expect((await bare.graphql({ query: '{ listAuthors { __typename } }' })).data).toEqual({
      listAuthors: { __typename: 'ModelAuthorConnection' },
    });
    expect(() => generateClient({ endpoint })).toThrow('needs an `authMode`');
    expect(() => generateClient({ endpoint, authMode: 'apiKey' })).toThrow('needs an `apiKey`');
  });

  it('sends the key and the headers of a call', async () => {
    await expect(own.graphql({ query: '{ listAuthors { __typename } }', apiKey: 'wrong' })).rejects.toMatchObject({
      errors: [{ errorType: 'UnauthorizedException' }],
    });
    const sent: unknown[] = [];
    const spied = generateClient({
      endpoint: started.server.graphqlUrl,
      authMode: 'none',
      headers: { a: 'client' },
      fetch: async (_, init) => {
        sent.push(init!.headers);
        return new Response('{"data":{}}');
      },
    });
    await spied.graphql({ query: '{ a }' });
    await spied.graphql({ query: '{ a }' }, { b: 'call' });
    const type = { 'content-type': 'application/json; charset=UTF-8' };
    expect(sent).toEqual([
      { ...type, a: 'client' },
      { ...type, b: 'call' },
    ]);
  });

  it('has generations and conversations that say where they run', async () => {
    const says = (what: string) => `The ${what} needs a model in Amazon Bedrock: it runs in the cloud only.`;
    await expect(own.generations.story({ about: 'x' })).rejects.toThrow(says('generation story'));
    await expect(own.conversations.chat.create()).rejects.toThrow(says('conversation chat'));
    expect(await Promise.resolve(own.generations)).toBe(own.generations);
  });

  it('reports a socket that may not be opened', async () => {
    const outputs = { data: { url: started.server.graphqlUrl, api_key: apiKey } };
    class Insecure {
      constructor() {
        throw new Error('An insecure WebSocket may not be opened.');
      }
    }
    const page = generateClient({ outputs, WebSocket: Insecure as never });
    const failure = new Promise((resolve) =>
      page.graphql({ query: 'subscription { onCreateBook { id } }' }).subscribe({ error: resolve }),
    );
    expect(String(await failure)).toContain('may not be opened');
  });

  it('outlives a server that is away with the sockets of `ws`', async () => {
    const states: string[] = [];
    const away = generateClient({
      outputs: { data: { url: 'http://127.0.0.1:1/graphql', api_key: apiKey } },
      WebSocket: NodeSocket as never,
      onConnectionState: (state) => states.push(state),
    });
    away.graphql({ query: 'subscription { onCreateBook { id } }' }).subscribe({});
    await soon(() => states).toContain('interrupted');
    away.close();
  });

  it('gives its observables to RxJS', async () => {
    const first = firstValueFrom(from(own.models.Author.onCreate() as ObservableInput<{ id: string }>));
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(1);
    await own.models.Author.create({ id: 'rx1', name: 'R' });
    expect((await first).id).toBe('rx1');
    await soon(() => started.backend.realtimeMetrics.subscriptions).toBe(0);
  });

  it('ends a loop over events with what ends them', async () => {
    const values = new Observable<number>(({ next, error }) => {
      next(1);
      next(2);
      error('enough');
      return () => {};
    });
    const seen: unknown[] = [];
    const loop = async () => {
      for await (const value of values) seen.push(value);
    };
    await expect(loop()).rejects.toBe('enough');
    expect(seen).toEqual([1, 2]);
    const none = new Observable<number>(({ complete }) => {
      complete();
      return () => {};
    });
    for await (const value of none) seen.push(value);
    expect(seen).toEqual([1, 2]);
  });

  it('says where there is no WebSocket', async () => {
    const outputs = { data: { url: started.server.graphqlUrl, api_key: apiKey } };
    const without = generateClient({ outputs, WebSocket: null as never });
    const failure = new Promise((resolve) =>
      without.graphql({ query: 'subscription { onCreateBook { id } }' }).subscribe({ error: resolve }),
    );
    expect(String(await failure)).toContain('There is no WebSocket here');
  });
});
