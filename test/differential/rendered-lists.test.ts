import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../src/ir/item.ts';
import type { Store } from '../../src/storage/storage-engine.ts';
import { createWorld, type Request, send, type World } from '../scenarios/harness.ts';
import { apiKey, user } from '../scenarios/identities.ts';

/** Lists with relations whose JSON the engine writes are, byte for byte, what the plan makes of items. */
const schema = `
  type Shelf @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    owner: String
    things: [Thing] @hasMany(references: ["shelfId"])
  }
  type Thing @model @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    owner: String
    shelfId: ID @index(name: "byShelf", sortKeyFields: ["place"], queryField: "thingsByShelf")
    place: Int
    shelf: Shelf @belongsTo(references: ["shelfId"])
    text: String
    needed: String!
    flag: Boolean
    count: Int
    ratio: Float
    at: AWSDateTime
    day: AWSDate
    stamp: AWSTimestamp
    mail: AWSEmail
    json: AWSJSON
    state: State
    tags: [String!]
    box: Box
  }
  enum State { NEW OLD }
  type Box { width: Float note: String! inner: [Inner] }
  type Inner { n: Int }
`;

const thing =
  '__typename id owner text needed flag count ratio at day stamp mail json state tags box { note width inner { n } }';
const calls: string[] = [];
let rendering: World;
let planning: World;

beforeAll(async () => {
  rendering = await createWorld({ schema, wrapStore: (store) => watched(store) });
  planning = await createWorld({ schema, wrapStore: (store) => withoutJson(store) });
});

afterAll(async () => {
  await rendering.close();
  await planning.close();
});

function watched(store: Store): Store {
  return wrapped(store, (name, method) => {
    if (name === 'scanJson' || name === 'queryJson') {
      return (...args: readonly unknown[]) => {
        const page: unknown = Reflect.apply(method, store, args);
        calls.push(page === undefined ? 'unfit' : name);
        return page;
      };
    }
    return method.bind(store);
  });
}

function withoutJson(store: Store): Store {
  return wrapped(store, (name, method) => (name.endsWith('Json') ? undefined : method.bind(store)));
}

function wrapped(store: Store, wrap: (name: string, method: (...args: unknown[]) => unknown) => unknown): Store {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? wrap(String(name), value as (...args: unknown[]) => unknown) : value;
    },
  });
}

/** Asks both; returns the text, and what became of the calls for JSON. */
async function ask(request: Request): Promise<{ readonly body: string; readonly calls: readonly string[] }> {
  calls.length = 0;
  const { body } = await send(rendering.executor, request);
  expect(body).toBe((await send(planning.executor, request)).body);
  return { body, calls: [...calls] };
}

async function replace(things: readonly Item[], shelves: readonly Item[] = [{ id: 's' }]): Promise<void> {
  for (const world of [rendering, planning]) {
    for (const model of ['Thing', 'Shelf']) {
      const { items } = await world.store.scan({ model, filter: null, limit: 1000, after: null });
      await world.store.write(items.map(({ id }) => ({ kind: 'delete', model, key: { id }, checks: [] })));
    }
    await world.seed({ Shelf: shelves, Thing: things });
  }
}

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('\u0000', '"\\/\b\f\n\r\t', '\ud800', '%s', "'"),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer().map((n) => n / 1000),
  fc.integer(),
  fc.constantFrom(0, -0, 0.1 + 0.2, 1e21, 1e-7, 123456789012345680, 5e-324, 2 ** 53),
);
const time = fc.oneof(
  fc
    .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.constantFrom('2024-02-29T23:59:59.999Z', '2020-01-01T00:00Z', '2020-01-01T00:00:00.5+02:00'),
);
const things = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    owner: nullable(fc.constantFrom('a', 'a::b', 'a::b::c', '')),
    shelfId: nullable(fc.constantFrom('s', 't', 'nowhere')),
    place: nullable(fc.integer({ min: 0, max: 3 })),
    text: nullable(text),
    needed: text,
    flag: nullable(fc.boolean()),
    count: nullable(fc.integer()),
    ratio: nullable(number),
    at: nullable(time),
    day: nullable(fc.constantFrom('2024-02-29', '2024-01-01+01:00')),
    stamp: nullable(fc.maxSafeInteger()),
    mail: nullable(fc.constant('a@example.com')),
    json: nullable(fc.json()),
    state: nullable(fc.constantFrom('NEW', 'OLD')),
    tags: nullable(fc.array(text, { maxLength: 3 })),
    box: nullable(
      fc.record({
        note: text,
        width: nullable(number),
        inner: nullable(fc.array(fc.record({ n: nullable(fc.integer()) }))),
      }),
    ),
  }),
  { selector: ({ id }) => id, maxLength: 12 },
);

