import { namedType } from '../ir/named-type.ts';
import { scalarNames } from '../ir/scalars.ts';
import type { TypeRef } from '../ir/type-ref.ts';
import type { SchemaDraft, TypeDraft } from './draft.ts';

/** Whether a type is a scalar or an enum, not a list. */
export function isScalarOrEnum(draft: SchemaDraft, type: TypeRef): boolean {
  return type.kind === 'NamedType' && (scalarNames.has(type.name) || draft.enums.has(type.name));
}

/** Whether the named type exists: GraphQL's own rules report it where it does not, and nothing else needs to. */
export function isKnownType(draft: SchemaDraft, type: TypeRef): boolean {
  const name = namedType(type);
  return (
    scalarNames.has(name) ||
    draft.types.has(name) ||
    draft.enums.has(name) ||
    draft.unions.has(name) ||
    draft.inputs.has(name)
  );
}

/** Type of a field of a model, declared or added; `null` where it has none of that name. */
export function fieldType(type: TypeDraft, name: string): TypeRef | null {
  return type.fields.get(name)?.type ?? type.model?.addedFields.get(name)?.type ?? null;
}

/** Names a hint may suggest: the stored fields of a type. */
export function fieldNames(type: TypeDraft): string[] {
  return [...type.fields.keys(), ...(type.model?.addedFields.keys() ?? [])];
}
