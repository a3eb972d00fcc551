import type { FieldAccess } from '../../auth/authorizer.ts';
import type { Filter } from '../../filter/filter.ts';
import { bothFilters } from './page-arguments.ts';

/**
 * What a record must pass to be found by these fields of a key: they are readable on it. `deny` where they are on none:
 * a hidden value finds nothing.
 */
export function searchedFields(names: readonly string[], fields: FieldAccess): Filter | 'deny' | null {
  if (fields.size === 0) return null;
  let all: Filter | null = null;
  for (const name of names) {
    const rule = fields.get(name);
    if (rule === 'deny') return rule;
    all = bothFilters(all, rule ?? null);
  }
  return all;
}
