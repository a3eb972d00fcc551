import type { DataModel } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';

/**
 * How a column holds an attribute: `boolean` as 0 and 1, `json` (lists and custom types) as canonical JSON text, the
 * others as themselves. Every string-like scalar is `text`, AWSJSON included, and so are enums.
 */
export type ColumnKind = 'text' | 'integer' | 'real' | 'boolean' | 'json';

const scalars: Readonly<Record<string, ColumnKind>> = {
  Int: 'integer',
  AWSTimestamp: 'integer',
  Float: 'real',
  Boolean: 'boolean',
  ID: 'text',
  String: 'text',
  AWSDate: 'text',
  AWSTime: 'text',
  AWSDateTime: 'text',
  AWSEmail: 'text',
  AWSJSON: 'text',
  AWSURL: 'text',
  AWSPhone: 'text',
  AWSIPAddress: 'text',
};

/** Kind of the column for a field of this type. */
export function columnKind(type: TypeRef, model: DataModel): ColumnKind {
  if (type.kind === 'ListType') return 'json';
  if (Object.hasOwn(scalars, type.name)) return scalars[type.name]!;
  return model.enums.some((candidate) => candidate.name === type.name) ? 'text' : 'json';
}
