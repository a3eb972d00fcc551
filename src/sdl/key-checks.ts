import { namedType } from '../ir/named-type.ts';
import type { TypeRef } from '../ir/type-ref.ts';
import type { FieldUse } from './directive.ts';

/** Reports a key whose sort fields hold its own hash field. Returns whether it does. */
export function reportSelfReference({ directive, field, report }: FieldUse, sortFields: readonly string[]): boolean {
  if (!sortFields.includes(field.name)) return false;
  const name = directive.name.value;
  const message = `@${name} field '${field.name}' cannot reference itself.`;
  report('key-self-reference', directive, message, `Remove '${field.name}' from 'sortKeyFields'.`);
  return true;
}

/** Reports a key part of type Boolean, which is no key type of DynamoDB. Returns whether it is. */
export function reportBooleanKey({ directive, report, type }: FieldUse, keyPart: TypeRef): boolean {
  if (keyPart.kind !== 'NamedType' || namedType(keyPart) !== 'Boolean') return false;
  const message = `A Boolean field cannot be part of a key. See @${directive.name.value} on type '${type.name}'.`;
  report('key-boolean', directive, message, 'Use an enum or a String with two values.');
  return true;
}
