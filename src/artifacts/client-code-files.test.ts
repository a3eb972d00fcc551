import { expect, test } from 'vitest';
import { compile } from '../compiler/compile.ts';
import { type ClientCodeOptions, clientCodeFiles } from './client-code-files.ts';

const { model } = compile([
  { file: 'schema.graphql', text: 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! }' },
]);
const defaults: ClientCodeOptions = {
  format: 'graphql-codegen',
  modelTarget: 'typescript',
  statementTarget: 'typescript',
  maxDepth: 2,
  typename: true,
  typeTarget: null,
};

test.each<[Partial<ClientCodeOptions>, readonly string[]]>([
  [{}, ['queries.ts', 'mutations.ts', 'subscriptions.ts', 'API.ts']],
  [{ statementTarget: 'javascript' }, ['queries.js', 'mutations.js', 'subscriptions.js']],
  [{ statementTarget: 'graphql' }, ['queries.graphql', 'mutations.graphql', 'subscriptions.graphql']],
  [{ statementTarget: 'flow' }, ['queries.js', 'mutations.js', 'subscriptions.js', 'API.js']],
  [{ statementTarget: 'angular' }, ['queries.graphql', 'mutations.graphql', 'subscriptions.graphql', 'api.service.ts']],
  [
    { statementTarget: 'javascript', typeTarget: 'typescript' },
    ['queries.js', 'mutations.js', 'subscriptions.js', 'API.ts'],
  ],
  [
    { statementTarget: 'graphql', typeTarget: 'json' },
    ['queries.graphql', 'mutations.graphql', 'subscriptions.graphql', 'API'],
  ],
  [{ format: 'introspection' }, ['model-introspection.json']],
  [{ format: 'modelgen' }, ['models/schema.ts', 'models/index.ts']],
  [
    { format: 'modelgen', modelTarget: 'javascript' },
    ['models/schema.js', 'models/schema.d.ts', 'models/index.js', 'models/index.d.ts'],
  ],
  [
    { format: 'modelgen', modelTarget: 'java' },
    ['Post', 'PostPath', 'AmplifyModelProvider'].map(
      (name) => `com/amplifyframework/datastore/generated/model/${name}.java`,
    ),
  ],
  [{ format: 'modelgen', modelTarget: 'swift' }, ['Post.swift', 'Post+Schema.swift', 'AmplifyModels.swift']],
  [{ format: 'modelgen', modelTarget: 'dart' }, ['Post.dart', 'ModelProvider.dart']],
])('%j', (options, names) => {
  expect(clientCodeFiles(model!, { ...defaults, ...options }).map(({ name }) => name)).toEqual(names);
});

test('statements are tied to types in TypeScript only', () => {
  const queries = (typeTarget: ClientCodeOptions['typeTarget']) =>
    clientCodeFiles(model!, { ...defaults, typeTarget })[0]!.text;
  expect(queries(null)).toContain('APITypes.GetPostQuery>;');
  expect(queries('typescript')).toContain('APITypes.GetPostQuery>;');
  expect(queries('flow-modern')).not.toContain('APITypes');
});

test('depth and type names reach statements and types', () => {
  const options = { ...defaults, maxDepth: 1, typename: false };
  const [queries, , , types] = clientCodeFiles(model!, options);
  expect(queries!.text).toContain('query ListPosts(');
  expect(queries!.text).not.toContain('items');
  expect(queries!.text).not.toContain('__typename');
  expect(types!.text).toContain('export type ListPostsQuery = {');
  expect(types!.text.split('export type ListPostsQuery = {')[1]!.split('};')[0]).not.toContain('items');
});
