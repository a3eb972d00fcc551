import { compileFilter } from '../filter/compile-filter.ts';
import type { Filter } from '../filter/filter.ts';
import { everything, nothing } from '../filter/simplify-filter.ts';
import type { FieldAccess } from './authorizer.ts';

/**
 * A client's filter as it may be asked: fields that the caller may not read compare as null, on every record or on those
 * that hide them. Otherwise who finds a record by a hidden value has read it. Rules' own filters are not for this.
 */
export function visibleFilter(filter: Filter, fields: FieldAccess): Filter;
export function visibleFilter(filter: Filter | null, fields: FieldAccess): Filter | null;
export function visibleFilter(filter: Filter | null, fields: FieldAccess): Filter | null {
  if (filter === null || fields.size === 0) return filter;
  switch (filter.op) {
    case 'and':
    case 'or':
      return { op: filter.op, of: filter.of.map((part) => visibleFilter(part, fields)) };
    case 'not':
      return { op: 'not', of: visibleFilter(filter.of, fields) };
    default: {
      const readable = fields.get(filter.field);
      if (readable === undefined) return filter;
      const holdsForNull = compileFilter(filter)({});
      if (readable === 'deny') return holdsForNull ? everything : nothing;
      if (!holdsForNull) return { op: 'and', of: [readable, filter] };
      return { op: 'or', of: [{ op: 'not', of: readable }, filter] };
    }
  }
}