const inner = `${thing} shelf { id __typename }`;
const queries: readonly (readonly [string, Request])[] = [
  ['a scan with the item it belongs to', { query: `{ listThings(limit: 5) { nextToken items { ${inner} } } }` }],
  [
    'a filtered scan',
    {
      query: `query ($f: ModelThingFilterInput) { listThings(limit: 2, filter: $f) { items { ${inner} } nextToken __typename } }`,
      variables: { f: { or: [{ flag: { ne: true } }, { count: { gt: 0 } }] } },
    },
  ],
  [
    'an index query, backwards',
    { query: `{ thingsByShelf(shelfId: "s", sortDirection: DESC, limit: 2) { items { ${inner} } nextToken } }` },
  ],
  [
    'pages of pages',
    {
      query: `{ listShelves { items { id n: things(limit: 2, sortDirection: DESC) { nextToken __typename a: items { ${thing} } items { id } }
        things(filter: { flag: { eq: true } }, limit: 1) { items { id shelf { id } } nextToken } } nextToken } }`,
    },
  ],
  [
    'a nested page whose limit is a variable',
    { query: 'query ($n: Int) { listShelves { items { things(limit: $n) { items { id } } } } }', variables: { n: 2 } },
  ],
];

/** Somebody else's shelf is refused, which only the plan tells. */
const signedIn: Request = { as: user('a'), query: `{ listThings { items { ${inner} } } }` };

it('the engine writes what the plan makes', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(things, async (items) => {
      await replace(items, [
        { id: 's', owner: 'a' },
        { id: 't', owner: 'b' },
      ]);
      for (const [title, request] of queries) {
        const asked = await ask(request);
        expect({ title, errors: JSON.parse(asked.body).errors, calls: asked.calls }).toEqual({
          title,
          errors: undefined,
          calls: [expect.stringMatching(/^(scan|query)Json$/)],
        });
      }
      await ask({ ...signedIn, as: user('a') });
    }),
    { numRuns: Number(process.env.PREAMP_FUZZ_RUNS ?? 300) / 10, endOnFailure: true },
  );
});

describe('values that no response may show are told as the plan tells them', () => {
  const fine = { id: '1', shelfId: 's', place: 1, needed: 'x' };
  it.each([
    ['null in a required field', { needed: null }],
    ['a number beyond Int', { count: 2 ** 40 }],
    ['a day that is none', { at: '2023-02-29T00:00:00.000Z' }],
    ['an hour that is none', { at: '2023-02-28T24:00:00.000Z' }],
    ['a text that is no date', { day: 'yesterday' }],
    ['a value that the enum has not', { state: 'LOST' }],
    ['null in a list of required texts', { tags: ['a', null] }],
    ['null in a required field of a custom type', { box: { note: null, width: 1 } }],
  ])('%s', async (_, broken) => {
    await replace([fine, { ...fine, id: '2', ...broken }]);
    const request = { query: `{ listShelves { items { id things { items { ${thing} } } } } }`, as: { ...apiKey } };
    const first = await ask(request);
    expect([JSON.parse(first.body).errors.length, first.calls]).toEqual([1, ['unfit']]);
    // The next one would meet the value again.
    expect((await ask(request)).calls).toEqual([]);
  });
});

it('a token of a page that the engine wrote opens the next one', async () => {
  await replace(['1', '2', '3'].map((id) => ({ id, shelfId: 's', place: 1, needed: 'x' })));
  const page = (token: string | null) =>
    ask({
      query: 'query ($t: String) { listThings(limit: 2, nextToken: $t) { items { id shelf { id } } nextToken } }',
      variables: { t: token },
    });
  const first = JSON.parse((await page(null)).body).data.listThings;
  const second = JSON.parse((await page(first.nextToken)).body).data.listThings;
  expect([first.items.length, second.items.map(({ id }: Item) => id), second.nextToken]).toEqual([2, ['3'], null]);
});

it('a request that could load more than its limit is left to the plan', async () => {
  await replace([]);
  const { calls: made } = await ask({
    query: '{ listShelves(limit: 10000) { items { id things(limit: 100) { items { id } } } } }',
  });
  expect(made).toEqual([]);
});
