import { PreampError } from '../../diagnostics/preamp-error.ts';
import { isRecord } from '../../util/is-record.ts';

/** A value as DynamoDB writes it: one key, which names its type. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/**
 * A JSON value in DynamoDB's form. AWS: "DynamoDB JSON", Amazon DynamoDB developer guide, "Exporting data to Amazon S3".
 */
export function toAttributeValue(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
  }
  if (value === null || value === undefined) return { NULL: true };
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) };
  return { M: toAttributeMap(value) };
}

export function toAttributeMap(value: object): Readonly<Record<string, AttributeValue>> {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toAttributeValue(each)]));
}

/** The JSON value of DynamoDB's form; sets become lists. @throws PreampError `import-invalid` */
export function fromAttributeValue(value: unknown): unknown {
  const [[type, content] = [], ...more] = isRecord(value) ? Object.entries(value) : [];
  if (type === undefined || more.length > 0) throw invalid('a value does not name one type');
  switch (type) {
    case 'S':
    case 'BOOL':
      return content;
    case 'N':
      return toNumber(content);
    case 'NULL':
      return null;
    case 'L':
      return asList(content).map(fromAttributeValue);
    case 'SS':
      return asList(content);
    case 'NS':
      return asList(content).map(toNumber);
    case 'M':
      return fromAttributeMap(content);
    default:
      throw invalid(`values of type ${type} have no place in a data model`);
  }
}

export function fromAttributeMap(value: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw invalid('a map is expected');
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fromAttributeValue(each)]));
}

function toNumber(text: unknown): number {
  const number = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw invalid('a number cannot be read');
}

function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid('a list is expected');
}

function invalid(what: string): PreampError {
  return new PreampError('import-invalid', `This is not DynamoDB JSON: ${what}.`);
}
