import type { MobileField } from './mobile-model.ts';

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'Bool',
  Float: 'Double',
  Int: 'Int',
  AWSDate: 'Temporal.Date',
  AWSDateTime: 'Temporal.DateTime',
  AWSTime: 'Temporal.Time',
  AWSTimestamp: 'Int',
};

/** The type in Swift of a value, or of a list's element. */
export function swiftElementType({ kind, type }: MobileField): string {
  return kind === 'scalar' ? (scalars[type] ?? 'String') : type;
}

/** The type of a field in Swift, with `?` where it may be `nil`. */
export function swiftType(field: MobileField): string {
  return `${swiftBareType(field)}${field.isRequired ? '' : '?'}`;
}

function swiftBareType(field: MobileField): string {
  const element = swiftElementType(field);
  if (field.relation?.kind === 'hasMany') return `List<${element}>`;
  return field.isList ? `[${element}${field.isElementRequired ? '' : '?'}]` : element;
}

/** Whether a related record is loaded when it is asked for. */
export function isLazy({ relation }: MobileField): boolean {
  return relation?.kind === 'hasOne' || relation?.kind === 'belongsTo';
}
