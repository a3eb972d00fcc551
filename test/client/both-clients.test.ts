import { Amplify } from 'aws-amplify';
import { generateClient as generateOfficialClient } from 'aws-amplify/data';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { generateClient } from '../../src/client/index.ts';
import { compile } from '../../src/compiler/compile.ts';
import { HandlerError } from '../../src/functions/handler-error.ts';
import { a } from '../../src/index.ts';
import { readBackendDefinition } from '../../src/schema/define/read-backend-definition.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';

/** One journey through `aws-amplify/data` and `preamp/client`, on one backend: every step gives both the same. */

const run = (name: string) => a.handler.function(name);
const schema = a
  .schema({
    Mood: a.enum(['CALM', 'WILD']),
    Place: a.customType({ name: a.string().required(), at: a.customType({ lat: a.float(), lon: a.float() }) }),
    Author: a.model({
      name: a.string().required(),
      books: a.hasMany('Book', 'authorId'),
      profile: a.hasOne('Profile', 'authorId'),
    }),
    Profile: a.model({ text: a.string(), authorId: a.id(), author: a.belongsTo('Author', 'authorId') }),
    Book: a
      .model({
        title: a.string().required(),
        mood: a.ref('Mood'),
        place: a.ref('Place'),
        tags: a.string().required().array(),
        authorId: a.id(),
        author: a.belongsTo('Author', 'authorId'),
      })
      .secondaryIndexes((index) => [index('mood').sortKeys(['title']).queryField('booksByMood')])
      .authorization((allow) => [allow.publicApiKey(), allow.owner()]),
    Step: a
      .model({
        trail: a.id().required(),
        day: a.integer().required(),
        part: a.string().required(),
        note: a.string(),
      })
      .identifier(['trail', 'day', 'part'])
      .disableOperations(['subscriptions', 'get']),
    echo: a
      .query()
      .arguments({ text: a.string().required(), mood: a.ref('Mood'), many: a.integer().array().required() })
      .returns(a.ref('Place'))
      .handler(run('echo')),
    motto: a.query().returns(a.string()).handler(run('motto')),
    best: a.query().returns(a.ref('Author').array()).handler(run('best')),
    broken: a.query().returns(a.string()).handler(run('broken')),
    praise: a
      .mutation()
      .arguments({ id: a.id().required() })
      .returns(a.ref('Author'))
      .handler([run('praise')]),
    praised: a
      .subscription()
      .arguments({ id: a.id() })
      .for(a.ref('praise'))
      .handler(a.handler.custom({ entry: '/pass.js' })),
  })
  .authorization((allow) => [allow.publicApiKey()]);

const times = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' };
const handlers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>> = {
  echo: ({ text, mood, many }) => ({
    name: `${text} ${mood ?? '-'} ${JSON.stringify(many)}`,
    at: { lat: 1, lon: null },
  }),
  motto: () => 'Onwards',
  best: () => [{ id: 'a1', name: 'Ann', ...times }, null],
  praise: ({ id }) => ({ id, name: 'Praised', ...times }),
  broken: () => {
    throw new HandlerError('it broke', { errorType: 'Lambda:Unhandled' });
  },
};

// biome-ignore lint/suspicious/noExplicitAny: both clients are driven through the same untyped calls
type Loose = any;

let started: StartedBackend;
let own: Loose;
let official: Loose;
let token: string;

