import type { kind } from '../phantom.ts';
import type { Flatten, ModelParts, SchemaContext } from './context.ts';
import type { FieldValue, KeysWith } from './field-value.ts';
import type { IndexQueries, KeyRecord, ListKeyInput } from './key-input.ts';
import type { FlatModel, ImplicitId, ModelRecord, OwnerData } from './model-record.ts';

/** A model as a client sees it. Each member is worked out when it is used. */
export interface ModelEntry<Model extends ModelParts, Name extends string, Context extends SchemaContext> {
  __entityType: 'model';
  /** A record, with a function for each relation. */
  type: ModelRecord<Model, Context>;
  /** What `create` takes. */
  createType: CreateInput<Model, Context>;
  /** What `update` takes: the key, and what changes. */
  updateType: UpdateInput<Model, Context>;
  /** What `delete` takes. */
  deleteType: Identifier<Model, Context>;
  /** What `get` takes. */
  identifier: Identifier<Model, Context>;
  /** Inline enums and custom types, by field. */
  nestedTypes: NestedTypes<Model['fields'], Context>;
  secondaryIndexes: IndexQueries<Model, Name, Context>;
  __meta: ModelMeta<Model, Name, Context>;
}

interface ModelMeta<Model extends ModelParts, Name extends string, Context extends SchemaContext> {
  listOptionsPkParams: ListKeyInput<Model, Context>;
  rawType: never;
  flatModel: FlatModel<Model, Context, Name>;
  disabledOperations: { [K in DisabledMethods[Model['disabled'] & keyof DisabledMethods]]: true };
}

type Identifier<Model extends ModelParts, Context extends SchemaContext> =
  'id' extends Exclude<ImplicitId<Model>, keyof Model['fields']>
    ? { readonly id: string }
    : Flatten<KeyRecord<Model['fields'], Model['identifier'], Context>>;

type KeyNames<Model extends ModelParts> = Model['identifier'][number];

/** A default `id` may be left out; the fields of a declared key may not. */
type CreateInput<Model extends ModelParts, Context extends SchemaContext> = Flatten<
  (ImplicitId<Model> extends never ? KeyRecord<Model['fields'], Model['identifier'], Context> : { id?: string }) & {
    [K in Exclude<KeysWith<Model['fields'], 'required'>, KeyNames<Model>>]: FieldValue<Model['fields'][K], Context>;
  } & {
    [K in Exclude<KeysWith<Model['fields'], 'optional'>, KeyNames<Model>>]?: FieldValue<Model['fields'][K], Context>;
  } & OwnerData<Model, Context>
>;

type UpdateInput<Model extends ModelParts, Context extends SchemaContext> = Flatten<
  KeyRecord<Model['fields'], Model['identifier'], Context> & {
    [K in Exclude<KeysWith<Model['fields'], 'required' | 'optional'>, KeyNames<Model>>]?: FieldValue<
      Model['fields'][K],
      Context
    >;
  } & OwnerData<Model, Context>
>;

type NestedTypes<Fields, Context extends SchemaContext> = {
  [K in keyof Fields as Fields[K] extends { readonly [kind]: 'enum' | 'customType' } ? K : never]: {
    __entityType: Fields[K] extends { readonly [kind]: infer Kind } ? Kind : never;
    type: NonNullable<FieldValue<Fields[K], Context>>;
  };
};

/** The client's methods that go with each name of `.disableOperations()`. */
interface DisabledMethods {
  queries: 'list' | 'get' | 'observeQuery';
  mutations: 'create' | 'update' | 'delete';
  subscriptions: 'onCreate' | 'onUpdate' | 'onDelete' | 'observeQuery';
  list: 'list' | 'observeQuery';
  get: 'get';
  create: 'create';
  update: 'update';
  delete: 'delete';
  onCreate: 'onCreate';
  onUpdate: 'onUpdate';
  onDelete: 'onDelete';
}
