import type { ComputedField, Field, Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import type { Definitions } from '../definitions/definitions.ts';
import { scalarClass } from '../naming/scalar-class.ts';
import { baseName } from '../type-refs.ts';
import { defineEnumFilter } from './filter-operator-inputs.ts';

/** Fields the author wrote, those with a handler included: what inputs and filters are made of. */
export function declaredFields(model: Model): readonly (Field | ComputedField)[] {
  return [...model.fields.filter((field) => field.origin === 'declared'), ...model.computedFields];
}

export function fieldsOfOrigin(model: Model, origin: Field['origin']): readonly Field[] {
  return model.fields.filter((field) => field.origin === origin);
}

export function hasDeclared(model: Model, name: string): boolean {
  return declaredFields(model).some((field) => field.name === name);
}

/**
 * Name of the filter input for a field's type, or `null` where it cannot be filtered (custom types). A list of scalars
 * takes its element's filter, a list of an enum one of its own, unless the list is required.
 */
export function filterTypeName(definitions: Definitions, type: TypeRef): string | null {
  const name = baseName(type);
  const scalar = scalarClass(name);
  if (scalar !== null) return `Model${scalar}Input`;
  if (!definitions.enums.has(name)) return null;
  return defineEnumFilter(definitions, name, type.kind === 'ListType' && !type.nonNull);
}

/** Name of the subscription filter input for a field's type; enums are filtered as text. */
export function subscriptionFilterTypeName(definitions: Definitions, type: TypeRef): string | null {
  const name = baseName(type);
  const scalar = scalarClass(name) ?? (definitions.enums.has(name) ? 'String' : null);
  return scalar === null ? null : `ModelSubscription${scalar}Input`;
}
