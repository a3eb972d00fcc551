import type { ColumnKind } from '../sql/column-kind.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout, IndexLayout, TableLayout } from '../sql/schema-layout.ts';
import { keyTextFunction } from './sqlite-dialect.ts';

const types: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'REAL',
  boolean: 'INTEGER',
  json: 'TEXT',
};

/** With row ids: without, tables of large items are several times slower. Decision 040. */
export function createTableSql(table: TableLayout, name = table.sqlName): string {
  const columns = table.columns.map(
    (column) => columnSql(column) + (table.primaryKey.includes(column.attribute) ? ' NOT NULL' : ''),
  );
  const key = table.primaryKey.map((attribute) => columnName(table, attribute)).join(', ');
  return `CREATE TABLE ${quoteIdentifier(name)} (${columns.join(', ')}, PRIMARY KEY (${key})) STRICT`;
}

export function addColumnSql(table: TableLayout, column: ColumnLayout): string {
  return `ALTER TABLE ${quoteIdentifier(table.sqlName)} ADD COLUMN ${columnSql(column)}`;
}

export function dropColumnSql(table: TableLayout, column: ColumnLayout): string {
  return `ALTER TABLE ${quoteIdentifier(table.sqlName)} DROP COLUMN ${quoteIdentifier(column.sqlName)}`;
}

/** A partial index: items without one of the key attributes are not in it. */
export function createIndexSql(table: TableLayout, index: IndexLayout): string {
  const columns = index.order.map((attribute) => columnName(table, attribute)).join(', ');
  const present = index.key.map((attribute) => `${columnName(table, attribute)} IS NOT NULL`).join(' AND ');
  return `CREATE INDEX ${quoteIdentifier(index.sqlName)} ON ${quoteIdentifier(table.sqlName)} (${columns}) WHERE ${present}`;
}

export function dropIndexSql(index: IndexLayout): string {
  return `DROP INDEX ${quoteIdentifier(index.sqlName)}`;
}

/** The value of a composite key attribute: NULL where one of its parts is. */
export function compositeSql(table: TableLayout, parts: readonly string[]): string {
  return parts.map((attribute) => `${keyTextFunction}(${columnName(table, attribute)})`).join(" || '#' || ");
}

export function columnName(table: TableLayout, attribute: string): string {
  const column = table.columns.find((candidate) => candidate.attribute === attribute);
  if (column === undefined) throw new Error(`${table.model} has no attribute '${attribute}'.`);
  return quoteIdentifier(column.sqlName);
}

/** The primary key's columns under an alias, to order by. */
export function sortedKey(table: TableLayout, alias: string): string {
  return table.primaryKey.map((attribute) => `${alias}.${columnName(table, attribute)}`).join(', ');
}

function columnSql(column: ColumnLayout): string {
  return `${quoteIdentifier(column.sqlName)} ${types[column.kind]}`;
}
