import type { Filter } from '../filter/filter.ts';
import type { Item } from '../ir/item.ts';

/**
 * What a rule's filter says when only some attributes of the record are known: `all` records with these values pass,
 * `none` do, or it `depends` on the rest. Tells a list by somebody else's owner key, or a subscription to somebody
 * else's events, from one that merely finds nothing: `none` is answered `Not Authorized to access …`.
 */
export function decideByFields(filter: Filter, known: Item): 'all' | 'none' | 'depends' {
  switch (filter.op) {
    case 'and':
      return combine(filter.of, known, 'none', 'all');
    case 'or':
      return combine(filter.of, known, 'all', 'none');
    case 'not': {
      const inner = decideByFields(filter.of, known);
      return inner === 'depends' ? inner : inner === 'all' ? 'none' : 'all';
    }
    case 'eq':
      return decide(filter.field, known, (value) => value === filter.value);
    case 'in':
      return decide(filter.field, known, (value) => filter.values.includes(value));
    case 'contains':
      return decide(filter.field, known, (value) => Array.isArray(value) && value.includes(filter.value));
    default:
      // Rules make no other conditions.
      return 'depends';
  }
}

/** `settling` decides the whole at once; without it the whole is `rest` when every part is. */
function combine(parts: readonly Filter[], known: Item, settling: 'all' | 'none', rest: 'all' | 'none') {
  const found = parts.map((part) => decideByFields(part, known));
  if (found.includes(settling)) return settling;
  return found.includes('depends') ? 'depends' : rest;
}

function decide(field: string, known: Item, test: (value: unknown) => boolean): 'all' | 'none' | 'depends' {
  if (!Object.hasOwn(known, field)) return 'depends';
  return test(known[field]) ? 'all' : 'none';
}
