import type { DataModel, Field, Index, Model } from '../../ir/data-model.ts';
import type { TypeRef } from '../../ir/type-ref.ts';

/**
 * The data model of the engine contract: keys of one, two and three fields, every kind of value and of index.
 * Key attributes are apart from those that hold empty and long texts, which some engines refuse in keys.
 */
export const contractModel: DataModel = dataModel([
  model('Note', ['id'], {
    fields: {
      id: 'ID!',
      text: 'String',
      count: 'Int',
      ratio: 'Float',
      flag: 'Boolean',
      at: 'AWSTimestamp',
      mood: 'Mood',
      json: 'AWSJSON',
      tags: '[String]',
      numbers: '[Int]',
      flags: '[Boolean]',
      place: 'Place',
      shelf: 'ID',
      rank: 'Int',
      weight: 'Float',
      label: 'String',
      status: 'String',
      day: 'String',
    },
    indexes: {
      byShelf: ['shelf'],
      byShelfAndRank: ['shelf', 'rank'],
      byShelfAndLabel: ['shelf', 'label'],
      byRankAndWeight: ['rank', 'weight'],
      byShelfStatusDay: ['shelf', 'status', 'day'],
    },
  }),
  model('Line', ['order', 'number'], { fields: { order: 'ID!', number: 'Int!', text: 'String' }, indexes: {} }),
  model('Entry', ['account', 'day', 'sequence'], {
    fields: { account: 'ID!', day: 'String!', sequence: 'Int!', amount: 'Float' },
    indexes: { byDay: ['day', 'account'] },
  }),
  model('Shelf', ['id'], { fields: { id: 'ID!', name: 'String', size: 'Int' }, indexes: {} }),
]);

interface Shape {
  readonly fields: Readonly<Record<string, string>>;
  readonly indexes: Readonly<Record<string, readonly [string, ...string[]]>>;
}

/** A data model of these models, with the enum `Mood` and the custom type `Place`. */
export function dataModel(models: readonly Model[]): DataModel {
  return {
    kind: 'DataModel',
    settings: {
      defaultAuthMode: 'API_KEY',
      authModes: ['API_KEY'],
      genericIamAccess: false,
      sandboxMode: true,
      functionAccess: [],
    },
    models,
    objects: [
      {
        kind: 'ObjectType',
        name: 'Place',
        interfaces: [],
        nativeAuth: null,
        fields: ['street', 'city'].map((name) => ({
          kind: 'ObjectField' as const,
          name,
          type: typeRef('String'),
          arguments: [],
          handlers: [],
          rules: null,
          nativeAuth: null,
        })),
      },
    ],
    interfaces: [],
    unions: [],
    enums: [{ kind: 'EnumType', name: 'Mood', values: ['GOOD', 'BAD'] }],
    inputs: [],
    operations: [],
  };
}

/** A model without rules and operations; field types as in SDL. */
export function model(
  name: string,
  key: readonly [string, ...string[]],
  { fields, indexes }: Shape,
  table: string = name,
): Model {
  return {
    kind: 'Model',
    name,
    plural: `${name}s`,
    table,
    fields: Object.entries(fields).map(([field, type]) => fieldOf(field, typeRef(type))),
    interfaces: [],
    computedFields: [],
    relations: [],
    primaryKey: { fields: key, custom: true },
    indexes: Object.entries(indexes).map(([index, indexFields]) => indexOf(index, indexFields)),
    timestamps: { createdAt: null, updatedAt: null },
    operations: {
      get: null,
      list: null,
      search: null,
      create: null,
      update: null,
      delete: null,
      onCreate: [],
      onUpdate: [],
      onDelete: [],
    },
    subscriptionLevel: 'off',
    rules: null,
  };
}

function fieldOf(name: string, type: TypeRef): Field {
  return { kind: 'Field', name, type, origin: 'declared', default: null, validations: [], rules: null };
}

function indexOf(name: string, fields: readonly [string, ...string[]]): Index {
  return {
    kind: 'Index',
    name,
    fields,
    queryField: null,
    projection: { type: 'ALL', fields: [] },
    origin: 'declared',
  };
}

function typeRef(sdl: string): TypeRef {
  const nonNull = sdl.endsWith('!');
  const bare = nonNull ? sdl.slice(0, -1) : sdl;
  if (!bare.startsWith('[')) return { kind: 'NamedType', name: bare, nonNull };
  return { kind: 'ListType', of: typeRef(bare.slice(1, -1)), nonNull };
}
