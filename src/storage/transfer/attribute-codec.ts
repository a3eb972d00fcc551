import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { ownProperty } from '../../util/own-property.ts';
import { type AttributeValue, fromAttributeValue, toAttributeValue } from './dynamodb-json.ts';
import { attributeValueToJson, jsonToAttributeValue } from './json-attribute-value.ts';

/**
 * Values as Amplify's tables hold them: lists are lists, custom types are maps, and AWSJSON is the value that its text
 * says. `reference/runtime.md` section 2.1.
 */
export interface AttributeCodec {
  /** @throws PreampError `value-type-mismatch` for AWSJSON that is not JSON */
  encode(value: unknown, type: TypeRef): AttributeValue;
  /** Takes whatever is stored. What cannot be a value of a data model (bytes) comes back in DynamoDB's form. */
  decode(value: AttributeValue, type: TypeRef): unknown;
  /** Whether a value of the type holds AWSJSON, whose text is not what is stored. */
  holdsJson(type: TypeRef): boolean;
}

export function attributeCodec(dataModel: DataModel): AttributeCodec {
  const objects = new Map(
    dataModel.objects.map(({ name, fields }) => [
      name,
      new Map(fields.map((field) => [field.name, field.type] as const)),
    ]),
  );

  function encode(value: unknown, type: TypeRef): AttributeValue {
    if (value === null || value === undefined) return { NULL: true };
    if (type.kind === 'ListType') {
      return Array.isArray(value) ? { L: value.map((each) => encode(each, type.of)) } : toAttributeValue(value);
    }
    if (type.name === 'AWSJSON') return encodeJson(value);
    const members = objects.get(type.name);
    if (members === undefined || typeof value !== 'object' || Array.isArray(value)) return toAttributeValue(value);
    return { M: mapMembers(value, members, encode, toAttributeValue) };
  }

  function decode(value: AttributeValue, type: TypeRef): unknown {
    if (value.NULL === true) return null;
    if (type.kind === 'ListType') {
      return Array.isArray(value.L) ? value.L.map((each) => decode(each, type.of)) : natural(value);
    }
    if (type.name === 'AWSJSON') return attributeValueToJson(value);
    const members = objects.get(type.name);
    if (members === undefined || typeof value.M !== 'object' || value.M === null) return natural(value);
    return mapMembers(value.M, members, (each, of) => decode(each as AttributeValue, of), natural);
  }

  function holdsJson(type: TypeRef, above: readonly string[] = []): boolean {
    if (type.kind === 'ListType') return holdsJson(type.of, above);
    if (type.name === 'AWSJSON') return true;
    if (above.includes(type.name)) return false;
    const members = objects.get(type.name);
    return members !== undefined && [...members.values()].some((member) => holdsJson(member, [...above, type.name]));
  }

  return { encode, decode, holdsJson };
}

function encodeJson(value: unknown): AttributeValue {
  try {
    return typeof value === 'string' ? jsonToAttributeValue(value) : toAttributeValue(value);
  } catch (cause) {
    throw new PreampError('value-type-mismatch', 'A value of type AWSJSON is not JSON.', { cause });
  }
}

function natural(value: unknown): unknown {
  try {
    return fromAttributeValue(value);
  } catch {
    return value;
  }
}

function mapMembers<T>(
  value: object,
  members: ReadonlyMap<string, TypeRef>,
  convert: (value: unknown, type: TypeRef) => T,
  otherwise: (value: unknown) => T,
): Record<string, T> {
  const names = Object.keys(value);
  return Object.fromEntries(
    names.map((name) => {
      const each = ownProperty(value as Readonly<Record<string, unknown>>, name);
      const type = members.get(name);
      return [name, type === undefined ? otherwise(each) : convert(each, type)];
    }),
  );
}
