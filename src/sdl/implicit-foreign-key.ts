import { namedType } from '../ir/named-type.ts';
import { camelCase } from '../util/camel-case.ts';
import { addedField } from './added-field.ts';
import { fieldType } from './fields.ts';
import type { ModelType } from './relation-use.ts';

/** Names of the fields that refer to `primary` for the relation `type.field`, one per field of its key. */
export function implicitForeignKey(type: ModelType, field: string, primary: ModelType): string[] {
  return primary.model.primaryKey.fields.map((key) => camelCase([type.name, field, key]));
}

/**
 * Adds such fields of the relation `type.field` to `holder`; one that its author has declared stays as declared. In the
 * table they keep the name from before `@mapsTo` renamed `type`.
 */
export function addForeignKey(
  holder: ModelType,
  names: readonly string[],
  primary: ModelType,
  nonNull: boolean,
  relation: { readonly type: ModelType; readonly field: string },
): void {
  names.forEach((name, index) => {
    if (holder.fields.has(name) || holder.model.addedFields.has(name)) return;
    // A plain `id` is referred to as ID, whatever type it has.
    const { custom, fields } = primary.model.primaryKey;
    const key = custom ? fieldType(primary, fields[index]!) : null;
    const type = { kind: 'NamedType', name: key === null ? 'ID' : namedType(key), nonNull } as const;
    const attribute = camelCase([relation.type.model.table, relation.field, fields[index]!]);
    const added = addedField(name, type, 'foreignKey');
    holder.model.addedFields.set(name, attribute === name ? added : { ...added, attribute });
  });
}
