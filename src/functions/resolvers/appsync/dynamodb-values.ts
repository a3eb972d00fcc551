type Typed = Readonly<Record<string, unknown>>;

const orNull =
  <T>(convert: (value: T) => Typed) =>
  (value: T | null | undefined): Typed | null =>
    value === null || value === undefined ? null : convert(value);

/** A value in DynamoDB's typed form: `{ S: 'text' }`. What is already a set stays one. */
export function toDynamoDB(value: unknown): Typed {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      if (value === null) return { NULL: null };
      if (Array.isArray(value)) return { L: value.map(toDynamoDB) };
      if (isSet(value as Typed)) return value as Typed;
      return { M: toMapValues(value as Typed) };
    default:
      return { NULL: null };
  }
}

export function toMapValues(values: Typed): Record<string, Typed> {
  const typed: Record<string, Typed> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) typed[name] = toDynamoDB(value);
  return typed;
}

function isSet(value: Typed): boolean {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'SS' || name === 'NS' || name === 'BS') && Array.isArray(value[name]);
}

/** `util.dynamodb`. */
export const dynamodb = {
  toDynamoDB,
  toMapValues: orNull(toMapValues),
  toString: orNull((value: string) => ({ S: String(value) })),
  toStringSet: orNull((values: readonly string[]) => ({ SS: values.map(String) })),
  toNumber: orNull((value: number) => ({ N: String(value) })),
  toNumberSet: orNull((values: readonly number[]) => ({ NS: values.map(String) })),
  toBinary: orNull((value: string) => ({ B: value })),
  toBinarySet: orNull((values: readonly string[]) => ({ BS: values })),
  toBoolean: orNull((value: boolean) => ({ BOOL: value })),
  toNull: (): Typed => ({ NULL: null }),
  toList: orNull((values: readonly unknown[]) => ({ L: values.map(toDynamoDB) })),
  toMap: orNull((values: Typed) => ({ M: toMapValues(values) })),
  toS3Object: (key: string, bucket: string, region: string, version?: string): Typed => ({
    S: JSON.stringify({ s3: { key, bucket, region, ...(version === undefined ? {} : { version }) } }),
  }),
  fromS3ObjectJson: (text: string): unknown => JSON.parse(text),
};
