import { conditionFailed, fieldError, now, type Scenario, scenarios } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Place { street: String zip: Int }
  type Shop @model(${off}, mutations: { create: "openShop", update: "changeShop", delete: "closeShop" }) @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String @default(value: "shop") @validate(type: minLength, value: "2")
    size: Int
    place: Place
    tags: [String]
    city: String @index(name: "byCity", queryField: "shopsByCity")
    code: String
  }
  type Stamped @model @auth(rules: [{ allow: public }]) {
    id: ID!
    updatedAt: AWSDateTime
  }
  type Odd @model @auth(rules: [{ allow: public }]) {
    id: ID!
    createdAt: AWSTimestamp
    updatedAt: Int
  }
  type Region @model(${off}) @auth(rules: [{ allow: public }]) {
    country: ID! @primaryKey(sortKeyFields: ["state", "town"])
    state: String!
    town: String!
    houses: [House] @hasMany(references: ["country", "state", "town"])
  }
  type House @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    country: ID
    state: String
    town: String
    region: Region @belongsTo(references: ["country", "state", "town"])
  }
  enum Level { LOW HIGH }
  type Filled @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String @default(value: "t")
    key: ID @default(value: "k")
    int: Int @default(value: "7")
    float: Float @default(value: "1.5")
    flag: Boolean @default(value: "false")
    level: Level @default(value: "HIGH")
    date: AWSDate @default(value: "2024-02-29")
    time: AWSTime @default(value: "12:30:00Z")
    at: AWSDateTime @default(value: "2024-02-29T12:30:00Z")
    stamp: AWSTimestamp @default(value: "1714566896")
    email: AWSEmail @default(value: "a@b.c")
    json: AWSJSON @default(value: "{\\"a\\":[1]}")
    url: AWSURL @default(value: "https://a.b")
    phone: AWSPhone @default(value: "+14155552671")
    ip: AWSIPAddress @default(value: "10.0.0.1")
    named: String! @default(value: "n")
  }
  type Numbered @model(${off}) @auth(rules: [{ allow: public }]) {
    code: String! @primaryKey(sortKeyFields: ["part"])
    part: Int!
    name: String
    city: String @index(name: "byCityAndPart", sortKeyFields: ["rank"], queryField: "numberedByCity")
    rank: Int
  }
  type Checked @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    gt: Int @validate(type: gt, value: "5")
    lt: Int @validate(type: lt, value: "5")
    gte: Float @validate(type: gte, value: "5.5")
    lte: Float @validate(type: lte, value: "5.5")
    minLength: String @validate(type: minLength, value: "3")
    maxLength: String @validate(type: maxLength, value: "3")
    startsWith: String @validate(type: startsWith, value: "a")
    endsWith: String @validate(type: endsWith, value: "z")
    matches: String @validate(type: matches, value: "[a-z]+")
    last: Int @validate(type: gt, value: "0") @validate(type: lt, value: "9", errorMessage: "too much")
  }
