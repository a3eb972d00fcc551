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
  ...checks.map(
    ([field, value, text]): Scenario => ({
      title: `the check ${field} says that the field ${text}`,
      query: `mutation { createChecked(input: { ${field}: ${value} }) { id } }`,
      response: failed('createChecked', null, `Field ${field} of type Checked ${text}`),
    }),
  ),
]);
