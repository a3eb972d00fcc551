import { PreampError } from '../../diagnostics/preamp-error.ts';
import { compositeAttribute } from '../../ir/composite-attribute.ts';
import type { Field, Index, Model } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { sortAttribute } from '../../ir/sort-attribute.ts';
import type { TypeRef } from '../../ir/type-ref.ts';
import { ownProperty } from '../../util/own-property.ts';
import type { Cursor, Key } from '../storage-engine.ts';
import type { AttributeCodec } from '../transfer/attribute-codec.ts';
import type { AttributeValue } from '../transfer/dynamodb-json.ts';
import { describeTable, type KeyAttribute } from './describe-tables.ts';

/** An item, or its key, as DynamoDB holds it: by the names and in the types of its table. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

/** A stored attribute: a field of the model or a composite attribute. */
export interface Column {
  /** As the port names it. */
  readonly attribute: string;
  /** As the table names it. */
  readonly name: string;
  readonly type: TypeRef;
  /** Its type where it is part of a key. */
  readonly keyType: 'S' | 'N' | null;
  /** Whether what is stored compares as the value does: not so for AWSJSON, nor for keys of another type than their field. */
  readonly isComparable: boolean;
}

/** The primary key (`index` is null) or an index. */
export interface KeyBinding {
  readonly index: string | null;
  readonly hash: Column;
  readonly sort: Column | null;
  /** Names of the columns that can be read from it; `null` is all. */
  readonly projected: ReadonlySet<string> | null;
}

const text: TypeRef = { kind: 'NamedType', name: 'String', nonNull: false };
const numberTypes: ReadonlySet<string> = new Set(['Int', 'Float', 'AWSTimestamp']);
const naturalNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** One model and its table, with all that can be computed once. */
export class TableBinding {
  readonly model: Model;
  readonly tableName: string;
  readonly primary: KeyBinding;
  readonly columns: readonly Column[];
  readonly #codec: AttributeCodec;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #keys: ReadonlyMap<string | null, KeyBinding>;

  constructor(model: Model, tableName: string, codec: AttributeCodec) {
    this.model = model;
    this.tableName = tableName;
    this.#codec = codec;
    const table = describeTable(model);
    const keyTypes = new Map(
      [table, ...table.globalSecondaryIndexes].flatMap(({ keySchema }) => keySchema.map((key) => [key.name, key.type])),
    );
    this.#columns = new Map([...fieldColumns(model, codec, keyTypes), ...compositeColumns(model, keyTypes)]);
    this.columns = [...this.#columns.values()];
    this.primary = this.#key(null, model.primaryKey.fields, table.keySchema, null);
    this.#keys = new Map([
      [null, this.primary],
      ...table.globalSecondaryIndexes.map((each): [string, KeyBinding] => {
        const index = model.indexes.find(({ name }) => name === each.name)!;
        return [each.name, this.#key(each.name, index.fields, each.keySchema, index.projection)];
      }),
    ]);
  }

  column(attribute: string): Column {
    const column = this.#columns.get(attribute);
    if (column !== undefined) return column;
    throw new PreampError('unknown-attribute', `${this.model.name} has no stored attribute '${attribute}'.`);
  }

  find(attribute: string): Column | undefined {
    return this.#columns.get(attribute);
  }

  key(index: string | null): KeyBinding {
    const key = this.#keys.get(index);
    if (key !== undefined) return key;
    throw new PreampError('unknown-index', `${this.model.name} has no index '${index}'.`);
  }

  /** The stored form of a value that is not null. @throws PreampError `value-type-mismatch` */
  encode({ attribute, type, keyType }: Column, value: unknown): AttributeValue {
    if (keyType === null) return this.#codec.encode(value, type);
    const encoded = encodeKeyValue(value, keyType);
    if (encoded !== null) return encoded;
    throw new PreampError(
      'value-type-mismatch',
      `${this.model.name}.${attribute} is a key attribute and cannot hold a value of type ${typeof value}.`,
    );
  }

  /** The stored form of an item; absent and null attributes are left out. */
  encodeItem(item: Item): Record<string, AttributeValue> {
    const raw: Record<string, AttributeValue> = { __typename: { S: this.model.name } };
    for (const [attribute, value] of Object.entries(item)) {
      const column = this.column(attribute);
      if (value !== null && value !== undefined) raw[column.name] = this.encode(column, value);
    }
    // The key's own composite attribute may be left to the engine.
    return Object.assign(raw, this.encodeKey(item));
  }

  /** The item with every attribute, absent ones as null. */
  decodeItem(raw: RawItem): Item {
    const item: Record<string, unknown> = {};
    for (const column of this.columns) {
      const value = ownProperty(raw, column.name) as AttributeValue | undefined;
      item[column.attribute] = value === undefined ? null : this.#decode(column, value);
    }
    return item;
  }

