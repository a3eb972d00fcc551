import type { MobileField } from './mobile-model.ts';

export const javaPackage = 'com.amplifyframework.datastore.generated.model';

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'Boolean',
  Float: 'Double',
  Int: 'Integer',
  AWSDate: 'Temporal.Date',
  AWSDateTime: 'Temporal.DateTime',
  AWSTime: 'Temporal.Time',
  AWSTimestamp: 'Temporal.Timestamp',
};

/** The type of a field in Java: for a relation the list or reference that loads it. */
export function javaFieldType({ kind, type, isList }: MobileField): string {
  if (kind === 'model') return `${isList ? 'ModelList' : 'ModelReference'}<${type}>`;
  const element = kind === 'scalar' ? (scalars[type] ?? 'String') : type;
  return isList ? `List<${element}>` : element;
}

/** The type that builders take: for a relation the related model itself. */
export function javaParameterType(field: MobileField): string {
  return field.kind === 'model' ? field.type : javaFieldType(field);
}
