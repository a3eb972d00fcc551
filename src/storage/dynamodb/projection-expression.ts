import type { Filter } from '../../filter/filter.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import type { Attributes } from '../storage-engine.ts';
import type { Placeholders } from './placeholders.ts';
import type { KeyBinding, TableBinding } from './table-binding.ts';

/** More names might not fit into an expression of 4 KB; the item is read whole then. */
const mostNames = 500;

/** A ProjectionExpression of what is asked for, what the filter looks at and the keys; `null` for whole items. */
export function projectionExpression(
  table: TableBinding,
  attributes: Attributes,
  filter: Filter | null,
  key: KeyBinding,
  placeholders: Placeholders,
): string | null {
  const names = new Set<string>();
  for (const column of [table.primary.hash, table.primary.sort, key.hash, key.sort]) {
    if (column !== null) names.add(column.name);
  }
  for (const attribute of attributes) names.add(table.column(attribute).name);
  for (const attribute of filter === null ? [] : filterFields(filter)) {
    const column = table.find(attribute);
    if (column !== undefined) names.add(column.name);
  }
  if (names.size > mostNames) return null;
  return [...names].map((name) => placeholders.name(name)).join(', ');
}
