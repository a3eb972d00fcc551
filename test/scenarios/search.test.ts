import { expect, it } from 'vitest';
import { createWorld, fieldError, scenarios } from './harness.ts';
import { user } from './identities.ts';

const schema = `
  type Book @model(timestamps: { createdAt: null, updatedAt: null }) @searchable
    @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    title: String
    pages: Int
    price: Float
    tags: [String]
    secret: String @auth(rules: [{ allow: owner }])
  }
`;
const seed = {
  Book: [
    { id: '1', title: 'The Old Man and the Sea', pages: 127, price: 9.5, tags: ['sea', 'fish'], owner: 'sub-a::a' },
    { id: '2', title: 'Sea Wolf', pages: 366, price: 12, tags: ['sea'], owner: 'sub-b::b' },
    { id: '3', title: 'Moby Dick', pages: 635, price: 12 },
  ],
};

/** Filter → ids, in the default order: the primary key, descending. */
const rows: readonly (readonly [string, string])[] = [
  ['{}', '321'],
  ['{ title: { eq: "Sea Wolf" } }', '2'],
  ['{ title: { ne: "Sea Wolf" } }', '31'],
  ['{ title: { match: "sea DICK" } }', '321'],
  ['{ title: { match: "man" } }', '1'],
  ['{ title: { matchPhrase: "old man" } }', '1'],
  ['{ title: { matchPhrase: "man old" } }', ''],
  ['{ title: { matchPhrasePrefix: "the se" } }', '1'],
  ['{ title: { multiMatch: "wolf" } }', '2'],
  ['{ title: { wildcard: "*Sea*" } }', '21'],
  ['{ title: { wildcard: "?oby*k" } }', '3'],
  ['{ title: { regexp: "[MS].*[fk]" } }', '32'],
  ['{ title: { exists: false } }', ''],
  ['{ secret: { exists: false } }', '321'],
  ['{ pages: { range: [127, 366] } }', '21'],
  ['{ pages: { gt: 127, lt: 635 } }', '2'],
  ['{ price: { gte: 12 } }', '32'],
  ['{ price: { lte: 9.5 } }', '1'],
  ['{ tags: { eq: "fish" } }', '1'],
  ['{ not: { tags: { eq: "sea" } } }', '3'],
  ['{ or: [{ id: { eq: "1" } }, { and: [{ price: { eq: 12 } }, { pages: { lt: 400 } }] }] }', '21'],
];

scenarios('search (runtime.md 9)', { schema }, [
  ...rows.map(([filter, ids]) => ({
    title: `${filter} finds ${ids === '' ? 'nothing' : ids}`,
    seed,
    query: `{ searchBooks(filter: ${filter}) { items { id } total } }`,
    response: { data: { searchBooks: { items: [...ids].map((id) => ({ id })), total: ids.length } } },
  })),
  {
    title: 'sorts by several keys, descending unless told, then by the primary key',
    seed,
    query: '{ searchBooks(sort: [{ field: price }, { field: title, direction: asc }]) { items { id } } }',
    response: { data: { searchBooks: { items: [{ id: '3' }, { id: '2' }, { id: '1' }] } } },
  },
  {
    title: 'computes aggregations over all hits',
    seed,
    query: `{ searchBooks(limit: 1, aggregates: [
      { name: "tags", type: terms, field: tags }
      { name: "avg", type: avg, field: price }
      { name: "min", type: min, field: pages }
      { name: "max", type: max, field: pages }
      { name: "sum", type: sum, field: pages }
      { name: "count", type: cardinality, field: price }
      { name: "none", type: avg, field: title }
    ]) { items { id } aggregateItems { name result {
      ... on SearchableAggregateScalarResult { value }
      ... on SearchableAggregateBucketResult { buckets { key doc_count } }
    } } } }`,
    response: {
      data: {
        searchBooks: {
          items: [{ id: '3' }],
          aggregateItems: [
            {
              name: 'tags',
              result: {
                buckets: [
                  { key: 'sea', doc_count: 2 },
                  { key: 'fish', doc_count: 1 },
                ],
              },
            },
            { name: 'avg', result: { value: 33.5 / 3 } },
            { name: 'min', result: { value: 127 } },
            { name: 'max', result: { value: 635 } },
            { name: 'sum', result: { value: 1128 } },
            { name: 'count', result: { value: 2 } },
            { name: 'none', result: null },
          ],
        },
      },
    },
  },
  {
    title: 'shows owners their records only',
    as: user('a'),
    seed,
    query: '{ searchBooks(filter: { title: { match: "sea" } }) { items { id } total } }',
    response: { data: { searchBooks: { items: [{ id: '1' }], total: 1 } } },
  },
  {
    title: 'refuses an aggregation on a field that the caller may not read',
    seed,
    query: '{ searchBooks(aggregates: [{ name: "s", type: terms, field: secret }]) { total } }',
    response: {
      data: { searchBooks: null },
      errors: [fieldError(['searchBooks'], 'Unauthorized', 'Unauthorized to run aggregation on field: secret')],
    },
  },
  ...[
    '(a+)+',
    'a*a*a*',
    'a{0,200}a{0,200}a{0,200}b',
    `${'a?'.repeat(30)}${'a'.repeat(30)}`,
    `${'(a|a)'.repeat(30)}b`,
    '(a|a){30}b',
  ].map((pattern) => ({
    title: `refuses a costly regular expression: ${pattern.slice(0, 26)}`,
    seed,
    query: `{ searchBooks(filter: { title: { regexp: "${pattern}" } }) { total } }`,
    response: {
      data: { searchBooks: null },
      errors: [
        fieldError(
          ['searchBooks'],
          'InvalidArgumentsError',
          'The regular expression is too costly: at most 2 open repetitions, none of a group, are allowed, and fewer with options and alternatives.',
        ),
      ],
    },
  })),
  {
    title: 'takes two open repetitions, or one with options',
    seed,
    query:
      '{ a: searchBooks(filter: { title: { regexp: ".*[Ss]ea.*" } }) { total } b: searchBooks(filter: { title: { regexp: "s?e?a?|.*[Dd]ic{1,2}k" } }) { total } }',
    response: { data: { a: { total: 2 }, b: { total: 1 } } },
  },
]);

it('pages of a search go on with their token, or from a position', async () => {
  const world = await createWorld({ schema });
  await world.seed(seed);
  type Answer = { data: { searchBooks: { items: { id: string }[]; nextToken: string | null } } };
  const search = async (variables: Readonly<Record<string, unknown>>) => {
    const query =
      'query ($token: String, $from: Int) { searchBooks(limit: 2, nextToken: $token, from: $from) { items { id } nextToken } }';
    return ((await world.send({ query, variables })) as Answer).data.searchBooks;
  };
  const first = await search({});
  expect(first.items).toEqual([{ id: '3' }, { id: '2' }]);
  expect(await search({ token: first.nextToken })).toEqual({ items: [{ id: '1' }], nextToken: null });
  expect(await search({ from: 1 })).toEqual({ items: [{ id: '2' }, { id: '1' }], nextToken: null });
  await world.close();
});
