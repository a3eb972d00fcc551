import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, fieldError, scenarios, type World } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  enum Grade { A B C }
  type Row @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    kind: Grade! @index(name: "byText", sortKeyFields: ["text"], queryField: "byText")
      @index(name: "byCode", sortKeyFields: ["code"], queryField: "byCode")
      @index(name: "byCount", sortKeyFields: ["count"], queryField: "byCount")
      @index(name: "byPrice", sortKeyFields: ["price"], queryField: "byPrice")
      @index(name: "byGrade", sortKeyFields: ["grade"], queryField: "byGrade")
      @index(name: "byDay", sortKeyFields: ["day"], queryField: "byDay")
      @index(name: "byParts", sortKeyFields: ["text", "count", "day"], queryField: "byParts")
      @index(name: "byTimes", sortKeyFields: ["at", "until"], queryField: "byTimes")
    text: String
    code: ID
    count: Int
    price: Float
    grade: Grade
    day: AWSDate
    at: AWSDateTime
    until: AWSDateTime
  }
  type Page @model(${off}) @auth(rules: [{ allow: public }]) {
    book: ID! @primaryKey(sortKeyFields: ["number"])
    number: Int!
  }
  type Plain @model(${off}) @auth(rules: [{ allow: public }]) {
    code: String! @primaryKey
    text: String
  }
  type Shelf @model(${off}) @auth(rules: [{ allow: public }]) {
    room: ID! @primaryKey(sortKeyFields: ["wall", "row"])
    wall: String!
    row: Int!
    rows: [Leaf] @hasMany(indexName: "byShelf", fields: ["room"])
  }
  type Leaf @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    room: ID @index(name: "byShelf", sortKeyFields: ["wall", "row"])
    wall: String
    row: Int
  }
`;

const row = (id: string, [text, count, day]: readonly [string, number, string], rest: object) => ({
  id,
  kind: 'A',
  text,
  code: text,
  count,
  day,
  'text#count#day': `${text}#${count}#${day}`,
  ...rest,
});
const at = '2024-01-01T00:00:00Z';
const rows = [
  row('1', ['a', 9, '2024-04-30'], {
    price: -1.5,
    grade: 'A',
    at,
    until: '2024-05-01T00:00Z',
    'at#until': `${at}#2024-05-01T00:00Z`,
  }),
  row('2', ['ab', 10, '2024-05-01'], {
    price: 0,
    grade: 'B',
    at,
    until: '2024-06-01T00:00Z',
    'at#until': `${at}#2024-06-01T00:00Z`,
  }),
  row('3', ['b', 100, '2024-05-31'], { price: 2.25, grade: 'C' }),
  { id: '4', kind: 'A' },
  { ...row('5', ['a', 9, '2024-04-30'], {}), kind: 'B' },
];

/** Every operator on a key of three ascending values. */
const operators = (low: string, middle: string, high: string) =>
  [
    [`{ eq: ${middle} }`, '2'],
    [`{ lt: ${middle} }`, '1'],
    [`{ le: ${middle} }`, '12'],
    [`{ gt: ${middle} }`, '3'],
    [`{ ge: ${middle} }`, '23'],
    [`{ between: [${low}, ${middle}] }`, '12'],
    [`{ between: [${middle}, ${high}] }`, '23'],
    ['{}', '123'],
  ] as const;

