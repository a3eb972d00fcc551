import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { connectWire, type WireClient, type WireSubscription } from './wire-client.ts';

const schema = `
  enum Mood { GOOD BAD }
  type Thing @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    count: Int
    ratio: Float
    done: Boolean
    mood: Mood
    at: AWSDateTime
    day: AWSDate
    mail: AWSEmail
    link: AWSURL
    phone: AWSPhone
    stamp: AWSTimestamp
    tags: [String]
    numbers: [Int]
    moods: [Mood]
  }
`;

const authorization = { 'x-api-key': apiKey };
let started: StartedBackend;
let limited: StartedBackend;
let client: WireClient;
let limitedClient: WireClient;

beforeAll(async () => {
  started = await startBackend(schema);
  limited = await startBackend(schema, {}, { compatibility: { subscriptionFilterLimits: true } });
  client = await connectWire(started.server.realtimeUrl, authorization);
  limitedClient = await connectWire(limited.server.realtimeUrl, authorization);
});

afterAll(async () => {
  for (const each of [client, limitedClient]) each.socket.terminate();
  await started.close();
  await limited.close();
});

async function create(input: object): Promise<void> {
  const response = await fetch(started.server.graphqlUrl, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: JSON.stringify({
      query: 'mutation ($input: CreateThingInput!) { createThing(input: $input) { id } }',
      variables: { input },
    }),
  });
  expect(await response.json()).toMatchObject({ data: { createThing: { id: expect.any(String) } } });
}

const query = 'subscription ($filter: ModelSubscriptionThingFilterInput) { onCreateThing(filter: $filter) { id } }';

/** The values of a field that three things have, in ascending order, and the operators that hold for it. */
const ordered = (low: unknown, middle: unknown, high: unknown) => [
  [{ eq: middle }, [2]],
  [{ ne: middle }, [1, 3]],
  [{ lt: middle }, [1]],
  [{ le: middle }, [1, 2]],
  [{ gt: middle }, [3]],
  [{ ge: middle }, [2, 3]],
  [{ between: [low, middle] }, [1, 2]],
  [{ in: [low, high] }, [1, 3]],
  [{ notIn: [low, high] }, [2]],
];
const textual = [
  [{ contains: 'ea' }, [2, 3]],
  [{ notContains: 'ea' }, [1]],
  [{ beginsWith: 'p' }, [2, 3]],
];
const days = ['2026-01-01', '2026-01-02', '2026-02-01'] as const;
const times = days.map((day) => `${day}T10:00:00.000Z`) as [string, string, string];
const mails = ['a@x.org', 'b@x.org', 'c@x.org'] as const;
const links = ['https://a.org/', 'https://b.org/', 'https://c.org/'] as const;
const phones = ['+491511111111', '+491511111112', '+491511111113'] as const;

type Case = readonly [field: string, values: readonly unknown[], operator: unknown, matches: readonly number[]];
const casesOf = (field: string, values: readonly unknown[], operators: readonly unknown[][]): Case[] =>
  operators.map(([operator, matches]) => [field, values, operator, matches as number[]]);
const rank = (field: string, values: readonly [unknown, unknown, unknown]) =>
  casesOf(field, values, ordered(...values));

const cases: Case[] = [
  ...rank('text', ['apple', 'peach', 'pear']),
  ...casesOf('text', ['apple', 'peach', 'pear'], textual),
  ...rank('count', [-1, 0, 10]),
  ...rank('ratio', [-0.5, 0.25, 10.5]),
  ...rank('stamp', [1, 2, 30]),
  ...rank('at', times),
  ...rank('day', [...days]),
  ...rank('mail', [...mails]),
  ...rank('link', [...links]),
  ...rank('phone', [...phones]),
  ...casesOf(
    'mood',
    ['GOOD', 'BAD', null],
    [
      [{ eq: 'GOOD' }, [1]],
      [{ in: ['BAD'] }, [2]],
      [{ beginsWith: 'BA' }, [2]],
    ],
  ),
  ...casesOf(
    'done',
    [true, false, null],
    [
      [{ eq: true }, [1]],
      [{ ne: true }, [2, 3]],
      [{ eq: null }, [3]],
    ],
  ),
  ...casesOf(
    'tags',
    [['a', 'b'], ['b'], []],
    [
      [{ contains: 'a' }, [1]],
      [{ contains: 'b' }, [1, 2]],
      [{ notContains: 'b' }, [3]],
    ],
  ),
];

// One set of three things for each field; every operator of the field listens at once.
test.each([...new Set(cases.map(([field]) => field))])('the operators on %s', async (field) => {
  const own = cases.filter(([name]) => name === field);
  const last = await client.subscribe(query);
  const live: WireSubscription[] = [];
  for (const [, , operator] of own) live.push(await client.subscribe(query, { filter: { [field]: operator } }));
  expect(live.map(({ errors }) => errors)).toEqual(own.map(() => null));
  const values = own[0]![1];
  for (const [n, value] of values.entries()) await create({ id: `${field}${n + 1}`, [field]: value });
  await vi.waitFor(() => expect(last.events).toHaveLength(values.length));
  const seen = live.map(({ events }) =>
    events.map((event) => (event as { data: { onCreateThing: { id: string } } }).data.onCreateThing.id),
  );
  expect(own.map(([, , operator], n) => [operator, seen[n]])).toEqual(
    own.map(([, , operator, matches]) => [operator, matches.map((n) => `${field}${n}`)]),
  );
  for (const subscription of [last, ...live]) subscription.stop();
});

