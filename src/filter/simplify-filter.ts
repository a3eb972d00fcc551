import type { Filter } from './filter.ts';

/** The filter that always holds. */
export const everything: Filter = Object.freeze({ op: 'and', of: [] });
/** The filter that never holds. */
export const nothing: Filter = Object.freeze({ op: 'or', of: [] });

/**
 * An equivalent filter without needless nesting: nested `and`/`or` of one kind joined, constants folded, double
 * negation removed, and `not` absorbed by operators that have an exact opposite. (`lt` and `ge` are no opposites:
 * both are false for an absent attribute.) Constants come out as `everything` and `nothing`.
 */
export function simplifyFilter(filter: Filter): Filter {
  switch (filter.op) {
    case 'and':
      return joined('and', filter.of, everything, nothing);
    case 'or':
      return joined('or', filter.of, nothing, everything);
    case 'not':
      return negated(simplifyFilter(filter.of));
    case 'in':
      return filter.values.length === 0 ? nothing : filter;
    case 'notIn':
      return filter.values.length === 0 ? everything : filter;
    default:
      return filter;
  }
}

function joined(op: 'and' | 'or', of: readonly Filter[], neutral: Filter, absorbing: Filter): Filter {
  const parts: Filter[] = [];
  for (const part of of.map(simplifyFilter)) {
    if (isConstant(part, absorbing)) return absorbing;
    if (part.op === op) parts.push(...part.of);
    else if (!isConstant(part, neutral)) parts.push(part);
  }
  if (parts.length === 0) return neutral;
  return parts.length === 1 ? parts[0]! : { op, of: parts };
}

function isConstant(filter: Filter, constant: Filter): boolean {
  return filter.op === constant.op && (filter.op === 'and' || filter.op === 'or') && filter.of.length === 0;
}

function negated(filter: Filter): Filter {
  if (isConstant(filter, everything)) return nothing;
  if (isConstant(filter, nothing)) return everything;
  switch (filter.op) {
    case 'not':
      return filter.of;
    case 'eq':
      return { ...filter, op: 'ne' };
    case 'ne':
      return { ...filter, op: 'eq' };
    case 'contains':
      return { ...filter, op: 'notContains' };
    case 'notContains':
      return { ...filter, op: 'contains' };
    case 'in':
      return { ...filter, op: 'notIn' };
    case 'notIn':
      return { ...filter, op: 'in' };
    case 'attributeExists':
      return { ...filter, exists: !filter.exists };
    default:
      return { op: 'not', of: filter };
  }
}
