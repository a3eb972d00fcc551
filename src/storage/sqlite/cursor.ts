import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Item } from '../../ir/item.ts';
import { encodeAs, type SqlValue } from '../sql/encode-value.ts';
import type { Cursor, Page } from '../storage-engine.ts';
import type { Projection } from './projection.ts';
import type { TableBinding } from './table-binding.ts';

/** A page of rows that were read one beyond the limit, so that the last page is known to be the last. */
export function pageOf(
  projection: Projection,
  order: readonly string[],
  rows: Record<string, unknown>[],
  limit: number,
): Page {
  const more = rows.length > limit;
  if (more) rows.length = limit;
  for (const row of rows) projection.decode(row);
  return { items: rows, next: more ? cursorOf(order, rows[limit - 1]!) : null };
}

/** The position of an item in an order. */
export function cursorOf(order: readonly string[], item: Item): Cursor {
  const cursor: Record<string, string | number> = {};
  for (const attribute of order) cursor[attribute] = item[attribute] as string | number;
  return cursor;
}

/** The cursor's values of these attributes. @throws PreampError `page-token-invalid` where one is not of its column */
export function encodeCursor(table: TableBinding, attributes: readonly string[], cursor: Cursor): SqlValue[] {
  return attributes.map((attribute) => {
    const value = encodeAs(cursor[attribute], table.column(attribute).kind);
    if (value !== undefined) return value;
    throw new PreampError('page-token-invalid', `The page position does not fit the order of ${table.layout.model}.`, {
      hint: 'Start again at the first page.',
    });
  });
}