/** Query, argument, conditions → the rows selected, in order. */
const queries: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  ['byText', 'text', [...operators('"a"', '"ab"', '"b"'), ['{ beginsWith: "a" }', '12']]],
  ['byCode', 'code', [...operators('"a"', '"ab"', '"b"'), ['{ beginsWith: "b" }', '3']]],
  ['byCount', 'count', operators('9', '10', '100')],
  ['byPrice', 'price', operators('-1.5', '0', '2.25')],
  ['byGrade', 'grade', [...operators('"A"', '"B"', '"C"'), ['{ beginsWith: "B" }', '2']]],
  ['byDay', 'day', [...operators('"2024-04-30"', '"2024-05-01"', '"2024-05-31"'), ['{ beginsWith: "2024-05" }', '23']]],
  [
    'byParts',
    'textCountDay',
    [
      ['{ eq: { text: "ab", count: 10, day: "2024-05-01" } }', '2'],
      ['{ eq: { text: "ab", count: 10 } }', ''],
      ['{ lt: { text: "ab" } }', '1'],
      ['{ le: { text: "ab", count: 10, day: "2024-05-01" } }', '12'],
      ['{ gt: { text: "ab" } }', '23'],
      ['{ ge: { text: "b", count: 100, day: "2024-05-31" } }', '3'],
      ['{ between: [{ text: "a", count: 9 }, { text: "ab", count: 10, day: "2024-05-01" }] }', '12'],
      ['{ beginsWith: { text: "a" } }', '12'],
      ['{ beginsWith: { text: "b", count: 10 } }', '3'],
      ['{ beginsWith: { text: "b", count: 100, day: "2024-05" } }', '3'],
      ['{ beginsWith: { text: "b", count: 100, day: "2024-04" } }', ''],
      ['{}', '123'],
    ],
  ],
  ['byTimes', 'atUntil', [[`{ beginsWith: { at: "${at}", until: "2024-06" } }`, '2']]],
];

describe('key conditions (runtime.md 3.3)', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ schema });
    await world.seed({ Row: rows });
  });
  afterAll(() => world.close());

  it.each(queries)('of %s select by %s, in both directions', async (field, argument, conditions) => {
    const select = async (direction: string) => {
      const query = conditions.map(
        ([condition], index) =>
          `_${index}: ${field}(kind: A, ${argument}: ${condition}, sortDirection: ${direction}) { items { id } }`,
      );
      const { data } = (await world.send({ query: `{ ${query.join(' ')} }` })) as {
        data: Readonly<Record<string, { items: readonly { id: string }[] }>>;
      };
      return conditions.map(([condition], index) => [condition, data[`_${index}`]!.items.map(({ id }) => id).join('')]);
    };
    expect(await select('ASC')).toEqual(conditions);
    expect(await select('DESC')).toEqual(
      conditions.map(([condition, ids]) => [condition, [...ids].toReversed().join('')]),
    );
  });
});

const refused = (field: string, message: string) => ({
  data: { [field]: null },
  errors: [fieldError([field], 'InvalidArgumentsError', message)],
});
const invalid = (message: string, column: number) => ({
  data: null,
  errors: [{ path: null, locations: [{ line: 1, column, sourceName: null }], message }],
});
const last = '{ text: "a", count: 1 }';

