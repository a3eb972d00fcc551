import type { Item } from '../../ir/item.ts';
import { FieldError } from '../errors/field-error.ts';
import type { KeyFacts, ModelFacts } from '../model-facts.ts';

type Attributes = Readonly<Record<string, unknown>>;

/**
 * The composite attributes of a new item. An index of whose sort fields the client sent none is left out where they are
 * not complete; one with some of them cannot be filled. `later` names fields that may still be added.
 * `reference/runtime.md` section 2.2.
 *
 * @throws FieldError naming the missing part
 */
export function compositeAttributes(
  facts: ModelFacts,
  item: Item,
  serverFields: ReadonlySet<string>,
  later: ReadonlySet<string> = new Set(),
): Attributes {
  const attributes: Record<string, unknown> = {};
  for (const key of facts.keys) {
    if (key.composite === null) continue;
    const missing = key.sortFields.filter((field) => isAbsent(item[field]));
    if (missing.length === 0) attributes[key.composite] = joined(key, item);
    else if (key.index !== null && key.sortFields.some((field) => !isAbsent(item[field]) && !serverFields.has(field))) {
      const certain = missing.find((field) => !later.has(field));
      if (certain !== undefined) throw missingPart('creating', key, certain);
    }
  }
  return attributes;
}

/** Index keys of which an update touches some parts and leaves others: their composite attribute cannot be told from it. */
export function partlyTouchedKeys(facts: ModelFacts, input: Attributes): readonly KeyFacts[] {
  return facts.keys.filter(
    (key) =>
      key.index !== null &&
      key.composite !== null &&
      key.sortFields.some((field) => input[field] !== undefined) &&
      key.sortFields.some((field) => input[field] === undefined && !isKeyField(facts, field)),
  );
}

/** What an update does to composite attributes. `current` supplies the parts that the input leaves. */
export function compositeChanges(
  facts: ModelFacts,
  input: Attributes,
  current: Item | null,
): { readonly set: Attributes; readonly remove: readonly string[] } {
  const set: Record<string, unknown> = {};
  const remove: string[] = [];
  for (const key of facts.keys) {
    if (key.index === null || key.composite === null) continue;
    if (!key.sortFields.some((field) => input[field] !== undefined)) continue;
    const values = { ...current, ...defined(input) };
    if (key.sortFields.some((field) => input[field] === null)) {
      remove.push(key.composite);
      continue;
    }
    const missing = key.sortFields.find((field) => isAbsent(values[field]));
    if (missing !== undefined) throw missingPart('updating', key, missing);
    set[key.composite] = joined(key, values);
  }
  return { set, remove };
}

function joined(key: KeyFacts, values: Attributes): string {
  return key.sortFields.map((field) => String(values[field])).join('#');
}

function missingPart(doing: 'creating' | 'updating', key: KeyFacts, field: string): FieldError {
  return new FieldError(
    `When ${doing} any part of the composite sort key for ${key.title}, you must provide all fields for the key. Missing key: '${field}'.`,
    null,
  );
}

function isKeyField(facts: ModelFacts, field: string): boolean {
  return facts.primaryKey.fields.includes(field);
}

function defined(input: Attributes): Attributes {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function isAbsent(value: unknown): boolean {
  return value === null || value === undefined;
}
