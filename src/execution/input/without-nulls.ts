import type { Item } from '../../ir/item.ts';

/** What is there. */
export function withoutNulls(values: Readonly<Record<string, unknown>>): Item {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}
