import { compareScalars } from '../../filter/compare-scalars.ts';
import type { Item } from '../../ir/item.ts';
import { ownProperty } from '../../util/own-property.ts';

/** One element of the `sort` argument. */
interface SortInput {
  readonly field?: string | null;
  readonly direction?: 'asc' | 'desc' | null;
}

/**
 * The order of hits: the sort keys as given, each descending unless it says otherwise, then the primary key, descending.
 * Items without a value come last.
 */
export function searchOrder(sort: unknown, keyFields: readonly string[]): (a: Item, b: Item) => number {
  const given = (Array.isArray(sort) ? (sort as (SortInput | null)[]) : []).filter((each) => each !== null);
  const keys = [
    ...given.map(({ field, direction }) => ({ field: field ?? keyFields[0]!, ascending: direction === 'asc' })),
    ...keyFields.map((field) => ({ field, ascending: false })),
  ];
  return (a, b) => {
    for (const { field, ascending } of keys) {
      const left = scalarOf(ownProperty(a, field));
      const right = scalarOf(ownProperty(b, field));
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order = compareScalars(left, right) ?? 0;
      if (order !== 0) return ascending ? order : -order;
    }
    return 0;
  };
}

/** What an item is sorted by: numbers and strings as they are, booleans as numbers. */
function scalarOf(value: unknown): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
