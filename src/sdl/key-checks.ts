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
export function reportBooleanKey({ directive, report, type }: FieldUse, name: string): boolean {
  const part = type.fields.get(name)?.type;
  if (part === undefined || part.kind !== 'NamedType' || part.name !== 'Boolean') return false;
  const message = `Sort Key Condition could not be constructed for field '${name}'`;
  const hint = `A Boolean cannot be part of a key, as in @${directive.name.value}: use an enum or a String of two values.`;
  report('key-boolean', directive, message, hint);
  return true;
}
