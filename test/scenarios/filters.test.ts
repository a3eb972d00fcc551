import { fieldError, scenarios } from './harness.ts';

const schema = `
  enum Status { OPEN CLOSED }
  type Thing @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String
    count: Int
    price: Float
    done: Boolean
    status: Status
    states: [Status]
    tags: [String]
  }
`;
const seed = {
  Thing: [
    { id: 'a', name: 'apple', count: 1, price: 0.5, done: true, status: 'OPEN', states: ['OPEN'], tags: ['x', 'y'] },
    {
      id: 'b',
      name: 'Banana',
      count: 20,
      price: 2,
      done: false,
      status: 'CLOSED',
      states: ['OPEN', 'CLOSED'],
      tags: ['y'],
    },
    { id: 'c' },
  ],
};

/** Filter → ids of the things that it leaves. */
const rows: readonly (readonly [string, string])[] = [
  ['{}', 'abc'],
  ['{ name: {} }', 'abc'],
  ['{ and: [] }', 'abc'],
  ['{ name: { eq: "apple" } }', 'a'],
  ['{ name: { ne: "apple" } }', 'bc'],
  ['{ name: { eq: null } }', 'c'],
  ['{ name: { ne: null } }', 'ab'],
  ['{ name: { lt: "a" } }', 'b'],
  ['{ name: { between: ["A", "b"] } }', 'ab'],
  ['{ name: { beginsWith: "B" } }', 'b'],
  ['{ name: { contains: "an" } }', 'b'],
  ['{ name: { notContains: "an" } }', 'ac'],
  ['{ name: { attributeExists: false } }', 'c'],
  ['{ name: { attributeType: string } }', 'ab'],
  ['{ name: { size: { gt: 5 } } }', 'b'],
  ['{ name: { size: { ge: 5, lt: 6 } } }', 'a'],
  ['{ name: { size: { between: [1, 5] } } }', 'a'],
  ['{ count: { gt: 3 } }', 'b'],
  ['{ count: { ge: 1, le: 1 } }', 'a'],
  ['{ count: { between: [1, 20] } }', 'ab'],
  ['{ price: { lt: 1.5 } }', 'a'],
  ['{ done: { eq: true } }', 'a'],
  ['{ done: { ne: true } }', 'bc'],
  ['{ status: { eq: CLOSED } }', 'b'],
  ['{ status: { ne: CLOSED } }', 'ac'],
  ['{ states: { contains: CLOSED } }', 'b'],
  ['{ states: { eq: [OPEN] } }', 'a'],
  ['{ states: { notContains: CLOSED } }', 'ac'],
  ['{ tags: { contains: "x" } }', 'a'],
  ['{ tags: { eq: "x" } }', ''],
  ['{ tags: { size: { eq: 2 } } }', 'a'],
  ['{ not: { name: { eq: "apple" } } }', 'bc'],
  ['{ or: [{ name: { eq: "apple" } }, { count: { eq: 20 } }] }', 'ab'],
  ['{ and: [{ count: { ge: 1 } }, { not: { done: { eq: true } } }] }', 'b'],
  ['{ name: { eq: "apple" }, or: [{ count: { eq: 1 } }, { count: { eq: 2 } }] }', 'a'],
  ['{ id: { beginsWith: "c" } }', 'c'],
];

scenarios('filters (runtime.md 4)', { schema }, [
  ...rows.map(([filter, ids]) => ({
    title: `${filter} leaves ${ids === '' ? 'nothing' : ids}`,
    seed,
    order: 'engine' as const,
    query: `{ listThings(filter: ${filter}) { items { id } } }`,
    response: { data: { listThings: { items: [...ids].map((id) => ({ id })) } } },
  })),
  {
    title: 'a filter in a variable is the same',
    order: 'engine',
    seed,
    query: 'query ($filter: ModelThingFilterInput) { listThings(filter: $filter) { items { id } } }',
    variables: { filter: { or: [{ tags: { contains: 'x' } }, { name: { attributeExists: false } }] } },
    response: { data: { listThings: { items: [{ id: 'a' }, { id: 'c' }] } } },
  },
  {
    title: 'between with one bound cannot be processed',
    query: '{ listThings(filter: { name: { between: "test" } }) { items { id } } }',
    response: {
      data: { listThings: null },
      errors: [fieldError(['listThings'], 'Unrecognized Filter', 'Unable to process the filter expression')],
    },
  },
  {
    title: 'an ordering operator refuses null',
    query: '{ listThings(filter: { count: { lt: null } }) { items { id } } }',
    response: {
      data: { listThings: null },
      errors: [
        fieldError(
          ['listThings'],
          'DynamoDB:DynamoDbException',
          'Invalid FilterExpression: Incorrect operand type for operator or function; operator: <, operand type: NULL',
        ),
      ],
    },
  },
]);
