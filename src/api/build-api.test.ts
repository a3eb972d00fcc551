import { type GraphQLObjectType, printType, validateSchema } from 'graphql';
import { expect, test } from 'vitest';
import type { DataModel, Model } from '../ir/data-model.ts';
import { appliedDirectives } from './applied-directives.ts';
import { buildApi } from './build-api.ts';
import { operationOf } from './operation-of.ts';
import { named } from './type-refs.ts';

const todo: Model = {
  kind: 'Model',
  name: 'Todo',
  plural: 'Todos',
  table: 'Todo',
  interfaces: [],
  fields: [
    {
      kind: 'Field',
      name: 'title',
      type: named('String', true),
      origin: 'declared',
      default: null,
      validations: [],
      rules: null,
    },
    { kind: 'Field', name: 'id', type: named('ID', true), origin: 'id', default: null, validations: [], rules: null },
    {
      kind: 'Field',
      name: 'createdAt',
      type: named('AWSDateTime', true),
      origin: 'timestamp',
      default: null,
      validations: [],
      rules: null,
    },
    {
      kind: 'Field',
      name: 'updatedAt',
      type: named('AWSDateTime', true),
      origin: 'timestamp',
      default: null,
      validations: [],
      rules: null,
    },
  ],
  computedFields: [],
  relations: [],
  primaryKey: { fields: ['id'], custom: false },
  indexes: [],
  timestamps: { createdAt: 'createdAt', updatedAt: 'updatedAt' },
  operations: {
    get: 'getTodo',
    list: 'listTodos',
    search: null,
    create: 'createTodo',
    update: 'updateTodo',
    delete: 'deleteTodo',
    onCreate: ['onCreateTodo'],
    onUpdate: [],
    onDelete: [],
  },
  subscriptionLevel: 'on',
  rules: [
    {
      kind: 'AuthRule',
      allow: 'public',
      provider: 'apiKey',
      operations: ['create', 'update', 'delete', 'get', 'list', 'listen', 'search', 'sync'],
    },
  ],
};

const model: DataModel = {
  kind: 'DataModel',
  settings: {
    defaultAuthMode: 'API_KEY',
    authModes: ['API_KEY', 'AWS_IAM'],
    genericIamAccess: true,
    sandboxMode: false,
    functionAccess: [],
  },
  models: [todo],
  objects: [],
  interfaces: [],
  unions: [],
  enums: [],
  inputs: [],
  operations: [],
};

test('builds a valid schema whose root fields carry their operations', () => {
  const { schema } = buildApi(model);
  expect(validateSchema(schema)).toEqual([]);
  const query = schema.getQueryType()!.getFields();
  const mutation = schema.getMutationType()!.getFields();
  const subscription = schema.getSubscriptionType()!.getFields();
  expect(operationOf(query.getTodo!)).toEqual({ kind: 'get', model: todo });
  expect(operationOf(query.listTodos!)).toEqual({ kind: 'list', model: todo });
  expect(operationOf(mutation.deleteTodo!)).toEqual({ kind: 'delete', model: todo });
  expect(operationOf(subscription.onCreateTodo!)).toEqual({ kind: 'subscribe', model: todo, event: 'create' });
  const type = schema.getType('Todo') as GraphQLObjectType;
  expect(operationOf(type.getFields().title!)).toBeNull();
  expect(appliedDirectives(type).auth).toEqual([
    { mode: 'AWS_IAM', groups: null },
    { mode: 'API_KEY', groups: null },
  ]);
  expect(appliedDirectives(subscription.onCreateTodo!).mutations).toEqual(['createTodo']);
});

test('inputs leave out what the server fills', () => {
  const { schema } = buildApi(model);
  expect(printType(schema.getType('CreateTodoInput')!)).toBe('input CreateTodoInput {\n  title: String!\n  id: ID\n}');
  expect(printType(schema.getType('UpdateTodoInput')!)).toBe('input UpdateTodoInput {\n  title: String\n  id: ID!\n}');
});
