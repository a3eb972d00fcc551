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
 * Which lists of an enum take the filter of a list. The official compiler builds filters in three places, and each has
 * a rule of its own: `nullable` those that may be null, `all`, or `none`, where an element's filter stands instead.
 */
export type EnumLists = 'nullable' | 'all' | 'none';

/**
 * Name of the filter input for a field's type, or `null` where it cannot be filtered (custom types). A list of scalars
 * takes its element's filter.
 */
export function filterTypeName(definitions: Definitions, type: TypeRef, lists: EnumLists): string | null {
  const name = baseName(type);
  const scalar = scalarClass(name);
  if (scalar !== null) return `Model${scalar}Input`;
  if (!definitions.enums.has(name)) return null;
  const asList = type.kind === 'ListType' && (lists === 'all' || (lists === 'nullable' && !type.nonNull));
  return defineEnumFilter(definitions, name, asList);
}

/** Name of the subscription filter input for a field's type; enums are filtered as text. */
export function subscriptionFilterTypeName(definitions: Definitions, type: TypeRef): string | null {
  const name = baseName(type);
  const scalar = scalarClass(name) ?? (definitions.enums.has(name) ? 'String' : null);
  return scalar === null ? null : `ModelSubscription${scalar}Input`;
}
