import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, fieldError, scenarios, type World } from './harness.ts';

const schema = `
  enum Status { OPEN CLOSED GONE }
  type Place { city: String }
  type Thing @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String
    code: ID
    date: AWSDate
    time: AWSTime
    at: AWSDateTime
    email: AWSEmail
    json: AWSJSON
    url: AWSURL
    phone: AWSPhone
    ip: AWSIPAddress
    count: Int
    stamp: AWSTimestamp
    price: Float
    done: Boolean
    status: Status
    states: [Status]
    tags: [String]
    sizes: [Int]
    flags: [Boolean]
    place: Place
    parent: Thing @belongsTo(references: ["parentId"])
    children: [Thing] @hasMany(references: ["parentId"])
    parentId: ID
  }
`;

/** Three ascending values of each field whose type is a text. */
const texts = {
  text: ['a1', 'b22', 'c333'],
  code: ['a1', 'b22', 'c333'],
  date: ['2024-01-01', '2024-02-02Z', '2024-03-03+01:00'],
  time: ['08:00', '09:30:15', '10:00:00.5'],
  at: ['2024-01-01T00:00Z', '2024-02-02T00:00:00Z', '2024-03-03T00:00:00.000Z'],
  email: ['a@b.c', 'b@bb.cc', 'c@bbb.ccc'],
  json: ['"a"', '"b2"', '"c33"'],
  url: ['http://a.b', 'https://bb.cc', 'mailto:cc@dd.ee'],
  phone: ['+14155552671', '+41 44 668 18 00', '415-555-2671'],
  ip: ['10.0.0.1', '192.168.0.1', '2001:db8::/32'],
} as const;
const numbers = { count: [-2, 0, 2147483647], stamp: [-3600, 0, 1714566896], price: [-0.5, 0, 1e20] } as const;

const ids = ['l', 'm', 'h'] as const;
const things = ids.map((id, index) => ({
  id,
  ...Object.fromEntries(Object.entries({ ...texts, ...numbers }).map(([field, values]) => [field, values[index]])),
  done: id !== 'm',
  status: ['OPEN', 'CLOSED', 'GONE'][index],
  states: [['OPEN'], ['OPEN', 'CLOSED'], ['CLOSED', 'OPEN']][index],
  tags: [['x'], ['x', 'yy'], ['yy']][index],
  sizes: [[1], [1, 2], [3]][index],
  flags: [[true], [true, false], []][index],
  parentId: 'l',
  owner: `sub-${id}::${id}`,
}));

/** Operators of a field → the things that meet them: `l`ow, `m`iddle, `h`igh and `n`one, which has no values. */
type Rows = Readonly<Record<string, string>>;

const textRows = ([low, middle, high]: readonly string[]): Rows => {
  const [m, h] = [JSON.stringify(middle), JSON.stringify(high)];
  const [size, longest] = [middle!.length, Math.max(...[low, middle, high].map((text) => text!.length))];
  const sizes = (holds: (length: number) => boolean) =>
    ids.filter((_, index) => holds([low, middle, high][index]!.length)).join('');
  return {
    [`eq: ${m}`]: 'm',
    [`ne: ${m}`]: 'lhn',
    [`lt: ${m}`]: 'l',
    [`le: ${m}`]: 'lm',
    [`gt: ${m}`]: 'h',
    [`ge: ${m}`]: 'mh',
    [`between: [${m}, ${h}]`]: 'mh',
    [`between: [${h}, ${m}]`]: '',
    [`beginsWith: ${JSON.stringify(middle!.slice(0, -1))}`]: 'm',
    [`contains: ${JSON.stringify(middle!.slice(1))}`]: 'm',
    [`notContains: ${JSON.stringify(middle!.slice(1))}`]: 'lhn',
    'contains: ""': 'lmh',
    'eq: "not of this format"': '',
    [`size: { eq: ${size} }`]: sizes((length) => length === size),
    [`size: { ne: ${size} }`]: sizes((length) => length !== size),
    [`size: { lt: ${size} }`]: sizes((length) => length < size),
    [`size: { le: ${size} }`]: sizes((length) => length <= size),
    [`size: { gt: ${size} }`]: sizes((length) => length > size),
    [`size: { ge: ${size} }`]: sizes((length) => length >= size),
    [`size: { between: [${size}, ${longest}] }`]: sizes((length) => length >= size),
    ...presence('string'),
  };
};

const numberRows = ([, middle, high]: readonly number[]): Rows => ({
  [`eq: ${middle}`]: 'm',
  [`ne: ${middle}`]: 'lhn',
  [`lt: ${middle}`]: 'l',
  [`le: ${middle}`]: 'lm',
  [`gt: ${middle}`]: 'h',
  [`ge: ${middle}`]: 'mh',
  [`between: [${middle}, ${high}]`]: 'mh',
  ...presence('number'),
});

