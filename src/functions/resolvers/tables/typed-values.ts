import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isRecord } from '../../../util/is-record.ts';
import { HandlerError } from '../../handler-error.ts';

/** The attributes of a request, `{ id: { S: '1' } }`, in the SDK's form: binary as bytes, null as `true`. */
export function toAttributes(values: unknown): Record<string, AttributeValue> {
  if (!isRecord(values)) throw notTyped();
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAttribute(value)]));
}

function toAttribute(typed: unknown): AttributeValue {
  if (!isRecord(typed)) throw notTyped();
  const [entry, ...others] = Object.entries(typed);
  if (entry === undefined || others.length > 0) throw notTyped();
  const [type, value] = entry;
  switch (type) {
    case 'B':
      return { B: Buffer.from(String(value), 'base64') };
    case 'BS':
      return { BS: listOf(value).map((each) => Buffer.from(String(each), 'base64')) };
    case 'N':
      return { N: String(value) };
    case 'NS':
      return { NS: listOf(value).map(String) };
    case 'NULL':
      return { NULL: true };
    case 'L':
      return { L: listOf(value).map(toAttribute) };
    case 'M':
      return { M: toAttributes(value) };
    case 'S':
    case 'SS':
    case 'BOOL':
      return { [type]: value } as never;
    default:
      throw notTyped();
  }
}

/** An item as resolvers see it: plain JSON, sets as lists, binary in Base64. */
export function toItem(attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, toPlain(value)]));
}

function toPlain(value: AttributeValue): unknown {
  if (value.N !== undefined) return Number(value.N);
  if (value.NS !== undefined) return value.NS.map(Number);
  if (value.NULL !== undefined) return null;
  if (value.B !== undefined) return Buffer.from(value.B).toString('base64');
  if (value.BS !== undefined) return value.BS.map((each) => Buffer.from(each).toString('base64'));
  if (value.L !== undefined) return value.L.map(toPlain);
  if (value.M !== undefined) return toItem(value.M);
  return value.S ?? value.BOOL ?? value.SS ?? null;
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw notTyped();
}

function notTyped(): HandlerError {
  return new HandlerError(
    "An attribute value of the request is not in DynamoDB's typed form, for example { S: 'text' }; util.dynamodb.toMapValues makes it.",
    { errorType: 'DynamoDB:ValidationException' },
  );
}
