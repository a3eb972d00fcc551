import type { Filter } from '../../filter/filter.ts';
import { filterOfInput } from '../input/filter-of-input.ts';

/**
 * AppSync's filter object, as `extensions.setSubscriptionFilter` takes it: one of the groups has to hold, and of it all
 * filters. What is not of that form matches nothing.
 */
export function filterOfGroups(given: unknown): Filter {
  const { filterGroup } = (given ?? {}) as { readonly filterGroup?: unknown };
  const groups = Array.isArray(filterGroup) ? filterGroup : [];
  return { op: 'or', of: groups.map(groupFilter).filter((filter) => filter !== null) };
}

function groupFilter(group: unknown): Filter | null {
  const { filters } = (group ?? {}) as { readonly filters?: unknown };
  const tests = Array.isArray(filters) ? filters : [];
  return filterOfInput({
    and: tests.map(({ fieldName, operator, value }) => ({ [String(fieldName)]: { [String(operator)]: value } })),
  });
}
