import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { ModelFacts } from '../model-facts.ts';

/** Holds while a record is what was read. */
export function unchangedFilter({ fields }: ModelFacts, item: Item): Filter {
  return { op: 'and', of: [...fields.keys()].map((field) => ({ op: 'eq', field, value: item[field] ?? null })) };
}