/** What holds whether there is a value, and of which type it is. */
function presence(type: string, having = 'lmh'): Rows {
  const types = ['binary', 'binarySet', 'bool', 'list', 'map', 'number', 'numberSet', 'string', 'stringSet', '_null'];
  return {
    'attributeExists: true': having,
    'attributeExists: false': 'n',
    'eq: null': 'n',
    'ne: null': having,
    ...Object.fromEntries(types.map((each) => [`attributeType: ${each}`, each === type ? having : ''])),
  };
}

const withoutNull = (rows: Rows): Rows =>
  Object.fromEntries(Object.entries(rows).filter(([operators]) => !operators.endsWith('null')));

const fields: Readonly<Record<string, Rows>> = {
  ...Object.fromEntries(Object.entries(texts).map(([field, values]) => [field, textRows(values)])),
  ...Object.fromEntries(Object.entries(numbers).map(([field, values]) => [field, numberRows(values)])),
  done: { 'eq: true': 'lh', 'eq: false': 'm', 'ne: true': 'mn', 'ne: false': 'lhn', ...presence('bool') },
  status: { 'eq: OPEN': 'l', 'ne: OPEN': 'mhn', 'eq: null': 'n', 'ne: null': 'lmh' },
  states: {
    'eq: [OPEN, CLOSED]': 'm',
    'ne: [OPEN, CLOSED]': 'lhn',
    'eq: OPEN': 'l',
    'contains: CLOSED': 'mh',
    'notContains: CLOSED': 'ln',
    'eq: null': 'n',
    'ne: null': 'lmh',
  },
  tags: {
    'contains: "yy"': 'mh',
    'contains: "y"': '',
    'notContains: "yy"': 'ln',
    'size: { eq: 1 }': 'lh',
    'size: { gt: 1 }': 'm',
    'eq: "x"': '',
    'ne: "x"': 'lmhn',
    'beginsWith: "x"': '',
    'ge: ""': '',
    ...withoutNull(presence('list')),
  },
  sizes: { 'eq: 1': '', 'ne: 1': 'lmhn', 'ge: 0': '', ...withoutNull(presence('list')) },
  flags: { 'eq: true': '', 'ne: true': 'lmhn', ...withoutNull(presence('list')) },
  parentId: { 'eq: "l"': 'lmh', 'ne: "l"': 'n', 'beginsWith: "l"': 'lmh' },
  owner: { 'eq: "m"': 'm', 'ne: "m"': 'lhn', 'eq: "sub-m::m"': 'm', 'attributeExists: false': 'n' },
};

describe('operators (runtime.md 4.1, 4.2)', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ schema });
    await world.seed({ Thing: [...things, { id: 'n' }] });
  });
  afterAll(() => world.close());

  /** Which things meet each filter, in one request. */
  async function found(filters: readonly string[]): Promise<readonly string[]> {
    const query = filters.map((filter, index) => `_${index}: listThings(filter: ${filter}) { items { id } }`).join(' ');
    const { data, errors } = (await world.send({ query: `{ ${query} }` })) as {
      data: Readonly<Record<string, { items: readonly { id: string }[] }>>;
      errors?: unknown;
    };
    expect(errors).toBeUndefined();
    return filters.map((_, index) => inOrder(data[`_${index}`]!.items.map(({ id }) => id)));
  }
  const inOrder = (list: readonly string[]) => ['l', 'm', 'h', 'n'].filter((id) => list.includes(id)).join('');

  it.each(Object.entries(fields))('every operator of the field %s', async (field, rows) => {
    const operators = Object.keys(rows);
    const filters = operators.map((each) => `{ ${field}: { ${each} } }`);
    const met = await found(filters);
    expect(Object.fromEntries(operators.map((each, index) => [each, met[index]]))).toEqual(rows);
  });

  it.each(Object.entries(fields))('not is plain negation for the field %s', async (field, rows) => {
    const operators = Object.keys(rows);
    const met = await found(operators.map((each) => `{ not: { ${field}: { ${each} } } }`));
    const others = (having: string) => inOrder(['l', 'm', 'h', 'n'].filter((id) => !having.includes(id)));
    expect(Object.fromEntries(operators.map((each, index) => [each, met[index]]))).toEqual(
      Object.fromEntries(Object.entries(rows).map(([each, having]) => [each, others(having)])),
    );
  });

  it('members of one object hold together', async () => {
    expect(
      await found([
        '{ text: { ge: "b", lt: "c" } }',
        '{ text: { ge: "b" }, count: { gt: 0 } }',
        '{ text: { ge: "b" }, or: [{ count: { gt: 0 } }, { done: { eq: true } }], not: { id: { eq: "h" } } }',
        '{ and: [{ or: [{ id: { eq: "l" } }, { and: { id: { eq: "m" } } }] }, { not: { not: { done: { eq: true } } } }] }',
        '{ or: [] }',
        '{ not: {} }',
        '{ and: [{}, { or: [] }] }',
      ]),
    ).toEqual(['m', 'h', '', 'l', 'lmhn', 'lmhn', 'lmhn']);
  });
});

const wrongType = (path: string, value: string, input: string, member: string, column: number) => ({
  data: null,
  errors: [
    {
      path: null,
      locations: [{ line: 1, column, sourceName: null }],
      message: `Validation error of type WrongType: argument '${path}' with value '${value}' contains a field not in '${input}': '${member}' @ 'listThings'`,
    },
  ],
});

