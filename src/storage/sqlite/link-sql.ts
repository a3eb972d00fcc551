import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout, TableLayout } from '../sql/schema-layout.ts';
import { conversionSql } from './convert-column.ts';
import { columnName, sortedKey } from './table-ddl.ts';

/** Attributes of a table under an alias. */
export interface Attributes {
  readonly table: TableLayout;
  readonly alias: string;
  readonly names: readonly string[];
}

/** That two lists of attributes have the same values; with `IS`, also where they have none. */
export function equalSql(a: Attributes, b: Attributes, operator: '=' | 'IS' = '='): string {
  return a.names.map((_, i) => `${nameSql(a, i)} ${operator} ${nameSql(b, i)}`).join(' AND ');
}

export function existsSql(table: TableLayout, alias: string, condition: string): string {
  return `EXISTS (SELECT 1 FROM ${quoteIdentifier(table.sqlName)} ${alias} WHERE ${condition})`;
}

/** Values in the form of other columns; `null` where one of them has no such form. */
export function valuesSql(from: Attributes, to: readonly ColumnLayout[]): readonly string[] | null {
  if (from.names.length !== to.length) return null;
  const values = to.map((column, i) => {
    const source = from.table.columns.find((each) => each.attribute === from.names[i]);
    return source === undefined ? null : conversionSql(source, column, from.alias);
  });
  return values.every((value) => value !== null) ? values : null;
}

/** The same, of the first row by primary key for which a condition holds. */
export function firstSql(from: Attributes, to: readonly ColumnLayout[], condition: string): readonly string[] | null {
  const { table, alias } = from;
  const rest = `FROM ${quoteIdentifier(table.sqlName)} ${alias} WHERE ${condition} ORDER BY ${sortedKey(table, alias)}`;
  return valuesSql(from, to)?.map((value) => `(SELECT ${value} ${rest} LIMIT 1)`) ?? null;
}

export function hasAll(table: TableLayout, attributes: readonly string[]): boolean {
  return attributes.every((attribute) => table.columns.some((each) => each.attribute === attribute));
}

function nameSql({ table, alias, names }: Attributes, i: number): string {
  return `${alias}.${columnName(table, names[i]!)}`;
}
