import { conditionFailed, fieldError, now, scenarios } from './harness.ts';

const schema = `
  type Order @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String @default(value: "untitled")
    count: Int @default(value: "3")
    status: String @index(name: "byStatus", sortKeyFields: ["region", "day"], queryField: "byStatus")
    region: String
    day: String
    address: Address
    meta: AWSJSON
    tags: [String]
  }
  type Address { street: String zip: Int }
  type Customer @model(timestamps: { createdAt: "made", updatedAt: null }) @auth(rules: [{ allow: public }]) {
    email: String! @primaryKey(sortKeyFields: ["region", "number"])
    region: String!
    number: Int!
    name: String
  }
  type Numbered @model @auth(rules: [{ allow: public }]) {
    id: Int! @primaryKey
    createdAt: AWSDateTime!
  }
`;
const order = {
  id: 'id-1',
  title: 'untitled',
  count: 3,
  status: null,
  region: null,
  day: null,
  address: null,
  meta: null,
  tags: null,
  createdAt: now,
  updatedAt: now,
};
const customer = { email: 'a@b', region: 'eu', number: 7, name: null, made: now, 'region#number': 'eu#7' };

scenarios('create (runtime.md 2.2, 2.6)', { schema }, [
  {
    title: 'fills in the id, the timestamps and the defaults',
    query: 'mutation { createOrder(input: {}) { id title count createdAt updatedAt __typename } }',
    response: {
      data: {
        createOrder: { id: 'id-1', title: 'untitled', count: 3, createdAt: now, updatedAt: now, __typename: 'Order' },
      },
    },
    events: [{ kind: 'create', model: 'Order', item: { ...order, 'region#day': null }, previous: null }],
  },
  {
    title: 'keeps what the client sends, and applies a default over an explicit null',
    query: 'mutation { createOrder(input: { id: "mine", title: null, count: 9 }) { id title count } }',
    response: { data: { createOrder: { id: 'mine', title: 'untitled', count: 9 } } },
    events: [
      { kind: 'create', model: 'Order', item: { ...order, id: 'mine', count: 9, 'region#day': null }, previous: null },
    ],
  },
  {
    title: 'stores custom types, lists and AWSJSON as they are sent',
    needs: 'keepsJsonText',
    query:
      'mutation { createOrder(input: { address: { street: "s", zip: 1 }, tags: ["a", "b"], meta: "{ \\"b\\": 1,  \\"a\\": 2 }" }) { address { street zip } tags meta } }',
    response: {
      data: { createOrder: { address: { street: 's', zip: 1 }, tags: ['a', 'b'], meta: '{ "b": 1,  "a": 2 }' } },
    },
    events: [
      {
        kind: 'create',
        model: 'Order',
        item: {
          ...order,
          address: { street: 's', zip: 1 },
          tags: ['a', 'b'],
          meta: '{ "b": 1,  "a": 2 }',
          'region#day': null,
        },
        previous: null,
      },
    ],
  },
  {
    title: 'refuses a taken key',
    seed: { Order: [{ id: '1', title: 'first' }] },
    query: 'mutation { createOrder(input: { id: "1" }) { id } }',
    response: {
      data: { createOrder: null },
      errors: [
        fieldError(['createOrder'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 }),
      ],
    },
  },
  {
    title: 'evaluates a condition on no record: ne holds',
    query: 'mutation { createOrder(input: {}, condition: { title: { ne: "x" } }) { title } }',
    response: { data: { createOrder: { title: 'untitled' } } },
    events: [{ kind: 'create', model: 'Order', item: { ...order, 'region#day': null }, previous: null }],
  },
  {
    title: 'evaluates a condition on no record: eq fails',
    query: 'mutation { createOrder(input: {}, condition: { title: { eq: "untitled" } }) { title } }',
    response: {
      data: { createOrder: null },
      errors: [
        fieldError(['createOrder'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 }),
      ],
    },
  },
  {
    title: 'needs all parts of an index sort key, or none',
    query: 'mutation { createOrder(input: { status: "OPEN", region: "eu" }) { id } }',
    response: {
      data: { createOrder: null },
      errors: [
        fieldError(
          ['createOrder'],
          null,
          "When creating any part of the composite sort key for @index 'byStatus', you must provide all fields for the key. Missing key: 'day'.",
          { column: 12 },
        ),
      ],
    },
  },
  {
    title: 'joins the parts of a composite key, and takes timestamps by their names',
    query: 'mutation { createCustomer(input: { email: "a@b", region: "eu", number: 7 }) { number made } }',
    response: { data: { createCustomer: { number: 7, made: now } } },
    events: [{ kind: 'create', model: 'Customer', item: customer, previous: null }],
  },
  {
    title: 'refuses an explicit null as id',
    query: 'mutation { createOrder(input: { id: null }) { id } }',
    response: {
      data: { createOrder: null },
      errors: [
        fieldError(
          ['createOrder'],
          'DynamoDB:DynamoDbException',
          'One or more parameter values were invalid: Type mismatch for key id expected: S actual: NULL (Service: DynamoDb, Status Code: 400, Request ID: request-1)',
          { column: 12 },
        ),
      ],
    },
  },
  {
    title: 'refuses an empty key',
    query: 'mutation { createOrder(input: { id: "" }) { id } }',
    response: {
      data: { createOrder: null },
      errors: [
        fieldError(
          ['createOrder'],
          'DynamoDB:DynamoDbException',
          'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id (Service: DynamoDb, Status Code: 400, Request ID: request-1)',
          { column: 12 },
        ),
      ],
    },
  },
  {
    title: 'takes timestamps that the schema declares from the client',
    query: 'mutation { createNumbered(input: { id: 5, createdAt: "2020-01-01T00:00:00.000Z" }) { id createdAt } }',
    response: { data: { createNumbered: { id: 5, createdAt: '2020-01-01T00:00:00.000Z' } } },
    events: [
      {
        kind: 'create',
        model: 'Numbered',
        item: { id: 5, createdAt: '2020-01-01T00:00:00.000Z', updatedAt: now },
        previous: null,
      },
    ],
  },
]);
