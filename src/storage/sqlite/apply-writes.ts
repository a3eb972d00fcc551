import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Filter } from '../../filter/filter.ts';
import { jsonEqual } from '../../filter/json-equal.ts';
import { matchesFilter } from '../../filter/matches-filter.ts';
import type { Item } from '../../ir/item.ts';
import { ownProperty } from '../../util/own-property.ts';
import type { SqlValue } from '../sql/encode-value.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { WriteOperation, WriteResult } from '../storage-engine.ts';
import type { Savepoint } from './group-commit.ts';
import type { StatementCache } from './statement-cache.ts';
import type { TableBinding } from './table-binding.ts';

type Tables = (model: string) => TableBinding;
type Rejected = Extract<WriteResult, { readonly status: 'rejected' }>;

/** Applies the operations in order inside the current transaction; undoes them all when one is rejected. */
export function applyWrites(
  operations: readonly WriteOperation[],
  tables: Tables,
  statements: StatementCache,
  savepoint: Savepoint,
): readonly WriteResult[] {
  // A single operation looks before it writes, so there is nothing to undo when it is rejected.
  if (operations.length === 1) return [applyOne(operations[0]!, tables, statements)];
  savepoint.begin();
  const results: WriteResult[] = [];
  for (const operation of operations) {
    const result = applyOne(operation, tables, statements);
    if (result.status === 'rejected') {
      savepoint.rollback();
      return operations.map((each) => (each === operation ? result : { status: 'aborted' }));
    }
    results.push(result);
  }
  savepoint.release();
  return results;
}

function applyOne(operation: WriteOperation, tables: Tables, statements: StatementCache): WriteResult {
  const table = tables(operation.model);
  switch (operation.kind) {
    case 'create':
      return create(operation, table, statements);
    case 'update':
      return update(operation, table, statements);
    case 'delete':
      return remove(operation, table, statements);
    case 'put':
      return put(operation.item, table, statements);
  }
}

type Operation<K extends WriteOperation['kind']> = Extract<WriteOperation, { readonly kind: K }>;

function create({ item, checks }: Operation<'create'>, table: TableBinding, statements: StatementCache): WriteResult {
  const key = table.encodeKey(item);
  const values = encodeItem(table, item);
  const failed = failedCheck(checks, null);
  if (failed === null) {
    if (statements.run(table.insertSql, values) === 1)
      return { status: 'written', item: storedItem(table, item), previous: null };
  }
  const previous = current(table, key, statements);
  if (previous !== null) return { status: 'rejected', reason: 'exists', check: -1, previous };
  return { status: 'rejected', reason: 'check', check: failed ?? -1, previous };
}

function update(operation: Operation<'update'>, table: TableBinding, statements: StatementCache): WriteResult {
  const key = table.encodeKey(operation.key);
  const previous = current(table, key, statements);
  const rejection = rejectionOf(operation.checks, previous);
  if (rejection !== null) return rejection;

  const changes = new Map<string, unknown>();
  for (const attribute of operation.remove) changes.set(attribute, null);
  for (const [attribute, value] of Object.entries(operation.set)) changes.set(attribute, value ?? null);
  const item: Record<string, unknown> = { ...previous };
  const assignments: string[] = [];
  const parameters: SqlValue[] = [];
  for (const [attribute, value] of changes) {
    if (table.layout.primaryKey.includes(attribute)) {
      if (jsonEqual(value, previous![attribute])) continue;
      throw new PreampError('key-immutable', `The key field ${table.layout.model}.${attribute} cannot change.`);
    }
    assignments.push(`${quoteIdentifier(table.column(attribute).sqlName)} = ?`);
    parameters.push(table.encode(attribute, value));
    item[attribute] = value;
  }
  if (assignments.length > 0) {
    const sql = `UPDATE ${table.sqlName} AS t SET ${assignments.join(', ')} WHERE ${table.keyCondition}`;
    statements.run(sql, parameters.concat(key));
  }
  return { status: 'written', item, previous };
}

function remove({ key, checks }: Operation<'delete'>, table: TableBinding, statements: StatementCache): WriteResult {
  const values = table.encodeKey(key);
  const previous = current(table, values, statements);
  const rejection = rejectionOf(checks, previous);
  if (rejection !== null) return rejection;
  statements.run(table.deleteSql, values);
  return { status: 'written', item: null, previous };
}

function put(item: Item, table: TableBinding, statements: StatementCache): WriteResult {
  table.encodeKey(item);
  statements.run(table.replaceSql, encodeItem(table, item));
  return { status: 'written', item: storedItem(table, item), previous: null };
}

function current(table: TableBinding, key: readonly SqlValue[], statements: StatementCache): Item | null {
  const row = statements.get(table.whole.getSql, key);
  return row === undefined ? null : table.whole.decode(row);
}

function rejectionOf(checks: readonly Filter[], previous: Item | null): Rejected | null {
  if (previous === null) return { status: 'rejected', reason: 'missing', check: -1, previous };
  const check = failedCheck(checks, previous);
  return check === null ? null : { status: 'rejected', reason: 'check', check, previous };
}

function failedCheck(checks: readonly Filter[], item: Item | null): number | null {
  const position = checks.findIndex((check) => !matchesFilter(check, item));
  return position === -1 ? null : position;
}

function encodeItem(table: TableBinding, item: Item): SqlValue[] {
  // Refuses attributes that have no column: to drop them in silence would lose data.
  for (const attribute of Object.keys(item)) table.column(attribute);
  return table.layout.columns.map(({ attribute }) => table.encode(attribute, ownProperty(item, attribute)));
}

/** The item as a read will return it: every attribute, absent ones as null. */
function storedItem(table: TableBinding, item: Item): Item {
  const stored: Record<string, unknown> = {};
  for (const { attribute } of table.layout.columns) stored[attribute] = ownProperty(item, attribute) ?? null;
  return stored;
}
