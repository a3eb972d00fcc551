import { PreampError } from '../../diagnostics/preamp-error.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ColumnKind } from './column-kind.ts';
import type { ColumnLayout, TableLayout } from './schema-layout.ts';

export type SqlValue = string | number | null;

/** The column's form of an attribute's value. @throws PreampError `value-type-mismatch` */
export function encodeValue(value: unknown, column: ColumnLayout, table: TableLayout): SqlValue {
  if (value === null || value === undefined) return null;
  const encoded = encodeAs(value, column.kind);
  if (encoded !== undefined) return encoded;
  throw new PreampError(
    'value-type-mismatch',
    `${table.model}.${column.attribute} is stored as ${column.kind} and cannot hold a value of type ${typeof value}.`,
  );
}

/** The value as the column kind holds it; `undefined` where the kind cannot hold it, and so never equals it. */
export function encodeAs(value: unknown, kind: ColumnKind): string | number | undefined {
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : undefined;
    case 'real':
      return Number.isFinite(value) ? (value as number) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : undefined;
    case 'json':
      return typeof value === 'object' && value !== null ? canonicalJson(value) : undefined;
  }
}