  /** The primary key of an item, or of a key by its fields. @throws PreampError `key-incomplete`, `value-type-mismatch` */
  encodeKey(key: Key): Record<string, AttributeValue> {
    const { fields } = this.model.primaryKey;
    const values = fields.map((field) => {
      const value = ownProperty(key, field);
      if (value !== null && value !== undefined) return value;
      throw new PreampError('key-incomplete', `The key of ${this.model.name} needs a value for '${field}'.`);
    });
    const { hash, sort } = this.primary;
    const raw = { [hash.name]: this.encode(hash, values[0]) };
    if (sort !== null) raw[sort.name] = this.encode(sort, values.length > 2 ? values.slice(1).join('#') : values[1]);
    return raw;
  }

  keyOf(raw: RawItem): RawItem {
    const { hash, sort } = this.primary;
    return pick(raw, sort === null ? [hash.name] : [hash.name, sort.name]);
  }

  /** Where a page goes on after this item of an index. Numbers are texts here: they may have more digits than ours. */
  cursorOf(raw: RawItem, index: string | null): Cursor {
    const cursor: Record<string, string | number> = {};
    for (const { attribute, name } of this.#position(index)) {
      const { S, N } = raw[name] as { readonly S?: string; readonly N?: string };
      cursor[attribute] = S ?? N ?? '';
    }
    return cursor;
  }

  /** @throws PreampError `page-token-invalid` where the cursor is not one of this index */
  startKey(cursor: Cursor, index: string | null): RawItem {
    const raw: Record<string, AttributeValue> = {};
    for (const { attribute, name, keyType } of this.#position(index)) {
      const value = ownProperty(cursor, attribute);
      const fits = keyType === 'N' ? naturalNumber.test(String(value)) : typeof value === 'string' && value !== '';
      if (!fits) {
        const message = `The page position does not fit the order of ${this.model.name}.`;
        throw new PreampError('page-token-invalid', message, { hint: 'Start again at the first page.' });
      }
      raw[name] = keyType === 'N' ? { N: String(value) } : { S: value };
    }
    return raw;
  }

  #position(index: string | null): readonly Column[] {
    const { hash, sort } = this.primary;
    const key = this.key(index);
    return [...new Set([key.hash, key.sort, hash, sort])].filter((column) => column !== null);
  }

  #decode({ type, keyType }: Column, value: AttributeValue): unknown {
    const decoded = this.#codec.decode(value, type);
    // A plain `id` is text whatever type the model gives it.
    return keyType === 'S' && isNumberType(type) && typeof decoded === 'string' ? Number(decoded) : decoded;
  }

  #key(
    index: string | null,
    fields: readonly string[],
    schema: readonly KeyAttribute[],
    projection: Index['projection'] | null,
  ): KeyBinding {
    const sort = schema.length > 1 ? sortAttribute(fields) : null;
    const key = { index, hash: this.column(fields[0]!), sort: sort === null ? null : this.column(sort) };
    if (projection === null || projection.type === 'ALL') return { ...key, projected: null };
    const included = projection.type === 'INCLUDE' ? projection.fields.map((field) => this.column(field)) : [];
    const columns = [key.hash, key.sort, this.primary.hash, this.primary.sort, ...included];
    return { ...key, projected: new Set(columns.flatMap((column) => (column === null ? [] : [column.name]))) };
  }
}

/** A key attribute's stored form: `null` for a value that cannot be one. */
export function encodeKeyValue(value: unknown, type: 'S' | 'N'): AttributeValue | null {
  if (type === 'N') return typeof value === 'number' ? { N: String(value) } : null;
  return typeof value === 'string' || typeof value === 'number' ? { S: String(value) } : null;
}

export function isNumberType(type: TypeRef): boolean {
  return type.kind === 'NamedType' && numberTypes.has(type.name);
}

export function pick(raw: RawItem, names: readonly string[]): RawItem {
  return Object.fromEntries(names.map((name) => [name, raw[name]!]));
}

type KeyTypes = ReadonlyMap<string, 'S' | 'N'>;

function fieldColumns(model: Model, codec: AttributeCodec, keyTypes: KeyTypes): [string, Column][] {
  return model.fields.map(({ name: attribute, attribute: name = attribute, type }: Field) => {
    const keyType = keyTypes.get(name) ?? null;
    const isComparable = !codec.holdsJson(type) && (keyType === null || (keyType === 'N') === isNumberType(type));
    return [attribute, { attribute, name, type, keyType, isComparable }];
  });
}

function compositeColumns(model: Model, keyTypes: KeyTypes): [string, Column][] {
  const nameOf = new Map(model.fields.map(({ name, attribute = name }) => [name, attribute]));
  return [model.primaryKey, ...model.indexes].flatMap(({ fields }): [string, Column][] => {
    const attribute = compositeAttribute(fields);
    const name = compositeAttribute(fields.map((field) => nameOf.get(field) ?? field));
    if (attribute === null || name === null) return [];
    return [[attribute, { attribute, name, type: text, keyType: keyTypes.get(name) ?? 'S', isComparable: true }]];
  });
}
