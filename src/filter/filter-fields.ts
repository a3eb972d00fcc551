import type { Filter } from './filter.ts';

/** The attributes that a filter looks at; one may be named several times. */
export function filterFields(filter: Filter): readonly string[] {
  switch (filter.op) {
    case 'and':
    case 'or':
      return filter.of.flatMap(filterFields);
    case 'not':
      return filterFields(filter.of);
    default:
      return [filter.field];
  }
}
