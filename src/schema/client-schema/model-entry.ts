import type { kind } from '../phantom.ts';
import type { Flatten, ModelParts, SchemaContext } from './context.ts';
import type { FieldValue, KeysWith } from './field-value.ts';
import type { IndexQueries, ListKeyInput } from './key-input.ts';
import type { FlatModel, ImplicitId, ImpliedNames, ModelRecord } from './model-record.ts';

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

/*
 * The types below are written out rather than put together from shared aliases: where a call's argument is compared with
 * its parameter, the compiler works out how each alias between them varies with each of its parameters, which for one
 * that resolves fields costs more than everything else in the call.
 */

type KeyNames<Model extends ModelParts> = Model['identifier'][number];

/** Names of declared key fields. */
type DeclaredKeys<Model extends ModelParts> = Model['identifier'][number] & keyof Model['fields'];

type Identifier<Model extends ModelParts, Context extends SchemaContext> =
  HasImplicitId<Model> extends true
    ? { readonly id: string }
    : Flatten<{ [K in DeclaredKeys<Model>]: NonNullable<FieldValue<Model['fields'][K], Context>> }>;

/** A default `id` may be left out; the fields of a declared key may not. */
type CreateInput<Model extends ModelParts, Context extends SchemaContext> = Flatten<
  {
    [K in ImplicitId<Model> extends never ? DeclaredKeys<Model> : never]: NonNullable<
      FieldValue<Model['fields'][K], Context>
    >;
  } & { [K in ImplicitId<Model>]?: string } & {
    [K in Exclude<KeysWith<Model['fields'], 'required'>, KeyNames<Model>>]: FieldValue<Model['fields'][K], Context>;
  } & {
    [K in Exclude<KeysWith<Model['fields'], 'optional'>, KeyNames<Model>>]?: FieldValue<Model['fields'][K], Context>;
  } & { [K in Exclude<ImpliedNames<Model, Context>['single'], keyof Model['fields']>]?: string | null } & {
    [K in Exclude<ImpliedNames<Model, Context>['list'], keyof Model['fields']>]?: string[] | null;
  }
>;

type UpdateInput<Model extends ModelParts, Context extends SchemaContext> = Flatten<
  { [K in HasImplicitId<Model> extends true ? 'id' : never]: string } & {
    [K in DeclaredKeys<Model>]: NonNullable<FieldValue<Model['fields'][K], Context>>;
  } & {
    [K in Exclude<KeysWith<Model['fields'], 'required' | 'optional'>, KeyNames<Model>>]?: FieldValue<
      Model['fields'][K],
      Context
    >;
  } & { [K in Exclude<ImpliedNames<Model, Context>['single'], keyof Model['fields']>]?: string | null } & {
    [K in Exclude<ImpliedNames<Model, Context>['list'], keyof Model['fields']>]?: string[] | null;
  }
>;

type HasImplicitId<Model extends ModelParts> =
  'id' extends Exclude<ImplicitId<Model>, keyof Model['fields']> ? true : false;

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
