import { compositeAttribute } from '../../ir/composite-attribute.ts';
import type { DataModel, Index, Model } from '../../ir/data-model.ts';
import { sortAttribute } from '../../ir/sort-attribute.ts';
import { attributeOf } from './attribute-of.ts';

/** One DynamoDB table as the official compiler lays it out. `reference/runtime.md` section 2.1. */
export interface TableDescription {
  /** The model's name, or that of `@mapsTo`. */
  readonly model: string;
  readonly keySchema: readonly KeyAttribute[];
  /** In order of name. */
  readonly globalSecondaryIndexes: readonly IndexDescription[];
  readonly billingMode: 'PAY_PER_REQUEST';
  readonly streamViewType: 'NEW_AND_OLD_IMAGES';
}

export interface IndexDescription {
  readonly name: string;
  readonly keySchema: readonly KeyAttribute[];
  readonly projection: {
    readonly type: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
    readonly nonKeyAttributes?: readonly string[];
  };
}

export interface KeyAttribute {
  readonly name: string;
  /** `S` for text, `N` for numbers; a composite attribute `a#b` is text. */
  readonly type: 'S' | 'N';
  readonly keyType: 'HASH' | 'RANGE';
}

const numberTypes = new Set(['Int', 'Float', 'AWSTimestamp']);

/** The tables of a data model, in order of name. */
export function describeTables(model: DataModel): readonly TableDescription[] {
  return model.models.map(describeTable).sort(by((table) => table.model));
}

/** The table of one model. */
export function describeTable(model: Model): TableDescription {
  return {
    model: model.table,
    keySchema: primaryKeySchema(model),
    globalSecondaryIndexes: model.indexes.map((index) => describeIndex(model, index)).sort(by((index) => index.name)),
    billingMode: 'PAY_PER_REQUEST',
    streamViewType: 'NEW_AND_OLD_IMAGES',
  };
}

function primaryKeySchema(model: Model): KeyAttribute[] {
  // A plain `id` is text whatever type the model gives it.
  if (!model.primaryKey.custom) return [{ name: 'id', type: 'S', keyType: 'HASH' }];
  return keySchema(model, model.primaryKey.fields);
}

function describeIndex(model: Model, index: Index): IndexDescription {
  const { type, fields } = index.projection;
  return {
    name: index.name,
    keySchema: keySchema(model, index.fields),
    projection: type === 'INCLUDE' ? { type, nonKeyAttributes: fields } : { type },
  };
}

function keySchema(model: Model, fields: readonly [string, ...string[]]): KeyAttribute[] {
  const [first, ...rest] = fields;
  const named = [attributeOf(model, first), ...rest.map((name) => attributeOf(model, name))] as const;
  const hash: KeyAttribute = { name: named[0], type: attributeType(model, first), keyType: 'HASH' };
  const sort = sortAttribute(named);
  if (sort === null) return [hash];
  const type = compositeAttribute(fields) === null ? attributeType(model, rest[0]!) : 'S';
  return [hash, { name: sort, type, keyType: 'RANGE' }];
}

function attributeType(model: Model, name: string): 'S' | 'N' {
  const type = model.fields.find((field) => field.name === name)?.type;
  return type?.kind === 'NamedType' && numberTypes.has(type.name) ? 'N' : 'S';
}

function by<T>(key: (value: T) => string): (one: T, other: T) => number {
  return (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
}
