import { expect, it } from 'vitest';
import { conditionFailed, createWorld, fieldError, now, scenarios } from './harness.ts';

const schema = `
  type Order @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    name: String!
    count: Int
    status: String @index(name: "byStatus", sortKeyFields: ["region", "day"], queryField: "byStatus")
    region: String
    day: String
  }
  type Bare @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
  }
`;
const old = '2020-01-01T00:00:00.000Z';
const stored = {
  id: '1',
  title: 'old',
  name: 'n',
  count: 1,
  status: 'OPEN',
  region: 'eu',
  day: 'mon',
  createdAt: old,
  updatedAt: old,
  'region#day': 'eu#mon',
};
const seed = { Order: [stored], Bare: [{ id: '1', title: 'old' }] };
const failed = (column = 12, errorInfo: string | null = null) =>
  fieldError(['updateOrder'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column, errorInfo });
const updated = (change: object) => ({
  kind: 'update' as const,
  model: 'Order',
  item: { ...stored, updatedAt: now, ...change },
  previous: stored,
});

scenarios('update (runtime.md 2.3)', { schema }, [
  {
    title: 'sets values, removes nulls and leaves the rest',
    seed,
    query:
      'mutation { updateOrder(input: { id: "1", title: null, count: 2 }) { title name count createdAt updatedAt } }',
    response: { data: { updateOrder: { title: null, name: 'n', count: 2, createdAt: old, updatedAt: now } } },
    events: [updated({ title: null, count: 2 })],
  },
  {
    title: 'with only keys touches the record',
    seed,
    query: 'mutation { updateOrder(input: { id: "1" }) { title updatedAt } }',
    response: { data: { updateOrder: { title: 'old', updatedAt: now } } },
    events: [updated({})],
  },
  {
    title: 'refuses an unknown key instead of creating',
    seed,
    query: 'mutation { updateOrder(input: { id: "2", title: "x" }) { id } }',
    response: { data: { updateOrder: null }, errors: [failed(12, 'There is no record with this key.')] },
  },
  {
    title: 'refuses a record that does not meet the condition',
    seed,
    query: 'mutation { updateOrder(input: { id: "1", title: "x" }, condition: { title: { eq: "wrong" } }) { id } }',
    response: { data: { updateOrder: null }, errors: [failed()] },
  },
  {
    title: 'evaluates the condition on the record before the write',
    seed,
    query: 'mutation { updateOrder(input: { id: "1", title: "new" }, condition: { title: { eq: "old" } }) { title } }',
    response: { data: { updateOrder: { title: 'new' } } },
    events: [updated({ title: 'new' })],
  },
  {
    title: 'rebuilds a composite key from the parts the record has',
    seed,
    query: 'mutation { updateOrder(input: { id: "1", day: "tue" }) { region day } }',
    response: { data: { updateOrder: { region: 'eu', day: 'tue' } } },
    events: [updated({ day: 'tue', 'region#day': 'eu#tue' })],
  },
  {
    title: 'takes the record out of an index when a part is removed',
    seed,
    query: 'mutation { updateOrder(input: { id: "1", day: null }) { day } }',
    response: { data: { updateOrder: { day: null } } },
    events: [updated({ day: null, 'region#day': null })],
  },
  {
    title: 'needs the other parts of a composite key where the record lacks them',
    seed: { Order: [{ id: '1', name: 'n' }] },
    query: 'mutation { updateOrder(input: { id: "1", day: "tue" }) { id } }',
    response: {
      data: { updateOrder: null },
      errors: [
        fieldError(
          ['updateOrder'],
          null,
          "When updating any part of the composite sort key for @index 'byStatus', you must provide all fields for the key. Missing key: 'region'.",
          { column: 12 },
        ),
      ],
    },
  },
  {
    title: 'removes a required field, and then cannot show it',
    seed,
    query: 'mutation ($input: UpdateOrderInput!) { updateOrder(input: $input) { id name } }',
    variables: { input: { id: '1', name: null } },
    response: {
      data: { updateOrder: null },
      errors: [
        {
          path: ['updateOrder', 'name'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'String' within parent 'Order' (/updateOrder/name)",
        },
      ],
    },
    events: [updated({ name: null })],
  },
  {
    title: 'without fields and timestamps is refused',
    seed,
    query: 'mutation { updateBare(input: { id: "1" }) { id } }',
    response: {
      data: { updateBare: null },
      errors: [
        fieldError(
          ['updateBare'],
          'DynamoDB:DynamoDbException',
          'Invalid UpdateExpression: The expression can not be empty; (Service: DynamoDb, Status Code: 400, Request ID: request-1)',
          { column: 12 },
        ),
      ],
    },
  },
  {
    title: 'runs the mutations of a request in turn',
    seed,
    query:
      'mutation { a: updateOrder(input: { id: "1", count: 2 }) { count } b: updateOrder(input: { id: "1", count: 3 }, condition: { count: { eq: 2 } }) { count } }',
    response: { data: { a: { count: 2 }, b: { count: 3 } } },
    events: [updated({ count: 2 }), { ...updated({ count: 3 }), previous: { ...stored, updatedAt: now, count: 2 } }],
  },
]);

it('a composite key is rebuilt from what the record is at the time of the write', async () => {
  let meddled = false;
  const world = await createWorld({
    schema,
    wrapStore: (store) => ({
      get: (model, key) => store.get(model, key),
      batchGet: (model, keys) => store.batchGet(model, keys),
      query: (request) => store.query(request),
      batchQuery: (request) => store.batchQuery(request),
      scan: (request) => store.scan(request),
      // Between the reading and the first writing, somebody moves the record.
      async write(operations) {
        if (!meddled) {
          meddled = true;
          await store.write([
            {
              kind: 'update',
              model: 'Order',
              key: { id: '1' },
              set: { region: 'us', 'region#day': 'us#mon' },
              remove: [],
              checks: [],
            },
          ]);
        }
        return store.write(operations);
      },
    }),
  });
  await world.seed({});
  await world.store.write([{ kind: 'put', model: 'Order', item: stored }]);
  expect(
    await world.send({ query: 'mutation { updateOrder(input: { id: "1", day: "tue" }) { region day } }' }),
  ).toEqual({ data: { updateOrder: { region: 'us', day: 'tue' } } });
  expect(await world.store.get('Order', { id: '1' })).toMatchObject({ 'region#day': 'us#tue' });
  await world.close();
});
