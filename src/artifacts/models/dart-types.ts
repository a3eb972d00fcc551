import type { MobileField } from './mobile-model.ts';

/** Names of the library stand behind its prefix, so that a model may be called like one of its classes. */
export const core = 'amplify_core';

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'bool',
  Float: 'double',
  Int: 'int',
  AWSDate: `${core}.TemporalDate`,
  AWSDateTime: `${core}.TemporalDateTime`,
  AWSTime: `${core}.TemporalTime`,
  AWSTimestamp: `${core}.TemporalTimestamp`,
};

/** The type in Dart of a value, or of a list's element. */
export function dartElementType({ kind, type }: MobileField): string {
  return kind === 'scalar' ? (scalars[type] ?? 'String') : type;
}

/** The type of a field in Dart, without `?`. */
export function dartType(field: MobileField): string {
  return field.isList ? `List<${dartElementType(field)}>` : dartElementType(field);
}

/** The name of the member that holds a field: all but a generated `id` are private. */
export function dartMember({ name, isId }: MobileField): string {
  return isId ? name : `_${name}`;
}

/** Whether a field is given by an app: timestamps come from the service. */
export function isGiven({ isReadOnly }: MobileField): boolean {
  return !isReadOnly;
}