test('and, or and several operators join; an empty filter is none', async () => {
  const filters: [object, string[]][] = [
    [{ count: { gt: 1, lt: 3 } }, ['j2']],
    [{ or: [{ count: { eq: 1 } }, { text: { eq: 'z' } }] }, ['j1', 'j3']],
    [{ and: [{ count: { ge: 2 } }, { text: { eq: 'z' } }] }, ['j3']],
    [{ count: { ge: 1 }, or: [{ text: { eq: 'x' } }, { and: [{ text: { eq: 'y' } }, { count: { eq: 9 } }] }] }, ['j1']],
    [{}, ['j1', 'j2', 'j3']],
    [{ or: [] }, ['j1', 'j2', 'j3']],
  ];
  const live: WireSubscription[] = [];
  for (const [filter] of filters) live.push(await client.subscribe(query, { filter }));
  for (const [n, text] of ['x', 'y', 'z'].entries()) await create({ id: `j${n + 1}`, count: n + 1, text });
  await vi.waitFor(() => expect(live.at(-1)!.events).toHaveLength(3));
  const event = (id: string) => ({ data: { onCreateThing: { id } } });
  expect(live.map(({ events }) => events)).toEqual(filters.map(([, ids]) => ids.map(event)));
  for (const subscription of live) subscription.stop();
});

const six = ['text', 'mail', 'link', 'day', 'at', 'phone'];
const or = (length: number) => ({ or: Array.from({ length }, (_, n) => ({ count: { eq: n } })) });
const atMost = {
  'five fields': Object.fromEntries(six.slice(0, 5).map((field) => [field, { eq: 'x' }])),
  'ten combinations': or(10),
  'five values': { count: { in: [1, 2, 3, 4, 5] } },
  'a field in several alternatives': { or: [{ count: { eq: 1 } }, { count: { eq: 2 } }] },
};
const excesses: [string, object, string][] = [
  [
    'six fields',
    Object.fromEntries(six.map((field) => [field, { eq: 'x' }])),
    'Filters exceed maximum attributes limit 5 for subscription onCreateThing.',
  ],
  ['eleven combinations', or(11), 'Filters combination exceed maximum limit 10 for subscription onCreateThing.'],
  [
    'combinations multiplied',
    { and: [or(4), { or: [{ text: { eq: 'a' } }, { text: { eq: 'b' } }, { mail: { eq: 'c' } }] }] },
    'Filters combination exceed maximum limit 10 for subscription onCreateThing.',
  ],
  [
    'a field twice in one group',
    { count: { gt: 1, lt: 3 } },
    'subscription filter uses same fieldName multiple time for subscription onCreateThing.',
  ],
  [
    'six values',
    { count: { in: [1, 2, 3, 4, 5, 6] } },
    'subscription exceeds maximum value limit 5 for operator `in`.',
  ],
  [
    'six values to leave out',
    { count: { notIn: [1, 2, 3, 4, 5, 6] } },
    'subscription exceeds maximum value limit 5 for operator `notIn`.',
  ],
];

test.each(excesses)('with the limits of the service %s is refused with 400; by default it is not', async (...given) => {
  const [, filter, message] = given;
  expect((await limitedClient.subscribe(query, { filter })).errors).toEqual([{ message, errorCode: 400 }]);
  const free = await client.subscribe(query, { filter });
  expect(free.errors).toBeNull();
  free.stop();
});

test.each(Object.entries(atMost))('with the limits of the service %s is accepted', async (_, filter) => {
  const subscription = await limitedClient.subscribe(query, { filter });
  expect(subscription.errors).toBeNull();
  subscription.stop();
});

test('by default a filter may hold a thousand comparisons and no more', async () => {
  const [kept, refused] = [
    await client.subscribe(query, { filter: or(1_000) }),
    await client.subscribe(query, { filter: or(1_001) }),
  ];
  expect(kept.errors).toBeNull();
  expect(refused.errors).toEqual([
    { message: 'The filter has more than 1000 comparisons for subscription onCreateThing.', errorCode: 400 },
  ]);
  kept.stop();
});

test('an operator that the type does not have is refused by validation', async () => {
  for (const filter of [
    { done: { gt: true } },
    { count: { contains: 1 } },
    { text: { size: { gt: 1 } } },
    { not: {} },
  ]) {
    expect((await client.subscribe(query, { filter })).errors).toEqual([
      { message: expect.stringContaining('not defined for input object type') },
    ]);
  }
});
