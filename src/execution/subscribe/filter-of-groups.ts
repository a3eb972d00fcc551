import type { Filter } from '../../filter/filter.ts';
import { FieldError } from '../errors/field-error.ts';
import { filterOfInput } from '../input/filter-of-input.ts';

/**
 * AppSync's filter object, as `extensions.setSubscriptionFilter` and `setSubscriptionInvalidationFilter` take it: one of
 * the groups has to hold, and of it all filters. Without a group nothing passes.
 *
 * @throws FieldError `Unrecognized Filter` for what has another form
 */
export function filterOfGroups(given: unknown): Filter {
  const groups = listIn(given, 'filterGroup');
  return { op: 'or', of: groups.map(groupFilter).filter((filter) => filter !== null) };
}

function groupFilter(group: unknown): Filter | null {
  const tests = listIn(group, 'filters').map((test) => {
    const { fieldName, operator, value } = (test ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof fieldName !== 'string' || typeof operator !== 'string') throw unrecognized();
    if (operator !== 'containsAny') return { [fieldName]: { [operator]: value } };
    return { or: (Array.isArray(value) ? value : [value]).map((each) => ({ [fieldName]: { contains: each } })) };
  });
  return filterOfInput({ and: tests });
}

function listIn(value: unknown, member: string): readonly unknown[] {
  const list = (value as Readonly<Record<string, unknown>> | null)?.[member];
  if (!Array.isArray(list)) throw unrecognized();
  return list;
}

function unrecognized(): FieldError {
  return new FieldError('Unable to process the filter expression', 'Unrecognized Filter');
}
