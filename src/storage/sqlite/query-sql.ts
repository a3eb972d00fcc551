import type { Filter } from '../../filter/filter.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
import type { SqlValue } from '../sql/encode-value.ts';
import { encodeAs } from '../sql/encode-value.ts';
import { filterToSql } from '../sql/filter-to-sql.ts';
import type { ColumnLayout } from '../sql/schema-layout.ts';
import { sortConditionToSql } from '../sql/sort-condition-to-sql.ts';
import type { SqlFragment } from '../sql/sql-fragment.ts';
import type { Attributes, Cursor, Partition, ScanRequest } from '../storage-engine.ts';
import { encodeCursor } from './cursor.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { TableBinding } from './table-binding.ts';

export interface OrderedRead {
  readonly index: string | null;
  readonly descending: boolean;
  readonly filter: Filter | null;
  readonly attributes?: Attributes | undefined;
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
  const rest = partitionRows(table, read, partition, limit + 1);
  if (rest === null) return null;
  const { selectList } = table.projection(read.attributes, read.index);
  return { sql: `SELECT ${selectList} ${rest.sql}`, parameters: rest.parameters };
}

/** FROM, WHERE, ORDER BY and LIMIT of one partition's first rows, under the alias `t`; `null` as for `partitionSql`. */
export function partitionRows(
  table: TableBinding,
  read: OrderedRead,
  partition: Partition,
  rows: number,
): SqlFragment | null {
  const hash = encodeAs(partition.hash, hashColumn(table, read.index).kind);
  if (hash === undefined) return null;
  const parameters: SqlValue[] = [hash];
  const clauses = partitionClauses(table, 't', read, '?', partition, rows, parameters);
  return clauses === null ? null : { sql: `FROM ${table.sqlName} t ${clauses}`, parameters };
}

/**
 * SELECT of many partitions that share a sort condition: their rows in the order of `hashes`, of each one more than
 * `limit`. The inner query finds row ids in the index alone and stops at the limit; see decision 041.
 */
export function partitionsSql(
  table: TableBinding,
  rowId: string,
  read: OrderedRead,
  sort: SortCondition | null,
  hashes: readonly (string | number)[],
  limit: number,
): SqlFragment | null {
  const parameters: SqlValue[] = [JSON.stringify(hashes)];
  const inner = partitionClauses(table, 'x', read, 'p.value', { sort, after: null }, limit + 1, parameters);
  if (inner === null) return null;
  const order = ['p.key', ...orderTerms(table, 't', positions(table, read.index), read.descending)].join(', ');
  return {
    sql: `SELECT ${table.projection(read.attributes, read.index).selectList} FROM json_each(?) p CROSS JOIN ${table.sqlName} t WHERE t.${rowId} IN (SELECT x.${rowId} FROM ${table.sqlName} x ${inner}) ORDER BY ${order}`,
    parameters,
  };
}

/** Column of the hash attribute of an index, or of the primary key (`null`). */
export function hashColumn(table: TableBinding, index: string | null): ColumnLayout {
  return table.column(table.order(index).key[0]!);
}

/** WHERE, ORDER BY and LIMIT of one partition. */
function partitionClauses(
  table: TableBinding,
  alias: string,
  read: OrderedRead,
  hashSql: string,
  { sort, after }: Pick<Partition, 'sort' | 'after'>,
  rows: number,
  parameters: SqlValue[],
): string | null {
  const [hashAttribute, sortAttribute] = table.order(read.index).key;
  const where = [`${table.expression(hashAttribute!, alias)} = ${hashSql}`];
  const column = sortAttribute === undefined ? null : table.column(sortAttribute);
  const expression = sortAttribute === undefined ? '' : table.expression(sortAttribute, alias);
  // Stated even where a condition implies it: only so does SQLite see that the partial index holds all rows.
  if (column !== null) where.push(`${expression} IS NOT NULL`);
  const order = positions(table, read.index);
  // Before the sort condition, as SQLite seeks by the first of two bounds. Among equal sort keys the rest decides.
  const undecided = sort?.op === 'eq' ? order.slice(1) : order;
  addPosition(table, alias, undecided, after, read.descending, where, parameters);
  if (sort !== null) {
    const condition = column === null ? null : sortConditionToSql(sort, expression, column.kind);
    if (condition === null) return null;
    where.push(condition.sql);
    parameters.push(...condition.parameters);
  }
  addFilter(table, alias, read.filter, where, parameters);
  parameters.push(rows);
  const orderBy = order.length === 0 ? '' : ` ORDER BY ${orderTerms(table, alias, order, read.descending).join(', ')}`;
  return `WHERE ${where.join(' AND ')}${orderBy} LIMIT ?`;
}

/** What orders the items of one partition: all of the index's order but the hash. */
function positions(table: TableBinding, index: string | null): readonly string[] {
  return table.order(index).order.slice(1);
}

/** SELECT of the whole table in the order of its primary key, one row more than the limit. */
export function scanSql(table: TableBinding, request: Omit<ScanRequest, 'model'>): SqlFragment {
  const rest = scanRows(table, request, request.limit + 1);
  const { selectList } = table.projection(request.attributes, null);
  return { sql: `SELECT ${selectList} ${rest.sql}`, parameters: rest.parameters };
}

/** FROM, WHERE, ORDER BY and LIMIT of the first rows of the whole table, under the alias `t`. */
export function scanRows(
  table: TableBinding,
  { filter, after }: Pick<ScanRequest, 'filter' | 'after'>,
  rows: number,
): SqlFragment {
  const where: string[] = [];
  const parameters: SqlValue[] = [];
  const order = table.layout.primaryKey;
  addPosition(table, 't', order, after, false, where, parameters);
  addFilter(table, 't', filter, where, parameters);
  parameters.push(rows);
  const condition = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`;
  return {
    sql: `FROM ${table.sqlName} t${condition} ORDER BY ${orderTerms(table, 't', order, false).join(', ')} LIMIT ?`,
    parameters,
  };
}

function addPosition(
  table: TableBinding,
  alias: string,
  attributes: readonly string[],
  after: Cursor | null,
  descending: boolean,
  where: string[],
  parameters: SqlValue[],
): void {
  if (after === null || attributes.length === 0) return;
  const columns = attributes.map((attribute) => table.expression(attribute, alias));
  where.push(`(${columns.join(', ')}) ${descending ? '<' : '>'} (${columns.map(() => '?').join(', ')})`);
  parameters.push(...encodeCursor(table, attributes, after));
}

function addFilter(
  table: TableBinding,
  alias: string,
  filter: Filter | null,
  where: string[],
  parameters: SqlValue[],
): void {
  if (filter === null) return;
  const condition = filterToSql(filter, table.resolver(alias), sqliteDialect);
  where.push(`(${condition.sql})`);
  parameters.push(...condition.parameters);
}

function orderTerms(
  table: TableBinding,
  alias: string,
  attributes: readonly string[],
  descending: boolean,
): readonly string[] {
  return attributes.map((attribute) => `${table.expression(attribute, alias)}${descending ? ' DESC' : ''}`);
}
