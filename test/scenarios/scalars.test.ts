import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, scenarios, type World } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  enum Kind { A B }
  type Place { day: AWSDate raw: AWSJSON }
  type Value @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    date: AWSDate
    time: AWSTime
    dateTime: AWSDateTime
    timestamp: AWSTimestamp
    email: AWSEmail
    json: AWSJSON
    url: AWSURL
    phone: AWSPhone
    ip: AWSIPAddress
    text: String
    key: ID
    int: Int
    float: Float
    flag: Boolean
    kind: Kind
    dates: [AWSDate]
    place: Place
  }
  type Numbered @model(${off}) @auth(rules: [{ allow: public }]) {
    number: Int! @primaryKey
  }
`;

interface Field {
  readonly name: string;
  readonly type: string;
  readonly accepted: readonly unknown[];
  /** Given and shown differently. */
  readonly changed?: readonly (readonly [given: unknown, shown: unknown])[];
  /** Value → what the message about it as a variable says. */
  readonly refused: readonly (readonly [unknown, string])[];
}

const unable = (value: unknown, noun: string) => [value, `Unable to parse \`${value}\` as ${noun}.`] as const;

const fields: readonly Field[] = [
  {
    name: 'date',
    type: 'AWSDate',
    accepted: ['2024-02-29', '1970-01-01Z', '2024-01-01+01:00', '1970-12-31-07:30:15'],
    refused: [unable('2023-02-29', 'a valid date'), unable(5, 'a valid date'), unable('1-1-2024', 'a valid date')],
  },
  {
    name: 'time',
    type: 'AWSTime',
    accepted: ['12:30', '12:30:24.123456789', '00:00:00-07:00', '12:30Z'],
    refused: [unable('24:00', 'a valid time'), unable('12:30:24.1234567890', 'a valid time')],
  },
  {
    name: 'dateTime',
    type: 'AWSDateTime',
    accepted: ['2020-01-01T00:00+00:00', '2024-05-01T12:34:56.789Z', '1969-12-31T23:59:59-01:00'],
    refused: [unable('2024-05-01T12:34:56.789', 'a valid DateTime Object'), unable('', 'a valid DateTime Object')],
  },
  {
    name: 'timestamp',
    type: 'AWSTimestamp',
    accepted: [0, -3600, 1714566896],
    refused: [unable(1.5, 'a valid timestamp'), unable('1', 'a valid timestamp')],
  },
  {
    name: 'email',
    type: 'AWSEmail',
    accepted: ['local-part@domain-part', 'first.last+tag@sub.example.co.uk'],
    refused: [unable('nobody', 'a valid email address')],
  },
  {
    name: 'url',
    type: 'AWSURL',
    accepted: ['https://example.com/a?b=//c', 'mailto:a@example.com'],
    refused: [unable('example.com', 'a valid URL'), unable('https://example.com/a//b', 'a valid URL')],
  },
  {
    name: 'phone',
    type: 'AWSPhone',
    accepted: ['+41 44 668 18 00', '415-555-2671'],
    refused: [unable('12', 'a valid phone number')],
  },
  {
    name: 'ip',
    type: 'AWSIPAddress',
    accepted: ['10.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
    refused: [unable('10.0.0.256', 'a valid IP address'), unable('10.0.0.1/33', 'a valid IP address')],
  },
  {
    name: 'json',
    type: 'AWSJSON',
    accepted: ['{"a":1}', '[1,null]', '"text"', '3', 'true'],
    refused: [unable('{a: 1}', 'valid JSON'), unable('', 'valid JSON'), unable(3, 'valid JSON')],
  },
  {
    name: 'text',
    type: 'String',
    accepted: ['', 'é\u0000😀'],
    refused: [[5, 'String cannot represent a non string value: 5']],
  },
  {
    name: 'key',
    type: 'ID',
    accepted: ['x'],
    changed: [[5, '5']],
    refused: [[true, 'ID cannot represent value: true']],
  },
  {
    name: 'int',
    type: 'Int',
    accepted: [0, 2147483647, -2147483648],
    refused: [
      [2147483648, 'Int cannot represent non 32-bit signed integer value: 2147483648'],
      [1.5, 'Int cannot represent non-integer value: 1.5'],
      ['1', 'Int cannot represent non-integer value: "1"'],
    ],
  },
  {
    name: 'float',
    type: 'Float',
    accepted: [0.1, -1e100, 5],
    refused: [['1', 'Float cannot represent non numeric value: "1"']],
  },
  {
    name: 'flag',
    type: 'Boolean',
    accepted: [true, false],
    refused: [[1, 'Boolean cannot represent a non boolean value: 1']],
  },
  {
    name: 'kind',
    type: 'Kind',
    accepted: ['A'],
    refused: [['C', "Invalid input for Enum 'Kind'. No value found for name 'C'."]],
  },
  {
    name: 'dates',
    type: '[AWSDate]',
    accepted: [['2024-01-01', null], []],
    changed: [['2024-01-01', ['2024-01-01']]],
    refused: [],
  },
];

describe('scalars (runtime.md 5)', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ schema });
  });
  afterAll(() => world.close());

  const literal = (value: unknown, type: string): string => (type === 'Kind' ? String(value) : JSON.stringify(value));

  describe.each(fields)('$type', ({ name, type, accepted, changed = [], refused }) => {
    const given = [...accepted.map((value) => [value, value] as const), ...changed];

    it('takes and shows values, as variables and as literals', async () => {
      for (const [value, shown] of given) {
        const input = { [name]: value };
        const query = `mutation ($input: CreateValueInput!) { createValue(input: $input) { id ${name} } }`;
        const created = (await world.send({ query, variables: { input } })) as {
          data: { createValue: { id: string } };
        };
        expect(created).toEqual({ data: { createValue: { id: expect.any(String), [name]: shown } } });
        const { id } = created.data.createValue;
        expect(await world.send({ query: `{ getValue(id: "${id}") { ${name} } }` })).toEqual({
          data: { getValue: { [name]: shown } },
        });
        const written = `mutation { createValue(input: { ${name}: ${literal(value, type)} }) { ${name} } }`;
        expect(await world.send({ query: written })).toEqual({ data: { createValue: { [name]: shown } } });
      }
    });

    it('refuses what is none, as a variable, in a variable and as a literal', async () => {
      for (const [value, message] of refused) {
        const query = 'mutation ($input: CreateValueInput!) { createValue(input: $input) { id } }';
        const told = (text: string, column = 11) => ({
          data: null,
          errors: [{ path: null, locations: [{ line: 1, column, sourceName: null }], message: text }],
        });
        expect(await world.send({ query, variables: { input: { [name]: value } } })).toEqual(
          told(`Variable '${name}' has an invalid value. ${message}`),
        );
        const direct = `mutation ($v: ${type}) { createValue(input: { ${name}: $v }) { id } }`;
        expect(await world.send({ query: direct, variables: { v: value } })).toEqual(
          told(`Variable 'v' has an invalid value. ${message}`),
        );
        const written = `mutation { createValue(input: { ${name}: ${literal(value, type)} }) { id } }`;
        expect(await world.send({ query: written })).toEqual(
          told(
            `Validation error of type WrongType: argument 'input.${name}' with value '${literal(value, type)}' is not a valid '${type}' @ 'createValue'`,
            35 + name.length,
          ),
        );
      }
    });
  });
});