beforeAll(async () => {
  const { model } = compile([readBackendDefinition([{ schema }]).source], {
    settings: { authModes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS'], defaultAuthMode: 'API_KEY' },
  });
  started = await startBackend(
    '',
    {},
    {
      model: model!,
      invoker: {
        invoke: async ([handler], invocation) =>
          handler?.kind === 'FunctionHandler' ? handlers[handler.name]!(invocation.arguments) : null,
        close: async () => {},
      },
    },
  );
  token = await started.tokens.accessToken('ann');
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
  Amplify.configure(outputs as Loose);
  official = generateOfficialClient();
  own = generateClient({ outputs });
});

afterAll(async () => {
  own.close();
  await started.close();
  expect(started.errors).toEqual([]);
});

/** Polls as long as a busy machine may need. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 5 });
const subscriptions = (count: number) => soon(() => started.backend.realtimeMetrics.subscriptions).toBe(count);

/** What observables give for what happens once they deliver. */
async function heard(observables: readonly Loose[], live: number, happens: () => Promise<unknown>, until: number) {
  const events: unknown[][] = observables.map(() => []);
  const listening = observables.map((observable, position) =>
    observable.subscribe({ next: (value: unknown) => events[position]!.push(value), error: events[position]!.push }),
  );
  await subscriptions(live);
  await happens();
  await soon(() => events.flat().length).toBe(until);
  for (const subscription of listening) subscription.unsubscribe();
  await subscriptions(0);
  return events;
}

/** Ids and times differ between two runs; functions are lazy loaders. */
function comparable(value: unknown): unknown {
  const seen = JSON.stringify(value, (key, each) => {
    if (key === 'createdAt' || key === 'updatedAt' || key === 'locations' || key === 'extensions') return undefined;
    return typeof each === 'function' ? 'loader' : each;
  });
  return seen === undefined ? undefined : JSON.parse(seen);
}

const message = (error: Error) => error.message;
const removeAll = /* GraphQL */ `
  mutation {
    a: deleteAuthor(input: { id: "a1" }) { id }
    b: deleteAuthor(input: { id: "a2" }) { id }
    c: deleteBook(input: { id: "b1" }) { id }
    d: deleteBook(input: { id: "b2" }) { id }
    e: deleteBook(input: { id: "b4" }) { id }
    f: deleteProfile(input: { id: "p1" }) { id }
    g: deleteStep(input: { trail: "t", day: 2, part: "am" }) { trail }
  }
`;

const journey: readonly [title: string, step: (client: Loose) => unknown][] = [
  ['creates a record', (c) => c.models.Author.create({ id: 'a1', name: 'Ann' })],
  ['reports a duplicate', async (c) => (await c.models.Author.create({ id: 'a1', name: 'Ann' })).errors[0].errorType],
  [
    'creates with enums, custom types and lists',
    (c) =>
      c.models.Book.create({
        id: 'b1',
        title: 'One',
        mood: 'WILD',
        tags: ['x'],
        place: { name: 'P', at: { lat: 1, lon: 2 } },
        authorId: 'a1',
      }),
  ],
  [
    'takes a related object for its key',
    (c) => c.models.Book.create({ id: 'b2', title: 'Two', mood: 'WILD', author: { id: 'a1' } }),
  ],
  ['gets a record', (c) => c.models.Book.get({ id: 'b1' })],
  ['gets nothing', (c) => c.models.Book.get({ id: 'none' })],
  ['updates', (c) => c.models.Book.update({ id: 'b1', title: 'First', createdAt: 'ignored' })],
  ['lists with a filter', (c) => c.models.Book.list({ filter: { title: { beginsWith: 'T' } } })],
  ['lists a page', async (c) => (await c.models.Book.list({ limit: 1 })).data.length],
  [
    'follows a page token',
    async (c) => {
      const { nextToken } = await c.models.Book.list({ limit: 1 });
      return c.models.Book.list({ limit: 1, nextToken });
    },
  ],
  [
    'queries an index',
    (c) => c.models.Book.booksByMood({ mood: 'WILD', title: { beginsWith: 'F' } }, { sortDirection: 'DESC' }),
  ],
  ['selects fields', (c) => c.models.Book.list({ selectionSet: ['id', 'place.at.lat', 'author.name'] })],
  [
    'selects relations to many',
    (c) => c.models.Author.get({ id: 'a1' }, { selectionSet: ['name', 'books.title', 'books.place.*'] }),
  ],
  ['selects everything of a relation', (c) => c.models.Author.get({ id: 'a1' }, { selectionSet: ['books.*'] })],
  ['loads a parent', async (c) => (await c.models.Book.get({ id: 'b1' })).data.author()],
  [
    'loads no parent without a key',
    async (c) => {
      await c.models.Book.create({ id: 'b3', title: 'Alone' });
      return (await c.models.Book.get({ id: 'b3' })).data.author();
    },
  ],
  ['loads children', async (c) => (await c.models.Author.get({ id: 'a1' })).data.books({ limit: 5 })],
  [
    'loads a single child',
    async (c) => {
      await c.models.Profile.create({ id: 'p1', text: 'hi', authorId: 'a1' });
      return (await c.models.Author.get({ id: 'a1' })).data.profile();
    },
  ],
  [
    'uses composite keys',
    async (c) => [
      await c.models.Step.create({ trail: 't', day: 2, part: 'am', note: 'n' }),
      await c.models.Step.list({ trail: 't', dayPart: { beginsWith: { day: 2 } }, sortDirection: 'DESC' }),
    ],
  ],
  [
    'has no methods for what is switched off',
    // The official client keeps an `observeQuery` there that can only fail.
    async (c) =>
      Object.keys(c.models.Step)
        .filter((name) => name !== '' && name !== 'observeQuery')
        .sort(),
  ],
  ['knows enums', async (c) => c.enums.Mood.values()],
  [
    'rejects an unknown field',
    (c) => c.models.Book.get({ id: 'b1' }, { selectionSet: ['nope'] }).catch((error: Error) => error.message),
  ],
  [
    'rejects a relation without fields',
    (c) => c.models.Book.get({ id: 'b1' }, { selectionSet: ['author'] }).catch((error: Error) => error.message),
  ],
  [
    'reports what the server refuses',
    async (c) => (await c.models.Book.create({ title: 'x', extra: 1 })).errors[0].message,
  ],
  [
    'runs a document',
    (c) => c.graphql({ query: 'query ($id: ID!) { getBook(id: $id) { title } }', variables: { id: 'b1' } }),
  ],
  [
    'rejects a document with errors',
    (c) =>
      c.graphql({ query: '{ nope }' }).catch((result: { errors: { message: string }[] }) => result.errors[0]!.message),
  ],
  ['deletes', (c) => c.models.Book.delete({ id: 'b3', title: 'ignored' })],
  [
    'calls a query with arguments',
    (c) => c.queries.echo({ text: 'hello', mood: 'WILD', many: [1, null] }, { headers: { 'x-a': 'b' } }),
  ],
  ['calls one without', (c) => c.queries.motto()],
  ['calls one without, as somebody', (c) => c.queries.motto({ authMode: 'apiKey' })],
  ['calls one that gives records', (c) => c.queries.best()],
  ['loads relations of those', async (c) => (await c.queries.best()).data[0].books()],
  ['reports what a handler throws', (c) => c.queries.broken()],
  ['rejects a call without an argument', (c) => c.queries.echo({ text: 'x' }).catch(message)],
  ['calls a mutation', (c) => c.mutations.praise({ id: 'a1' })],
  [
    'hears of what a custom mutation gives, by arguments',
    (c) =>
      heard(
        [c.subscriptions.praised(), c.subscriptions.praised({ id: 'a2' })],
        2,
        async () => {
          await c.mutations.praise({ id: 'a1' });
          await c.mutations.praise({ id: 'a2' });
        },
        3,
      ),
  ],
  [
    'hears of created, updated and deleted records, filtered and selected',
    (c) =>
      heard(
        [
          c.models.Author.onCreate({ filter: { name: { beginsWith: 'E' } } }),
          c.models.Author.onUpdate({ selectionSet: ['name', 'books.title'] }),
          c.models.Author.onDelete(),
        ],
        3,
        async () => {
          await c.models.Author.create({ id: 'a2', name: 'Dan' });
          await c.models.Author.update({ id: 'a2', name: 'Don' });
          await c.models.Author.delete({ id: 'a2' });
          await c.models.Author.create({ id: 'a2', name: 'Eve' });
        },
        3,
      ),
  ],
  [
    'keeps a list current',
    async (c) => {
      const snapshots: Loose[] = [];
      const query = c.models.Author.observeQuery({ selectionSet: ['id', 'name'] }).subscribe((snapshot: Loose) =>
        snapshots.push(JSON.parse(JSON.stringify(snapshot))),
      );
      await soon(() => snapshots.at(-1)?.isSynced).toBe(true);
      await subscriptions(3);
      await c.models.Author.update({ id: 'a2', name: 'Eva' });
      await soon(() => JSON.stringify(snapshots.at(-1))).toContain('Eva');
      query.unsubscribe();
      await subscriptions(0);
      return snapshots.at(-1);
    },
  ],
  [
    'asks as somebody else',
    async (c) => {
      const as = { authMode: 'lambda', authToken: token };
      await c.models.Book.create({ id: 'b4', title: 'Mine' }, as);
      return [
        await c.models.Book.list(as),
        await c.models.Author.list(as),
        await c.models.Book.list({ authMode: 'lambda', authToken: 'no token' }).then(({ data }: Loose) => data),
      ];
    },
  ],
  [
    'cancels',
    async (c) => {
      const promise = c.models.Book.list();
      const first = c.cancel(promise, 'enough');
      const error = await promise.catch((reason: Error) => reason);
      return [first, c.isCancelError(error), error.message, c.cancel(promise)];
    },
  ],
];

it('gives equal results through both clients', async () => {
  const results = async (client: Loose) => {
    const all: Record<string, unknown> = {};
    for (const [title, step] of journey) all[title] = comparable(await step(client));
    await client.graphql({ query: removeAll });
    return all;
  };
  const fromOfficial = await results(official);
  expect(await results(own)).toEqual(fromOfficial);
  expect(Object.keys(fromOfficial)).toHaveLength(journey.length);
}, 60_000);
