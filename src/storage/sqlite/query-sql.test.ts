import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { contractModel } from '../../testing/contract/contract-model.ts';
import { deriveLayout } from '../sql/derive-layout.ts';
import type { SqlFragment } from '../sql/sql-fragment.ts';
import type { Cursor } from '../storage-engine.ts';
import { planMigration } from './plan-migration.ts';
import { partitionSql, partitionsSql, scanSql } from './query-sql.ts';
import { TableBinding } from './table-binding.ts';

const layout = deriveLayout(contractModel, { tables: [] });
const database = new Database(':memory:');
for (const step of planMigration(database, contractModel).steps) {
  for (const statement of step.statements) database.exec(statement);
}
const tableOf = (model: string) => new TableBinding(layout.tables.find((table) => table.model === model)!);
const first = { hash: 'h', sort: null, after: null };

function planOf(fragment: SqlFragment | null): string[] {
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${fragment!.sql}`).all(...fragment!.parameters);
  return (rows as { detail: string }[]).map((row) => row.detail);
}

/** What every read must use, and that it never sorts or reads a whole table. */
const cases: readonly (readonly [string, SqlFragment | null, string])[] = [
  [
    'an index with a sort field',
    partitionSql(tableOf('Note'), { index: 'byShelfAndRank', descending: false, filter: null }, first, 10),
    'SEARCH t USING INDEX Note.byShelfAndRank (shelf=? AND rank>?)',
  ],
  [
    'an index without a sort field, descending',
    partitionSql(tableOf('Note'), { index: 'byShelf', descending: true, filter: null }, first, 10),
    'SEARCH t USING INDEX Note.byShelf (shelf=?)',
  ],
  [
    'a later page of a composite index',
    partitionSql(
      tableOf('Note'),
      { index: 'byShelfStatusDay', descending: true, filter: null },
      {
        hash: 'h',
        sort: { op: 'beginsWith', value: 'OPEN#' },
        after: { shelf: 'h', 'status#day': 'OPEN#1', id: '1' },
      },
      10,
    ),
    'SEARCH t USING INDEX Note.byShelfStatusDay (shelf=? AND status#day>? AND (status#day,id)<(?,?))',
  ],
  [
    'a later page among equal sort keys',
    partitionSql(
      tableOf('Note'),
      { index: 'byShelfAndRank', descending: false, filter: null },
      { hash: 'h', sort: { op: 'eq', value: 1 }, after: { shelf: 'h', rank: 1, id: '1' } },
      10,
    ),
    'SEARCH t USING INDEX Note.byShelfAndRank (shelf=? AND rank=? AND id>?)',
  ],
  [
    'a primary key of two fields',
    partitionSql(
      tableOf('Line'),
      { index: null, descending: false, filter: null },
      { ...first, sort: { op: 'gt', value: 2 } },
      10,
    ),
    'SEARCH t USING INDEX sqlite_autoindex_Line_1 (order=? AND number>?)',
  ],
  [
    'a primary key of three fields',
    partitionSql(tableOf('Entry'), { index: null, descending: false, filter: null }, first, 10),
    'SEARCH t USING INDEX Entry.primary (account=? AND day#sequence>?)',
  ],
  [
    'a scan',
    scanSql(tableOf('Shelf'), { filter: null, after: null, limit: 10 }),
    'SCAN t USING INDEX sqlite_autoindex_Shelf_1',
  ],
  [
    'a later page of a scan',
    scanSql(tableOf('Line'), {
      filter: { op: 'eq', field: 'text', value: 'x' },
      after: { order: 'o', number: 1 },
      limit: 10,
    }),
    'SEARCH t USING INDEX sqlite_autoindex_Line_1 ((order,number)>(?,?))',
  ],
];

describe('query plans', () => {
  test.each(cases)('%s', (_name, fragment, expected) => {
    expect(planOf(fragment)).toEqual([expected]);
  });

  test('many partitions: the inner query stays in the index', () => {
    const read = { index: 'byShelfAndRank', descending: false, filter: null };
    const plan = planOf(partitionsSql(tableOf('Note'), 'rowid', read, null, ['a', 'b'], 10));
    expect(plan).toContain('SEARCH x USING COVERING INDEX Note.byShelfAndRank (shelf=? AND rank>?)');
    expect(plan).toContain('SEARCH t USING INTEGER PRIMARY KEY (rowid=?)');
  });
});

test('an operand of another type than the column finds nothing, without asking the database', () => {
  const read = { index: 'byShelfAndRank', descending: false, filter: null };
  expect(partitionSql(tableOf('Note'), read, { ...first, hash: 5 }, 10)).toBeNull();
  expect(partitionSql(tableOf('Note'), read, { ...first, sort: { op: 'eq', value: '5' } }, 10)).toBeNull();
  expect(
    partitionSql(tableOf('Shelf'), { ...read, index: null }, { ...first, sort: { op: 'eq', value: 5 } }, 1),
  ).toBeNull();
});

test('a position that does not fit the order is refused', () => {
  const read = { index: 'byShelfAndRank', descending: false, filter: null };
  const positions: Cursor[] = [{ id: '1' }, { id: '1', rank: '5' }];
  for (const after of positions) {
    expect(() => partitionSql(tableOf('Note'), read, { ...first, after }, 10)).toThrow(
      expect.objectContaining({ code: 'page-token-invalid' }),
    );
  }
});