scenarios('arguments of keys (runtime.md 3.1, 3.2, 3.3)', { schema }, [
  {
    title: 'get needs every field of the key',
    query: '{ getPage(book: "b") { number } }',
    response: invalid("Validation error of type MissingFieldArgument: Missing field argument number @ 'getPage'", 3),
  },
  {
    title: 'an index query needs the hash argument',
    query: '{ byText { items { id } } }',
    response: invalid("Validation error of type MissingFieldArgument: Missing field argument kind @ 'byText'", 3),
  },
  {
    title: 'beginsWith is no operator of numbers',
    query: '{ byCount(kind: A, count: { beginsWith: 1 }) { items { id } } }',
    response: invalid(
      "Validation error of type WrongType: argument 'count' with value '{ beginsWith: 1 }' contains a field not in 'ModelIntKeyConditionInput': 'beginsWith' @ 'byCount'",
      27,
    ),
  },
  {
    title: 'a part before the last must be whole',
    query: '{ byTimes(kind: A, atUntil: { beginsWith: { at: "2024-01" } }) { items { id } } }',
    response: invalid(
      "Validation error of type WrongType: argument 'atUntil.beginsWith.at' with value '\"2024-01\"' is not a valid 'AWSDateTime' @ 'byTimes'",
      49,
    ),
  },
  ...['eq', 'lt', 'le', 'gt', 'ge', 'beginsWith'].map((operator) => ({
    title: `${operator} on a part needs the part before it`,
    query: `{ byParts(kind: A, textCountDay: { ${operator}: { text: "a", day: "2024-05" } }) { items { id } } }`,
    response: refused(
      'byParts',
      `When providing argument 'textCountDay.${operator}.day' you must also provide 'textCountDay.${operator}.count'.`,
    ),
  })),
  {
    title: 'the upper bound of between needs the part before it',
    query: `{ byParts(kind: A, textCountDay: { between: [${last}, { count: 2 }] }) { items { id } } }`,
    response: refused(
      'byParts',
      "When providing argument 'textCountDay.between[1].count' you must also provide 'textCountDay.between[1].text'.",
    ),
  },
  {
    title: 'between on parts takes two elements, not one',
    query: `{ byParts(kind: A, textCountDay: { between: ${last} }) { items { id } } }`,
    response: refused('byParts', "Argument 'textCountDay.between' expects exactly two elements."),
  },
  {
    title: 'between on a number takes two elements, not three',
    query: '{ listPages(book: "b", number: { between: [1, 2, 3] }) { items { number } } }',
    response: refused('listPages', "Argument 'number.between' expects exactly two elements."),
  },
  {
    title: 'a key of numbers takes one operation',
    query: '{ listPages(book: "b", number: { ge: 1, le: 2 }) { items { number } } }',
    response: refused('listPages', 'Argument number must specify at most one key condition operation.'),
  },
  {
    title: 'the sort argument of a list needs the hash argument',
    query: '{ listPages(number: { eq: 1 }) { items { number } } }',
    response: refused('listPages', "When providing argument 'number' you must also provide arguments book"),
  },
  {
    title: 'sortDirection needs a sort key in a list',
    query: '{ listPlains(code: "a", sortDirection: ASC) { items { code } } }',
    response: refused('listPlains', 'sortDirection is not supported for List operations without a Sort key defined.'),
  },
  {
    title: 'sortDirection needs a sort key in a list, with the hash argument or without it',
    query: '{ listPlains(sortDirection: ASC) { items { code } } }',
    response: refused('listPlains', 'sortDirection is not supported for List operations without a Sort key defined.'),
  },
  {
    title: 'a list by the whole key finds one record',
    seed: { Plain: [{ code: 'a', text: 'x' }, { code: 'b' }] },
    query: '{ listPlains(code: "a") { items { code text } nextToken } }',
    response: { data: { listPlains: { items: [{ code: 'a', text: 'x' }], nextToken: null } } },
  },
  {
    title: 'a negative limit is refused',
    query: '{ byText(kind: A, limit: -1) { items { id } } }',
    response: {
      data: { byText: null },
      errors: [
        fieldError(
          ['byText'],
          'DynamoDB:DynamoDbException',
          "1 validation error detected: Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: DynamoDb, Status Code: 400, Request ID: request-1)",
        ),
      ],
    },
  },
  {
    title: 'a relation has the same errors, at its path',
    seed: { Shelf: [{ room: 'r', wall: 'w', row: 1, 'wall#row': 'w#1' }] },
    query: '{ listShelves { items { rows(wallRow: { eq: { row: 1 } }) { items { id } } } } }',
    response: {
      data: { listShelves: { items: [{ rows: null }] } },
      errors: [
        fieldError(
          ['listShelves', 'items', 0, 'rows'],
          'InvalidArgumentsError',
          "When providing argument 'wallRow.eq.row' you must also provide 'wallRow.eq.wall'.",
          { column: 25 },
        ),
      ],
    },
  },
  {
    title: 'a relation selects by the parts of its key',
    seed: {
      Shelf: [{ room: 'r', wall: 'w', row: 1, 'wall#row': 'w#1' }],
      Leaf: [1, 2, 3].map((n) => ({
        id: `${n}`,
        room: 'r',
        wall: n < 3 ? 'w' : 'x',
        row: n,
        'wall#row': `${n < 3 ? 'w' : 'x'}#${n}`,
      })),
    },
    query:
      '{ getShelf(room: "r", wall: "w", row: 1) { rows(wallRow: { beginsWith: { wall: "w" } }, sortDirection: DESC) { items { id } } } }',
    response: { data: { getShelf: { rows: { items: [{ id: '2' }, { id: '1' }] } } } },
  },
]);
