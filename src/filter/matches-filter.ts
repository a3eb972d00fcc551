import type { Item } from '../ir/item.ts';
import { compileFilter } from './compile-filter.ts';
import type { Filter } from './filter.ts';

/** Whether the filter holds for the item; `null` is the item that does not exist, which has no attributes. */
export function matchesFilter(filter: Filter, item: Item | null): boolean {
  return compileFilter(filter)(item ?? {});
}
