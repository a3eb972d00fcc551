import type { Item } from '../../ir/item.ts';
import type { ModelFacts } from '../model-facts.ts';

/** A new `updatedAt`, unless the input brings one. `now` is in milliseconds since 1970. */
export function updatedAt(facts: ModelFacts, input: Item, now: number): Item {
  const name = facts.model.timestamps.updatedAt;
  if (name === null || (input[name] !== undefined && input[name] !== null)) return {};
  const type = facts.fields.get(name)?.type;
  const holdsText = type?.kind === 'NamedType' && ['AWSDateTime', 'String'].includes(type.name);
  return holdsText ? { [name]: new Date(now).toISOString() } : {};
}
