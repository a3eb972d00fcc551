import { core, dartElementType, dartMember } from './dart-types.ts';
import type { MobileField } from './mobile-model.ts';

/** The expression that reads a field from `json`. */
export function dartFromJson(field: MobileField): string {
  const { name, kind, type, isList, relation } = field;
  const value = `json['${name}']`;
  if (relation?.kind === 'hasMany') return listOfModels(value, type);
  if (kind === 'model' || kind === 'object') return isList ? listOfObjects(value, type) : oneObject(value, type);
  if (kind === 'enum') {
    if (!isList) return `${core}.enumFromString<${type}>(${value}, ${type}.values)`;
    return `${value} is List
        ? (${value} as List)
          .map((e) => ${core}.enumFromString<${type}>(e, ${type}.values)!)
          .toList()
        : null`;
  }
  return scalarFromJson(field, value);
}

function scalarFromJson(field: MobileField, value: string): string {
  const element = dartElementType(field);
  const each = (read: string) => `(${value} as List?)?.map((e) => ${read}).toList()`;
  switch (field.type) {
    case 'Int':
      return field.isList ? each('(e as num).toInt()') : `(${value} as num?)?.toInt()`;
    case 'Float':
      return field.isList ? each('(e as num).toDouble()') : `(${value} as num?)?.toDouble()`;
    case 'AWSDate':
    case 'AWSDateTime':
    case 'AWSTime':
    case 'AWSTimestamp': {
      const read = (from: string) =>
        `${element}.${field.type === 'AWSTimestamp' ? 'fromSeconds' : 'fromString'}(${from})`;
      return field.isList ? each(read('e')) : `${value} != null ? ${read(value)} : null`;
    }
    default:
      return field.isList ? `${value}?.cast<${element}>()` : value;
  }
}

/** Objects come as such from the API, and under `serializedData` from the device. */
function oneObject(value: string, type: string): string {
  return `${value} != null
        ? ${value}['serializedData'] != null
          ? ${type}.fromJson(new Map<String, dynamic>.from(${value}['serializedData']))
          : ${type}.fromJson(new Map<String, dynamic>.from(${value}))
        : null`;
}

function listOfObjects(value: string, type: string): string {
  return `${value} is List
        ? (${value} as List)
          .where((e) => e != null)
          .map((e) => ${type}.fromJson(new Map<String, dynamic>.from(e['serializedData'] ?? e)))
          .toList()
        : null`;
}

/** Related records come as a connection from the API, and as a list from the device. */
function listOfModels(value: string, type: string): string {
  return `${value} is Map
        ? (${value}['items'] is List
          ? (${value}['items'] as List)
              .where((e) => e != null)
              .map((e) => ${type}.fromJson(new Map<String, dynamic>.from(e)))
              .toList()
          : null)
        : (${value} is List
          ? (${value} as List)
              .where((e) => e?['serializedData'] != null)
              .map((e) => ${type}.fromJson(new Map<String, dynamic>.from(e?['serializedData'])))
              .toList()
          : null)`;
}

/** The expression that writes a field to JSON. */
export function dartToJson(field: MobileField): string {
  const { kind, type, isList } = field;
  const member = dartMember(field);
  if (kind === 'enum') {
    return isList ? `${member}?.map((e) => ${core}.enumToString(e)).toList()` : `${core}.enumToString(${member})`;
  }
  if (kind !== 'scalar') return isList ? `${member}?.map((${type}? e) => e?.toJson()).toList()` : `${member}?.toJson()`;
  const write = temporal.get(type);
  if (write === undefined) return member;
  return isList ? `${member}?.map((e) => e.${write}).toList()` : `${member}?.${write}`;
}

/** The expression that shows a field in `toString`. */
export function dartToText(field: MobileField): string {
  const { kind, type, isList } = field;
  const member = dartMember(field);
  const orNull = (text: string) => `(${member} != null ? ${text} : "null")`;
  if (kind === 'enum') {
    return orNull(
      isList ? `${member}!.map((e) => ${core}.enumToString(e)).toString()` : `${core}.enumToString(${member})!`,
    );
  }
  if (kind === 'scalar' && !isList) {
    if (dartElementType(field) === 'String') return `"$${member}"`;
    if (temporal.get(type) === 'format()') return orNull(`${member}!.format()`);
  }
  return orNull(`${member}!.toString()`);
}

const temporal: ReadonlyMap<string, string> = new Map([
  ['AWSDate', 'format()'],
  ['AWSDateTime', 'format()'],
  ['AWSTime', 'format()'],
  ['AWSTimestamp', 'toSeconds()'],
]);
