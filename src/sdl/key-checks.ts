import type { FieldUse } from './directive.ts';

/** Reports a key whose sort fields hold its own hash field. Returns whether it does. */
export function reportSelfReference({ directive, field, report }: FieldUse, sortFields: readonly string[]): boolean {
  if (!sortFields.includes(field.name)) return false;
  const name = directive.name.value;
  const message = `@${name} field '${field.name}' cannot reference itself.`;
  report('key-self-reference', directive, message, `Remove '${field.name}' from 'sortKeyFields'.`);
  return true;
}

/**
 * Reports a key part of type Boolean, which is no key type of DynamoDB. `alone` says that it is the only sort field.
 * Returns whether it is one.
 */
export function reportBooleanKey({ directive, report, type }: FieldUse, name: string, alone: boolean): boolean {
  const part = type.fields.get(name)?.type;
  if (part === undefined || part.kind !== 'NamedType' || part.name !== 'Boolean') return false;
  const hint = `A Boolean cannot be part of a key: use an enum or a String of two values.`;
  if (alone) {
    report('sort-key-boolean', directive, `Sort Key Condition could not be constructed for field '${name}'`, hint);
  } else {
    report('key-boolean', directive, 'Boolean values cannot be used as sort keys.', hint);
  }
  return true;
}