const nulled = (field: string, value: string, shown: string) => ({
  title: `a stored ${JSON.stringify(value)} is no value of ${field}: null with an error, and the rest stands`,
  seed: { Value: [{ id: '1', text: 'kept', [field]: value }] },
  query: `{ listValues { items { text ${field} } } getValue(id: "1") { id } }`,
  response: {
    data: { listValues: { items: [{ text: 'kept', [field]: null }] }, getValue: { id: '1' } },
    errors: [
      {
        path: ['listValues', 'items', 0, field],
        locations: null,
        message: `Can't serialize value (/listValues/items[0]/${field}) : Unable to serialize \`${value}\` as ${shown}.`,
      },
    ],
  },
});

scenarios('stored values (runtime.md 5)', { schema }, [
  nulled('date', 'soon', 'a valid Date Object'),
  nulled('time', 'noon', 'a valid Time Object'),
  nulled('dateTime', '2020-05-23T06:4:37.000Z', 'a valid DateTime Object'),
  nulled('email', 'nobody', 'a valid email address'),
  nulled('url', 'example.com', 'a valid URL'),
  nulled('phone', '12', 'a valid phone number'),
  nulled('ip', '10.0.0.256', 'a valid IP address'),
  {
    title: 'scalars of custom types are checked too',
    query: 'mutation ($input: CreateValueInput!) { createValue(input: $input) { id } }',
    variables: { input: { place: { day: 'soon' } } },
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 11, sourceName: null }],
          message: "Variable 'day' has an invalid value. Unable to parse `soon` as a valid date.",
        },
      ],
    },
  },
  {
    title: 'AWSJSON is a text, not an object',
    query: 'mutation { createValue(input: { json: { a: 1 } }) { id } }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 39, sourceName: null }],
          message:
            "Validation error of type WrongType: argument 'input.json' with value '{ a: 1 }' is not a valid 'AWSJSON' @ 'createValue'",
        },
      ],
    },
  },
  {
    title: 'a key of numbers takes no explicit null and is required',
    query: 'mutation ($input: CreateNumberedInput!) { createNumbered(input: $input) { number } }',
    variables: { input: {} },
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 11, sourceName: null }],
          message: "Variable 'number' has coerced Null value for NonNull type 'Int!'",
        },
      ],
    },
  },
  {
    title: 'an Int is taken as an ID',
    seed: { Value: [{ id: '7', text: 'seven' }] },
    query: '{ getValue(id: 7) { id text } }',
    response: { data: { getValue: { id: '7', text: 'seven' } } },
  },
]);
