import { expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { describeTables } from './describe-tables.ts';

function indexesOf(sdl: string, table: string): readonly unknown[] {
  const text = sdl.replaceAll('$', '@model @auth(rules: [{ allow: public }])');
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  expect(diagnostics).toEqual([]);
  const found = describeTables(model!).find((each) => each.model === table);
  return found!.globalSecondaryIndexes.map(({ name, keySchema }) => [name, ...keySchema.map((key) => key.name)]);
}

test('the implicit key of a renamed model keeps the attributes and the index of the old name', () => {
  const sdl = `type A @mapsTo(name: "OldA") $ {
      k: ID! @primaryKey(sortKeyFields: ["s", "t"]) s: Int! t: Int! bs: [B] @hasMany }
    type B $ { a: A @belongsTo }`;
  expect(indexesOf(sdl, 'B')).toEqual([['gsi-OldA.bs', 'oldABsK', 'oldABsS#oldABsT']]);
});

test('references are named by their author, and their index by the model as it is', () => {
  const sdl = `type A @mapsTo(name: "OldA") $ { bs: [B] @hasMany(references: ["aId"]) }
    type B $ { aId: ID a: A @belongsTo(references: ["aId"]) }`;
  expect(indexesOf(sdl, 'B')).toEqual([['gsi-A.bs', 'aId']]);
});

test('an index that leads a hasMany alone is the only one', () => {
  const sdl = `type A $ { bs: [B] @hasMany(indexName: "byX") } type B $ { x: ID @index(name: "byX") }`;
  expect(indexesOf(sdl, 'B')).toEqual([['byX', 'x']]);
});
