import type { Item } from '../../ir/item.ts';
import type { ModelFacts } from '../model-facts.ts';

/** What an update's input sets, and the names of what it removes. The key changes nothing. */
export function changesOfInput(
  facts: ModelFacts,
  input: Item,
): { readonly set: Readonly<Record<string, unknown>>; readonly remove: readonly string[] } {
  const changes = Object.entries(input).filter(
    ([name, value]) => !facts.primaryKey.fields.includes(name) && value !== undefined,
  );
  return {
    set: Object.fromEntries(changes.filter(([, value]) => value !== null)),
    remove: changes.filter(([, value]) => value === null).map(([name]) => name),
  };
}