scenarios('operands (runtime.md 4)', { schema }, [
  ...(
    [
      ['text', '{ in: ["a"] }', 'ModelStringInput', 'in'],
      ['count', '{ contains: 1 }', 'ModelIntInput', 'contains'],
      ['price', '{ size: { eq: 1 } }', 'ModelFloatInput', 'size'],
      ['done', '{ gt: true }', 'ModelBooleanInput', 'gt'],
      ['status', '{ beginsWith: OPEN }', 'ModelStatusInput', 'beginsWith'],
    ] as const
  ).map(([field, value, input, member]) => ({
    title: `${member} is no operator of ${input}`,
    query: `{ listThings(filter: { ${field}: ${value} }) { items { id } } }`,
    response: wrongType(`filter.${field}`, value, input, member, 26 + field.length),
  })),
  {
    title: 'custom types and relations are not filtered',
    query: '{ listThings(filter: { place: { city: { eq: "x" } } }) { items { id } } }',
    response: wrongType('filter', '{ place: { city: { eq: "x" } } }', 'ModelThingFilterInput', 'place', 22),
  },
  ...(
    [
      ['lt', '<'],
      ['le', '<='],
      ['gt', '>'],
      ['ge', '>='],
      ['beginsWith', 'begins_with'],
      ['contains', 'contains'],
    ] as const
  ).map(([operator, shown]) => ({
    title: `${operator} takes no null`,
    query: `{ listThings(filter: { text: { ${operator}: null } }) { items { id } } }`,
    response: {
      data: { listThings: null },
      errors: [
        fieldError(
          ['listThings'],
          'DynamoDB:DynamoDbException',
          `Invalid FilterExpression: Incorrect operand type for operator or function; operator: ${shown}, operand type: NULL`,
        ),
      ],
    },
  })),
  ...['["a"]', '["a", "b", "c"]', '[]', 'null'].map((value) => ({
    title: `between takes two values, not ${value}`,
    query: `{ listThings(filter: { text: { between: ${value} } }) { items { id } } }`,
    response: {
      data: { listThings: null },
      errors: [fieldError(['listThings'], 'Unrecognized Filter', 'Unable to process the filter expression')],
    },
  })),
  {
    title: 'conditions have the operators of filters',
    seed: { Thing: things },
    query:
      'mutation { a: updateThing(input: { id: "l", text: "1" }, condition: { not: { tags: { contains: "yy" } }, or: [{ count: { gt: 5 } }, { states: { eq: [OPEN] } }], owner: { eq: "l" }, parentId: { eq: "l" } }) { text } b: updateThing(input: { id: "l", text: "2" }, condition: { text: { size: { gt: 1 } } }) { text } }',
    response: {
      data: { a: { text: '1' }, b: null },
      errors: [
        fieldError(
          ['b'],
          'DynamoDB:ConditionalCheckFailedException',
          'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: request-1)',
          { column: 216 },
        ),
      ],
    },
    events: 'any',
  },
  {
    title: 'a condition that makes no sense is told as a filter is',
    query: 'mutation { updateThing(input: { id: "l", text: "1" }, condition: { text: { between: "a" } }) { text } }',
    response: {
      data: { updateThing: null },
      errors: [
        fieldError(['updateThing'], 'Unrecognized Filter', 'Unable to process the filter expression', { column: 12 }),
      ],
    },
  },
]);

describe('comparison (runtime.md 4.3)', () => {
  it('texts are compared by their bytes, numbers by value, case counts', async () => {
    const world = await createWorld({ schema });
    const words = ['Z', 'a', 'z', 'é', '\uff61', '😀', 'e\u0301'];
    await world.seed({
      Thing: [
        ...words.map((text, index) => ({ id: `${index}`, text })),
        { id: 'one', price: 1 },
        { id: 'half', price: 0.1 },
      ],
    });
    const query = 'query ($f: ModelThingFilterInput) { listThings(filter: $f) { items { id } } }';
    const find = async (f: unknown) => {
      const { data } = (await world.send({ query, variables: { f } })) as {
        data: { listThings: { items: readonly { id: string }[] } };
      };
      return data.listThings.items.map(({ id }) => words[Number(id)] ?? id).toSorted();
    };
    expect(await find({ text: { lt: 'a' } })).toEqual(['Z']);
    expect(await find({ text: { gt: 'z' } })).toEqual(['é', '😀', '\uff61'].toSorted());
    // UTF-16 would put the surrogates of an emoji before U+FF61.
    expect(await find({ text: { gt: '\uff61' } })).toEqual(['😀']);
    expect(await find({ text: { eq: 'é' } })).toEqual(['é']);
    expect(await find({ text: { contains: 'A' } })).toEqual([]);
    expect(await find({ text: { size: { eq: 2 } } })).toEqual(['e\u0301']);
    expect(await find({ price: { eq: 1.0 } })).toEqual(['one']);
    expect(await find({ price: { between: [0.1, 1] } })).toEqual(['half', 'one']);
    await world.close();
  });
});
