import type { Field, FieldOrigin } from '../ir/data-model.ts';
import type { TypeRef } from '../ir/type-ref.ts';

/** A field of a model that is not in the source. */
export function addedField(name: string, type: TypeRef, origin: FieldOrigin): Field {
  return { kind: 'Field', name, type, origin, default: null, validations: [], rules: null };
}
