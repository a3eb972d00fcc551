import type { Filter } from '../../filter/filter.ts';
import type { SqlValue } from '../sql/encode-value.ts';
import { encodeAs } from '../sql/encode-value.ts';
import { filterToSql } from '../sql/filter-to-sql.ts';
import { sortConditionToSql } from '../sql/sort-condition-to-sql.ts';
import type { SqlFragment } from '../sql/sql-fragment.ts';
import type { Cursor, Partition } from '../storage-engine.ts';
import { encodeCursor } from './cursor.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { TableBinding } from './table-binding.ts';

export interface OrderedRead {
  readonly index: string | null;
  readonly descending: boolean;
  readonly filter: Filter | null;
}

/**
 * SELECT of one partition in index order, one row more than `limit`; `null` where no item can match, because an operand
 * is not of its column's type.
 */
export function partitionSql(
  table: TableBinding,
  read: OrderedRead,
  partition: Partition,
  limit: number,
): SqlFragment | null {
  const { key, order } = table.order(read.index);
  const [hash, sort] = key;
  const hashValue = encodeAs(partition.hash, table.column(hash!).kind);
  if (hashValue === undefined) return null;
  const where = [`${table.expression(hash!)} = ?`];
  const parameters: SqlValue[] = [hashValue];
  // Stated even where a condition implies it: only so does SQLite see that the partial index holds all rows.
  if (sort !== undefined && read.index !== null) where.push(`${table.expression(sort)} IS NOT NULL`);
  if (partition.sort !== null) {
    const condition =
      sort === undefined ? null : sortConditionToSql(partition.sort, table.expression(sort), table.column(sort).kind);
    if (condition === null) return null;
    where.push(condition.sql);
    parameters.push(...condition.parameters);
  }
  const positions = order.filter((attribute) => attribute !== hash);
  addPosition(table, positions, partition.after, read.descending, where, parameters);
  addFilter(table, read.filter, where, parameters);
  const orderBy = orderBySql(table, positions, read.descending);
  parameters.push(limit + 1);
  return {
    sql: `SELECT ${table.selectList} FROM ${table.sqlName} t WHERE ${where.join(' AND ')}${orderBy} LIMIT ?`,
    parameters,
  };
}

/** SELECT of the whole table in the order of its primary key, one row more than `limit`. */
export function scanSql(table: TableBinding, filter: Filter | null, after: Cursor | null, limit: number): SqlFragment {
  const where: string[] = [];
  const parameters: SqlValue[] = [];
  const order = table.layout.primaryKey;
  addPosition(table, order, after, false, where, parameters);
  addFilter(table, filter, where, parameters);
  parameters.push(limit + 1);
  const condition = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
  return {
    sql: `SELECT ${table.selectList} FROM ${table.sqlName} t${condition}${orderBySql(table, order, false)} LIMIT ?`,
    parameters,
  };
}

function addPosition(
  table: TableBinding,
  attributes: readonly string[],
  after: Cursor | null,
  descending: boolean,
  where: string[],
  parameters: SqlValue[],
): void {
  if (after === null || attributes.length === 0) return;
  const columns = attributes.map((attribute) => table.expression(attribute));
  where.push(`(${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`);
  parameters.push(...encodeCursor(table, attributes, after));
}

function addFilter(table: TableBinding, filter: Filter | null, where: string[], parameters: SqlValue[]): void {
  if (filter === null) return;
  const condition = filterToSql(filter, table.resolver(), sqliteDialect);
  where.push(`(${condition.sql})`);
  parameters.push(...condition.parameters);
}

function orderBySql(table: TableBinding, attributes: readonly string[], descending: boolean): string {
  if (attributes.length === 0) return '';
  const terms = attributes.map((attribute) => `${table.expression(attribute)}${descending ? ' DESC' : ''}`);
  return ` ORDER BY ${terms.join(', ')}`;
}
