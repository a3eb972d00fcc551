import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { ColumnLayout } from '../sql/schema-layout.ts';
import { jsonListFunction, keyTextFunction, numberFunction } from './sqlite-dialect.ts';

const maxSafe = Number.MAX_SAFE_INTEGER;

/**
 * SQL for a column's values in the form of another: NULL for those it cannot hold. A value converts only where converting
 * it back gives it again; `null` where no value does.
 */
export function conversionSql(from: ColumnLayout, to: ColumnLayout, alias?: string): string | null {
  const name = quoteIdentifier(from.sqlName);
  const column = alias === undefined ? name : `${alias}.${name}`;
  if (from.kind === to.kind) return sameShape(from, to) ? column : null;
  if (to.type === `[${from.type}]` && from.kind !== 'json') return listOf(column, from.kind === 'boolean');
  if (from.type === `[${to.type}]` && to.kind !== 'json') {
    const first = `json_extract(${column}, '$[0]')`;
    return `CASE WHEN json_array_length(${column}) = 1 THEN ${first} END`;
  }
  switch (`${from.kind}>${to.kind}` as const) {
    case 'text>integer':
      return `CASE WHEN CAST(CAST(${column} AS INTEGER) AS TEXT) = ${column} AND abs(CAST(${column} AS REAL)) <= ${maxSafe} THEN CAST(${column} AS INTEGER) END`;
    case 'text>real':
      return `${numberFunction}(${column})`;
    case 'text>boolean':
      return `CASE ${column} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
    case 'integer>text':
      return `CAST(${column} AS TEXT)`;
    case 'integer>real':
      return column;
    case 'real>text':
      return `${keyTextFunction}(${column})`;
    case 'real>integer':
      return `CASE WHEN abs(${column}) <= ${maxSafe} AND CAST(${column} AS INTEGER) = ${column} THEN CAST(${column} AS INTEGER) END`;
    case 'boolean>text':
      return `CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`;
    default:
      return null;
  }
}

/** Whether the stored form stays as it is. All texts do; of JSON, a list does not become an object, nor the reverse. */
export function sameShape(from: ColumnLayout, to: ColumnLayout): boolean {
  return from.kind === to.kind && (from.kind !== 'json' || from.type.startsWith('[') === to.type.startsWith('['));
}

function listOf(column: string, boolean: boolean): string {
  return `${jsonListFunction}(${column}, ${boolean ? 1 : 0})`;
}
