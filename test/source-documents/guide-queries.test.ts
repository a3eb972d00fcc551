import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldError, scenarios, type WorldOptions } from '../scenarios/harness.ts';
import { user } from '../scenarios/identities.ts';

/**
 * The queries of the guide "Customize your data model", against its own schemas. Where the guide's text cannot run
 * (`listTodos()`, a `todos` or `customers` level that no schema has, `inventoryAmount` for `InventoryAmount`), the
 * nearest query that can is run.
 */
const times = { createdAt: '2024-01-01T00:00:00.000Z', updatedAt: '2024-01-01T00:00:00.000Z' };
const customers = [
  { id: 'c1', name: 'Rene', phoneNumber: '+1 555 0100', accountRepresentativeID: 'r1', ...times },
  { id: 'c2', name: 'Rene', phoneNumber: '+41 44 000', accountRepresentativeID: 'r2', ...times },
  { id: 'c3', name: 'Maya', phoneNumber: '+1 555 0101', accountRepresentativeID: 'r1', ...times },
];

/** The schemas of the guide have no rules: its reader is in sandbox mode, where the API key may do everything. */
function guide(example: string, options: Partial<WorldOptions> = {}): WorldOptions {
  const schema = readFileSync(join(import.meta.dirname, 'gen1-examples', `${example}.graphql`), 'utf8');
  return { schema, settings: { sandboxMode: true }, ...options };
}

scenarios('Setup database tables', guide('tables'), [
  {
    title: 'QueryAllTodos lists every todo with its helper fields',
    seed: { Todo: [{ id: 't1', content: 'milk', ...times }] },
    query: 'query QueryAllTodos { listTodos { items { id content createdAt updatedAt } } }',
    response: { data: { listTodos: { items: [{ id: 't1', content: 'milk', ...times }] } } },
  },
]);

scenarios('Configure a primary key', guide('primary-key'), [
  {
    title: 'a todo is found by an exact match of its todoId',
    seed: { Todo: [{ todoId: 't1', content: 'milk', ...times }] },
    query: '{ getTodo(todoId: "t1") { todoId content } }',
    response: { data: { getTodo: { todoId: 't1', content: 'milk' } } },
  },
]);

scenarios('Configure a primary key with a sort key', guide('composite-primary-key'), [
  {
    title: 'QueryInventoryByProductAndWarehouse finds the item of a product in a warehouse',
    seed: {
      Inventory: [
        { productID: 'p1', warehouseID: 'w1', InventoryAmount: 3, ...times },
        { productID: 'p1', warehouseID: 'w2', InventoryAmount: 5, ...times },
      ],
    },
    query: `query QueryInventoryByProductAndWarehouse($productID: ID!, $warehouseID: ID!) {
      getInventory(productID: $productID, warehouseID: $warehouseID) { productID warehouseID InventoryAmount }
    }`,
    variables: { productID: 'p1', warehouseID: 'w2' },
    response: { data: { getInventory: { productID: 'p1', warehouseID: 'w2', InventoryAmount: 5 } } },
  },
]);

scenarios('Configure a secondary index', guide('index'), [
  {
    title: 'QueryCustomersForAccountRepresentative lists the customers of a representative',
    seed: { Customer: customers },
    query: `query QueryCustomersForAccountRepresentative($accountRepresentativeID: ID!) {
      customersByAccountRepresentativeID(accountRepresentativeID: $accountRepresentativeID) {
        items { id name phoneNumber }
      }
    }`,
    variables: { accountRepresentativeID: 'r2' },
    response: {
      data: { customersByAccountRepresentativeID: { items: [{ id: 'c2', name: 'Rene', phoneNumber: '+41 44 000' }] } },
    },
  },
]);

