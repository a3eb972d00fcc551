import type { Filter } from '../../filter/filter.ts';

/**
 * A filter on an owner field that also finds owners by what is shown of them: `alice` finds the stored `1b2c::alice`.
 * `reference/authorization.md` section 16.
 */
export function shownOwnerFilter(filter: Filter): Filter {
  switch (filter.op) {
    case 'eq':
      return either(filter, [filter.value]);
    case 'in':
      return either(filter, filter.values);
    case 'ne':
      return { op: 'not', of: either({ ...filter, op: 'eq' }, [filter.value]) };
    case 'notIn':
      return { op: 'not', of: either({ ...filter, op: 'in' }, filter.values) };
    default:
      return filter;
  }
}

function either(filter: Filter & { readonly field: string }, values: readonly unknown[]): Filter {
  const { field } = filter;
  const shown = values.filter((value) => typeof value === 'string' && value !== '' && !value.includes('::'));
  if (shown.length === 0) return filter;
  return { op: 'or', of: [filter, ...shown.map((value): Filter => ({ op: 'endsWith', field, value: `::${value}` }))] };
}
