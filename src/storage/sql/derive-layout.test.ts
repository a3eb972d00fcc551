import { describe, expect, test } from 'vitest';
import { dataModel, model } from '../../testing/contract/contract-model.ts';
import { deriveLayout } from './derive-layout.ts';

const none = { tables: [] };
const id = { id: 'ID!' };

describe('names', () => {
  test('that SQL takes for one get a suffix, and keep it', () => {
    const fields = { ...id, name: 'String', Name: 'String' };
    const first = dataModel([model('Post', ['id'], { fields, indexes: {} })]);
    const layout = deriveLayout(first, none);
    const names = () => layout.tables[0]!.columns.map((column) => column.sqlName);
    expect(names()).toEqual(['id', 'name', 'Name~2']);

    const swapped = { ...id, Name: 'String', name: 'String', NAME: 'String' };
    const second = dataModel([
      model('POST', ['id'], { fields: id, indexes: {} }),
      model('Post', ['id'], { fields: swapped, indexes: {} }),
    ]);
    const next = deriveLayout(second, layout);
    expect(next.tables.map((table) => table.sqlName)).toEqual(['POST~2', 'Post']);
    expect(next.tables[1]!.columns.map((column) => column.sqlName)).toEqual(['id', 'Name~2', 'name', 'NAME~3']);
  });

  test('of tables and indexes are one set, without those of SQLite and our own', () => {
    const layout = deriveLayout(
      dataModel([
        model('sqlite_stat1', ['id'], { fields: id, indexes: {} }),
        model('_preamp_history', ['id'], { fields: id, indexes: {} }),
        model('A', ['id'], { fields: id, indexes: { b: ['id'] } }, 'a.b'),
        model('B', ['id'], { fields: id, indexes: { b: ['id'] } }, 'A'),
      ]),
      none,
    );
    const names = layout.tables.flatMap((table) => [table.sqlName, ...table.indexes.map((index) => index.sqlName)]);
    expect(names).toEqual(['~sqlite_stat1', '_preamp_history~2', 'a.b', 'a.b.b', 'A', 'A.b~2']);
  });
});

test('composite sort keys are columns of their own, one for each set of fields', () => {
  const fields = { a: 'ID!', b: 'Int!', c: 'String!', d: 'String' };
  const indexes = { one: ['d', 'b', 'c'], two: ['a', 'b', 'c'], three: ['d', 'c', 'b'], four: ['d', 'c'] } as const;
  const [table] = deriveLayout(dataModel([model('T', ['a', 'b', 'c'], { fields, indexes })]), none).tables;
  const composite = { kind: 'text', type: 'String', required: false, fill: null };
  expect(table!.columns.filter((column) => column.parts !== null)).toEqual([
    { ...composite, attribute: 'b#c', sqlName: 'b#c', parts: ['b', 'c'] },
    { ...composite, attribute: 'c#b', sqlName: 'c#b', parts: ['c', 'b'] },
  ]);
  expect(table!.indexes.map(({ name, key, order }) => [name, key, order])).toEqual([
    [null, ['a', 'b#c'], ['a', 'b#c', 'b', 'c']],
    ['one', ['d', 'b#c'], ['d', 'b#c', 'a', 'b', 'c']],
    ['two', ['a', 'b#c'], ['a', 'b#c', 'b', 'c']],
    ['three', ['d', 'c#b'], ['d', 'c#b', 'a', 'b', 'c']],
    ['four', ['d', 'c'], ['d', 'c', 'a', 'b']],
  ]);
});
