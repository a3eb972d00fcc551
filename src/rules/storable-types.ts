import type { DataModel } from '../ir/data-model.ts';
import { namedType } from '../ir/named-type.ts';
import type { Rule } from './rule.ts';

/**
 * A custom type that a model stores has a field that a client can send. One that holds nothing but models, unions or
 * interfaces would be stored through an input without fields, which GraphQL does not have.
 */
export const storableTypes: Rule = {
  name: 'storable-types',
  check(model, report) {
    const empty = unstorable(model);
    if (empty.size === 0) return;
    for (const name of storedTypes(model)) {
      if (!empty.has(name)) continue;
      const message = `The custom type '${name}' is stored by a model and has no field that can be stored.`;
      const hint = 'Add a scalar, enum or custom type field, or use a relation to lead to models.';
      report({ code: 'custom-type-not-storable', at: { type: name }, message, hint });
    }
  },
};

/** Custom types whose every field leads to something that is not stored in place. */
function unstorable({ models, objects, unions, interfaces }: DataModel): ReadonlySet<string> {
  const never = new Set([...models, ...unions, ...interfaces].map(({ name }) => name));
  const empty = new Set<string>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, fields } of objects) {
      if (empty.has(name)) continue;
      if (fields.some(({ type }) => !never.has(namedType(type)) && !empty.has(namedType(type)))) continue;
      empty.add(name);
      grown = true;
    }
  }
  return empty;
}

/** Custom types that models hold, in their fields or further down. */
function storedTypes({ models, objects }: DataModel): ReadonlySet<string> {
  const byName = new Map(objects.map((object) => [object.name, object]));
  const found = new Set<string>();
  const open = models.flatMap(({ fields }) => fields.map(({ type }) => namedType(type)));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const object = byName.get(name);
    if (object === undefined || found.has(name)) continue;
    found.add(name);
    open.push(...object.fields.map(({ type }) => namedType(type)));
  }
  return found;
}
