import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel, Model } from '../../src/ir/data-model.ts';
import { printTypeRef } from '../../src/ir/print-type-ref.ts';

/**
 * The examples of the Amplify Gen 1 guide "Customize your data model", and what it says of each.
 */
const folder = join(import.meta.dirname, 'gen1-examples');

function compiled(example: string): DataModel {
  const text = readFileSync(join(folder, `${example}.graphql`), 'utf8');
  const { model, diagnostics } = compile([{ file: `${example}.graphql`, text }]);
  expect(diagnostics).toEqual([]);
  return model!;
}

function only(example: string): Model {
  const { models } = compiled(example);
  expect(models).toHaveLength(1);
  return models[0]!;
}

const types = (model: Model) => Object.fromEntries(model.fields.map((field) => [field.name, printTypeRef(field.type)]));

const index = (model: Model, name: string) => model.indexes.find((candidate) => candidate.name === name);

const relation = (model: DataModel, path: string) => {
  const [typeName, fieldName] = path.split('.');
  return model.models.find(({ name }) => name === typeName)?.relations.find(({ name }) => name === fieldName);
};

describe('Setup database tables', () => {
  test('a table with an added id as primary key, and the helper fields createdAt and updatedAt', () => {
    const todo = only('tables');
    expect(todo.table).toBe('Todo');
    expect(todo.primaryKey.fields).toEqual(['id']);
    expect(types(todo)).toEqual({
      content: 'String',
      id: 'ID!',
      createdAt: 'AWSDateTime!',
      updatedAt: 'AWSDateTime!',
    });
    expect(todo.operations.list).toBe('listTodos');
  });
});

describe('Configure a primary key', () => {
  test('another field is the key, and no id is added', () => {
    const todo = only('primary-key');
    expect(todo.primaryKey).toEqual({ fields: ['todoId'], custom: true });
    expect(types(todo)).not.toHaveProperty('id');
  });

  test('a sort key', () => {
    const inventory = only('composite-primary-key');
    expect(inventory.primaryKey).toEqual({ fields: ['productID', 'warehouseID'], custom: true });
    expect(inventory.operations.get).toBe('getInventory');
  });
});

describe('Configure a secondary index', () => {
  test('the query has a name of its own accord', () => {
    expect(index(only('index'), 'customersByAccountRepresentativeID')).toMatchObject({
      fields: ['accountRepresentativeID'],
      queryField: 'customersByAccountRepresentativeID',
      projection: { type: 'ALL' },
    });
  });

  test('name and queryField given', () => {
    expect(index(only('index-renamed'), 'byRepresentative')).toMatchObject({
      fields: ['accountRepresentativeID'],
      queryField: 'customerByRepresentative',
    });
  });

  test('sort key fields', () => {
    const customer = only('index-with-sort-key');
    expect(index(customer, 'byNameAndPhoneNumber')).toMatchObject({
      fields: ['name', 'phoneNumber'],
      queryField: 'customerByNameAndPhone',
    });
    expect(index(customer, 'customersByAccountRepresentativeID')).toBeDefined();
    expect(customer.rules).toMatchObject([{ allow: 'public', provider: 'apiKey' }]);
  });

  test('without a query: queryField null', () => {
    expect(only('index-without-query').indexes).toMatchObject([
      { name: 'customersByAccountRepresentativeID', queryField: null },
    ]);
  });
});

describe('Advanced', () => {
  test('Rename generated queries: the name is taken as given, as the compiler does and the guide does not say', () => {
    const { operations } = only('operation-renamed');
    expect([operations.get, operations.list]).toEqual(['queryFor', 'listTodos']);
  });

  test('Disable generated queries, mutations, and subscriptions: the others stay', () => {
    expect(only('operations-disabled').operations).toEqual({
      get: null,
      list: 'listTodos',
      search: null,
      create: null,
      update: null,
      delete: null,
      onCreate: [],
      onUpdate: [],
      onDelete: [],
    });
  });

  test('Creating a custom query: a function answers it', () => {
    const { operations, models } = compiled('custom-query');
    expect(models[0]?.operations.get).toBeNull();
    expect(operations).toMatchObject([
      {
        parent: 'Query',
        name: 'getMyTodo',
        type: { name: 'Todo', nonNull: false },
        arguments: [{ name: 'id', type: { name: 'ID', nonNull: true } }],
        handlers: [{ kind: 'FunctionHandler', name: `getmytodofunction-\${env}`, async: false }],
      },
    ]);
  });

  test('Customize creation and update timestamps', () => {
    const todo = only('timestamps');
    expect(todo.timestamps).toEqual({ createdAt: 'createdOn', updatedAt: 'updatedOn' });
    expect(types(todo)).toEqual({
      name: 'String!',
      description: 'String',
      id: 'ID!',
      createdOn: 'AWSDateTime!',
      updatedOn: 'AWSDateTime!',
    });
  });

  test('Modify subscriptions access level', () => {
    const off = only('subscriptions-off');
    expect([off.subscriptionLevel, off.operations.onCreate]).toEqual(['off', []]);
    const open = only('subscriptions-public');
    expect([open.subscriptionLevel, open.operations.onCreate]).toEqual(['public', ['onCreateTodo']]);
    expect(only('tables').subscriptionLevel).toBe('on');
  });

  test('Create multiple relationships between two models', () => {
    const model = compiled('two-relations');
    expect(relation(model, 'Individual.homeAddress')?.lookup).toEqual({
      index: null,
      from: ['individualHomeAddressId'],
    });
    expect(relation(model, 'Individual.shippingAddress')?.lookup.from).toEqual(['individualShippingAddressId']);
    expect(relation(model, 'Address.homeIndividual')?.lookup.from).toEqual(['homeIndividualID']);
    expect(relation(model, 'Address.shipIndividual')?.lookup.from).toEqual(['shippingIndividualID']);
  });
});

