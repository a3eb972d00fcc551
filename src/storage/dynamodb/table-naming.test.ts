import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { tableNames } from './table-naming.ts';

const { model } = compile([
  {
    file: 'schema.graphql',
    text: `type Post @model @auth(rules: [{ allow: public }]) { tags: [Tag] @manyToMany(relationName: "PostTags") }
      type Tag @model @mapsTo(name: "Label") @auth(rules: [{ allow: public }]) {
        posts: [Post] @manyToMany(relationName: "PostTags") }`,
  },
]);

test.each([
  ['as models', { prefix: '' }, ['Post', 'Label', 'PostTags']],
  ['with a prefix', { prefix: 'blog-' }, ['blog-Post', 'blog-Label', 'blog-PostTags']],
  ['as in Gen 2', { apiId: 'a1b2' }, ['Post-a1b2-NONE', 'Label-a1b2-NONE', 'PostTags-a1b2-NONE']],
  ['as in Gen 1', { apiId: 'a1b2', env: 'main' }, ['Post-a1b2-main', 'Label-a1b2-main', 'PostTags-a1b2-main']],
  ['by a map first', { prefix: 'x-', names: { Tag: 'labels' } }, ['x-Post', 'labels', 'x-PostTags']],
])('tables are named %s', (_, naming, expected) => {
  expect([...tableNames(model!, naming).values()]).toEqual(expected);
});

test.each([
  ['nothing names a table', {}, 'table-name-missing'],
  ['the map leaves a model out', { names: { Tag: 'labels', PostTags: 'joins' } }, 'table-name-missing'],
  ['two models would share one', { prefix: '', names: { Tag: 'Post' } }, 'table-name-invalid'],
  ['the map names no model', { prefix: '', names: { Tags: 'labels' } }, 'table-of-no-model'],
  ['DynamoDB takes no such name', { prefix: 'my app/' }, 'table-name-invalid'],
])('refuses where %s', (_, naming, code) => {
  expect(() => tableNames(model!, naming)).toThrow(expect.objectContaining({ code }));
});