scenarios('Configure a secondary index with a name of its own', guide('index-renamed'), [
  {
    title: 'customerByRepresentative is the query of the index',
    seed: { Customer: customers },
    query: `query QueryCustomersForAccountRepresentative($representativeId: ID!) {
      customerByRepresentative(accountRepresentativeID: $representativeId) { items { id } }
    }`,
    variables: { representativeId: 'r1' },
    response: { data: { customerByRepresentative: { items: [{ id: 'c1' }, { id: 'c3' }] } } },
  },
]);

scenarios('Configure a secondary index with sort keys', guide('index-with-sort-key'), [
  {
    title: 'MyQuery finds by name and the beginning of the phone number',
    seed: { Customer: customers },
    query: `query MyQuery {
      customerByNameAndPhone(phoneNumber: { beginsWith: "+1" }, name: "Rene") { items { id name phoneNumber } }
    }`,
    response: {
      data: { customerByNameAndPhone: { items: [{ id: 'c1', name: 'Rene', phoneNumber: '+1 555 0100' }] } },
    },
  },
]);

const custom = {
  functions: {
    'getmytodofunction-${env}': ({ arguments: { id } }: { arguments: Record<string, unknown> }) => ({
      id,
      name: 'Mine',
    }),
  },
};
scenarios('Creating a custom query', guide('custom-query', custom), [
  {
    title: 'getMyTodo answers with what the function returns, and getTodo is gone',
    query: '{ getMyTodo(id: "t1") { id name description } }',
    response: { data: { getMyTodo: { id: 't1', name: 'Mine', description: null } } },
  },
]);

scenarios('Customize creation and update timestamps', guide('timestamps'), [
  {
    title: 'the timestamps have the names that the schema gives them',
    query: 'mutation { createTodo(input: { name: "n" }) { id name description createdOn updatedOn } }',
    response: {
      data: {
        createTodo: {
          id: 'id-1',
          name: 'n',
          description: null,
          createdOn: '2024-05-01T12:00:00.000Z',
          updatedOn: '2024-05-01T12:00:00.000Z',
        },
      },
    },
    events: [
      {
        kind: 'create',
        model: 'Todo',
        item: {
          id: 'id-1',
          name: 'n',
          description: null,
          createdOn: '2024-05-01T12:00:00.000Z',
          updatedOn: '2024-05-01T12:00:00.000Z',
        },
        previous: null,
      },
    ],
  },
]);

/** What the tutorial "Setting Up Your Data Backend" lowers to; see gen2-examples.test.ts. */
const tutorial: WorldOptions = {
  schema: `type Post @model @auth(rules: [{ allow: private, operations: [read] }]) {
    caption: String email: String userId: String date: String imagePath: String
  }`,
  settings: { authModes: ['AMAZON_COGNITO_USER_POOLS'], defaultAuthMode: 'AMAZON_COGNITO_USER_POOLS' },
};
const posts = { Post: [{ id: 'p1', caption: 'Hello', email: 'ann@example.com', userId: 'u1', ...times }] };

scenarios('Setting up your data backend', tutorial, [
  {
    title: 'a signed-in user reads posts',
    as: user('ann'),
    seed: posts,
    query: '{ listPosts { items { id caption email userId date imagePath } } }',
    response: {
      data: {
        listPosts: {
          items: [{ id: 'p1', caption: 'Hello', email: 'ann@example.com', userId: 'u1', date: null, imagePath: null }],
        },
      },
    },
  },
  {
    title: 'authentication is required: an API key reads nothing',
    seed: posts,
    query: '{ listPosts { items { id } } }',
    response: {
      data: { listPosts: null },
      errors: [fieldError(['listPosts'], 'Unauthorized', 'Not Authorized to access listPosts on type Query')],
    },
  },
  {
    title: 'the rule grants reading only: a signed-in user writes nothing',
    as: user('ann'),
    query: 'mutation { createPost(input: { caption: "x" }) { id } }',
    response: {
      data: { createPost: null },
      errors: [
        fieldError(['createPost'], 'Unauthorized', 'Not Authorized to access createPost on type Mutation', {
          column: 12,
        }),
      ],
    },
  },
]);