`;
const shop = {
  id: '1',
  name: 'old',
  size: 1,
  place: { street: 's', zip: 1 },
  tags: ['a', 'b'],
  city: 'rome',
  code: null,
};
const failed = (field: string, type: string | null, message: string, column = 12) => ({
  data: { [field]: null },
  errors: [fieldError([field], type, message, { column })],
});
const checks: readonly (readonly [string, string, string])[] = [
  ['gt', '5', 'must be greater than 5'],
  ['lt', '5', 'must be less than 5'],
  ['gte', '5.4', 'must be greater than or equal to 5.5'],
  ['lte', '5.6', 'must be less than or equal to 5.5'],
  ['minLength', '"ab"', 'must have a minimum length of 3'],
  ['maxLength', '"a😀b"', 'must have a maximum length of 3'],
  ['startsWith', '"ba"', 'must start with a'],
  ['endsWith', '"za"', 'must end with z'],
  ['matches', '"ab1"', 'must match [a-z]+'],
];

scenarios('details of writes (runtime.md 2)', { schema }, [
  {
    title: 'defaults apply to a create mutation of another name',
    query: 'mutation { openShop(input: { id: "1" }) { name } }',
    response: { data: { openShop: { name: 'shop' } } },
    events: 'any',
  },
  {
    title: 'checks apply to an update mutation of another name',
    seed: { Shop: [shop] },
    query: 'mutation { changeShop(input: { id: "1", name: "x" }) { id } }',
    response: failed('changeShop', null, 'Field name of type Shop must have a minimum length of 2'),
  },
  {
    title: 'defaults do not apply to an update',
    seed: { Shop: [shop] },
    query: 'mutation { changeShop(input: { id: "1", name: null }) { name } }',
    response: { data: { changeShop: { name: null } } },
    events: 'any',
  },
  {
    title: 'custom types and lists are replaced whole',
    seed: { Shop: [shop] },
    query: 'mutation { changeShop(input: { id: "1", place: { zip: 2 }, tags: ["c"] }) { place { street zip } tags } }',
    response: { data: { changeShop: { place: { street: null, zip: 2 }, tags: ['c'] } } },
    events: 'any',
  },
  {
    title: 'the hash field of an index may change freely',
    seed: { Shop: [shop] },
    before: [{ query: 'mutation { changeShop(input: { id: "1", city: "oslo" }) { id } }' }],
    query: '{ rome: shopsByCity(city: "rome") { items { id } } oslo: shopsByCity(city: "oslo") { items { id } } }',
    response: { data: { rome: { items: [] }, oslo: { items: [{ id: '1' }] } } },
  },
  {
    title: 'a null index field leaves the record out of the index',
    before: [{ query: 'mutation { openShop(input: { id: "1", city: null }) { id } }' }],
    query: '{ shopsByCity(city: "") { items { id } } getShop(id: "1") { city } }',
    response: { data: { shopsByCity: { items: [] }, getShop: { city: null } } },
  },
  {
    title: 'a create that repeats the whole record is answered with it',
    before: [{ query: 'mutation { openShop(input: { id: "1", name: "one", size: 2 }) { id } }' }],
    query: 'mutation { openShop(input: { id: "1", name: "one", size: 2 }) { id name size } }',
    response: { data: { openShop: { id: '1', name: 'one', size: 2 } } },
  },
  {
    title: 'a create of a taken key with other values is refused',
    before: [{ query: 'mutation { openShop(input: { id: "1", name: "one", size: 2 }) { id } }' }],
    query: 'mutation { openShop(input: { id: "1", name: "one", size: 3 }) { id } }',
    response: failed('openShop', 'DynamoDB:ConditionalCheckFailedException', conditionFailed),
  },
  {
    title: 'a create without a record meets notContains and attributeExists: false',
    query:
      'mutation { openShop(input: { id: "1" }, condition: { name: { notContains: "x" }, code: { attributeExists: false } }) { id } }',
    response: { data: { openShop: { id: '1' } } },
    events: 'any',
  },
  {
    title: 'a create without a record does not meet attributeExists: true',
    query:
      'mutation { openShop(input: { id: "1", code: "c" }, condition: { code: { attributeExists: true } }) { id } }',
    response: failed('openShop', 'DynamoDB:ConditionalCheckFailedException', conditionFailed),
  },
  {
    title: 'an updatedAt that the client sends is kept',
    seed: { Stamped: [{ id: '1', createdAt: now, updatedAt: now }] },
    query: 'mutation { updateStamped(input: { id: "1", updatedAt: "2001-01-01T00:00:00.000Z" }) { updatedAt } }',
    response: { data: { updateStamped: { updatedAt: '2001-01-01T00:00:00.000Z' } } },
    events: 'any',
  },
  {
    title: 'a timestamp declared with a type that holds no text is null',
    query: 'mutation { createOdd(input: { id: "1" }) { createdAt updatedAt } }',
    response: { data: { createOdd: { createdAt: null, updatedAt: null } } },
    events: 'any',
  },
  {
    title: 'a foreign key need not lead anywhere',
    before: [{ query: 'mutation { createHouse(input: { id: "1", country: "x", state: "y", town: "z" }) { id } }' }],
    query: '{ getHouse(id: "1") { town region { town } } }',
    response: { data: { getHouse: { town: 'z', region: null } } },
  },
  {
    title: 'references of a composite key are sent together',
    query: 'mutation { createHouse(input: { country: "x", state: "y" }) { id } }',
    response: failed(
      'createHouse',
      null,
      "When creating any part of the composite sort key for global secondary index 'gsi-Region.houses', you must provide all fields for the key. Missing key: 'town'.",
    ),
  },
  {
    title: 'a default has the type of its field',
    query:
      'mutation { createFilled(input: { id: "1", named: "sent" }) { text key int float flag level date time at stamp email json url phone ip named } }',
    response: {
      data: {
        createFilled: {
          text: 't',
          key: 'k',
          int: 7,
          float: 1.5,
          flag: false,
          level: 'HIGH',
          date: '2024-02-29',
          time: '12:30:00Z',
          at: '2024-02-29T12:30:00Z',
          stamp: 1714566896,
          email: 'a@b.c',
          json: '{"a":[1]}',
          url: 'https://a.b',
          phone: '+14155552671',
          ip: '10.0.0.1',
          named: 'sent',
        },
      },
    },
    events: 'any',
  },
  {
    title: 'a default does not make a required field optional',
    query: 'mutation ($input: CreateFilledInput!) { createFilled(input: $input) { id } }',
    variables: { input: { id: '1' } },
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 11, sourceName: null }],
          message: "Variable 'named' has coerced Null value for NonNull type 'String!'",
        },
      ],
    },
  },
  {
    title: 'a default is a value that can be filtered',
    before: [{ query: 'mutation { createFilled(input: { id: "1", named: "n" }) { id } }' }],
    query:
      '{ listFilleds(filter: { int: { eq: 7 }, flag: { eq: false }, level: { eq: HIGH }, stamp: { gt: 1 } }) { items { id } } }',
    response: { data: { listFilleds: { items: [{ id: '1' }] } } },
  },
  {
    title: 'all fields of the key say which record is deleted',
    seed: { Numbered: [1, 2].map((part) => ({ code: 'a', part, name: `${part}` })) },
    before: [{ query: 'mutation { deleteNumbered(input: { code: "a", part: 1 }) { name } }' }],
    query: '{ listNumbereds { items { part } } }',
    response: { data: { listNumbereds: { items: [{ part: 2 }] } } },
  },
  {
    title: 'all fields of the key say which record is updated',
    seed: { Numbered: [1, 2].map((part) => ({ code: 'a', part, name: `${part}` })) },
    before: [{ query: 'mutation { updateNumbered(input: { code: "a", part: 1, name: "x" }) { name } }' }],
    query: '{ listNumbereds(code: "a") { items { part name } } }',
    response: {
      data: {
        listNumbereds: {
          items: [
            { part: 1, name: 'x' },
            { part: 2, name: '2' },
          ],
        },
      },
    },
  },
  ...['update', 'delete'].map(
    (operation): Scenario => ({
      title: `${operation} needs every field of the key`,
      query: `mutation { ${operation}Numbered(input: { code: "a" }) { name } }`,
      response: {
        data: null,
        errors: [
          {
            path: null,
            locations: [{ line: 1, column: 34, sourceName: null }],
            message: `Validation error of type WrongType: argument 'input' with value '{ code: "a" }' is missing required fields '[part]' @ '${operation}Numbered'`,
          },
        ],
      },
    }),
  ),
  {
    title: 'null in a key of an index leaves the record out of it',
    before: [
      { query: 'mutation { createNumbered(input: { code: "a", part: 1, city: "rome", rank: null }) { code } }' },
      { query: 'mutation { createNumbered(input: { code: "c", part: 1, city: "rome", rank: 1 }) { code } }' },
    ],
    query: '{ rome: numberedByCity(city: "rome") { items { code } } a: getNumbered(code: "a", part: 1) { city } }',
    response: { data: { rome: { items: [{ code: 'c' }] }, a: { city: 'rome' } } },
  },
  {
    title: 'an empty text in a key of an index is under the empty text',
    needs: 'emptyKeys',
    before: [{ query: 'mutation { createNumbered(input: { code: "b", part: 1, city: "", rank: 1 }) { code } }' }],
    query: '{ rome: numberedByCity(city: "rome") { items { code } } b: getNumbered(code: "b", part: 1) { city } }',
    response: { data: { rome: { items: [] }, b: { city: '' } } },
  },
  {
    title: 'the first check that fails, in the order of the schema, gives the message; those of absent fields hold',
    query: 'mutation { createChecked(input: { matches: "1", gt: 1 }) { id } }',
    response: {
      data: { createChecked: null },
      errors: [
        fieldError(['createChecked'], null, 'Field gt of type Checked must be greater than 5', {
          column: 12,
          errorInfo: [
            'Field gt of type Checked must be greater than 5',
            'Field matches of type Checked must match [a-z]+',
          ],
        }),
      ],
    },
  },
  {
    title: 'a check has a message of its own beside one that has none',
    query: 'mutation { createChecked(input: { last: 9 }) { id } }',
    response: failed('createChecked', null, 'too much'),
  },
  ...checks.map(
    ([field, value, text]): Scenario => ({
      title: `the check ${field} says that the field ${text}`,
      query: `mutation { createChecked(input: { ${field}: ${value} }) { id } }`,
      response: failed('createChecked', null, `Field ${field} of type Checked ${text}`),
    }),
  ),
]);