describe('Relationships to a model with a composite primary key', () => {
  test('@hasOne names the hash field first, then the sort key fields', () => {
    expect(relation(compiled('has-one-composite'), 'Project.team')).toMatchObject({
      relation: 'hasOne',
      model: 'Team',
      lookup: { index: null, from: ['teamId', 'teamName'] },
    });
  });

  test('@belongsTo back', () => {
    const model = compiled('belongs-to-composite');
    expect(relation(model, 'Project.team')?.lookup.from).toEqual(['teamId', 'teamName']);
    expect(relation(model, 'Team.project')?.lookup.from).toEqual(['projectId', 'projectName']);
  });

  test.each(['has-many-composite', 'has-many-composite-both-ways'])('@hasMany over an index: %s', (example) => {
    const model = compiled(example);
    expect(relation(model, 'Post.comments')).toMatchObject({
      relation: 'hasMany',
      model: 'Comment',
      lookup: { index: 'byPost', from: ['postId', 'title'] },
      foreignKey: { on: 'related', fields: ['postId', 'postTitle'] },
    });
    if (example === 'has-many-composite') return;
    expect(relation(model, 'Comment.post')?.lookup).toEqual({ index: null, from: ['postId', 'postTitle'] });
  });
});

describe('Split GraphQL files', () => {
  const blog = { file: 'Blog.graphql', text: 'type Blog @model { id: ID! name: String! }' };
  const query = {
    file: 'Query.graphql',
    text: 'type Query { getBlogById(id: ID!): Blog @function(name: "one") }',
  };

  test('types of all files are one schema', () => {
    const { model } = compile([blog, query]);
    expect([model?.models.length, model?.operations.length]).toEqual([1, 1]);
  });

  test('a second type Query is refused', () => {
    const again = { file: 'More.graphql', text: 'type Query { findBlogs: [Blog] @function(name: "all") }' };
    const { model, diagnostics } = compile([blog, query, again]);
    expect(model).toBeNull();
    expect(diagnostics).toMatchObject([
      {
        name: 'SchemaValidationError',
        message: 'Schema validation failed.\n\nThere can be only one type named "Query".',
        location: { file: 'More.graphql', line: 1, column: 6 },
      },
    ]);
  });

  test('extend adds to it, whatever the order of the files', () => {
    const more = { file: 'More.graphql', text: 'extend type Query { findBlogs: [Blog] @function(name: "all") }' };
    const names = [
      [blog, query, more],
      [more, query, blog],
    ].map((sources) => compile(sources).model?.operations.map(({ name }) => name));
    expect(names).toEqual([
      ['getBlogById', 'findBlogs'],
      ['getBlogById', 'findBlogs'],
    ]);
  });

  test('a field of the same name in an extension is refused', () => {
    const more = {
      file: 'More.graphql',
      text: 'extend type Query { getBlogById(id: ID!): Blog @function(name: "two") }',
    };
    const { diagnostics } = compile([blog, query, more]);
    expect(diagnostics).toMatchObject([{ location: { file: 'More.graphql', line: 1, column: 21 } }]);
    expect(diagnostics[0]?.message).toBe(`Object type extension 'Query' cannot redeclare field getBlogById`);
  });
});

describe('How it works', () => {
  test('up to eight operations, and pages of 100 in lists of related records', () => {
    expect(
      Object.values(only('tables').operations)
        .flat()
        .filter((name) => name !== null),
    ).toHaveLength(8);
    expect(relation(compiled('has-many-composite'), 'Post.comments')?.limit).toBe(100);
  });

  test('every example has been compiled here', () => {
    const text = readFileSync(import.meta.filename, 'utf8');
    for (const file of readdirSync(folder)) expect(text).toContain(`'${file.replace('.graphql', '')}'`);
  });
});
