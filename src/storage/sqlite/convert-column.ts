import type { ColumnKind } from '../sql/column-kind.ts';
import { keyTextFunction } from './sqlite-dialect.ts';

const maxSafe = Number.MAX_SAFE_INTEGER;

/**
 * SQL for a column's values in another kind: NULL for those it cannot hold. A value converts only where converting it
 * back gives it again; `null` where no value does.
 */
export function conversionSql(column: string, from: ColumnKind, to: ColumnKind): string | null {
  switch (`${from}>${to}` as const) {
    case 'text>integer':
      return `CASE WHEN CAST(CAST(${column} AS INTEGER) AS TEXT) = ${column} AND abs(CAST(${column} AS REAL)) <= ${maxSafe} THEN CAST(${column} AS INTEGER) END`;
    case 'text>real':
      return `CASE WHEN ${keyTextFunction}(CAST(${column} AS REAL)) = ${column} AND abs(CAST(${column} AS REAL)) <= 1.7976931348623157e308 THEN CAST(${column} AS REAL) END`;
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
      return from === to ? column : null;
  }
}
