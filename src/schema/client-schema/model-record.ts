import type { kind, roles, shape } from '../phantom.ts';
import type { EntryOf, Flatten, ModelParts, PartsOf, SchemaContext, SelectionDepth } from './context.ts';
import type { FieldValue, KeysWith } from './field-value.ts';
import type { LazyItem, LazyList } from './lazy-loader.ts';

/** A record as a client reads it: its data, and a function for each relation. */
export type ModelRecord<Model extends ModelParts, Context extends SchemaContext> = Flatten<
  ModelData<Model, Context> & {
    [K in KeysWith<Model['fields'], 'relation'>]: Loader<Model['fields'][K], Context>;
  }
>;

/** A record without its relations. */
export type ModelData<Model extends ModelParts, Context extends SchemaContext> = {
  [K in KeysWith<Model['fields'], 'required'>]: FieldValue<Model['fields'][K], Context>;
} & {
  [K in KeysWith<Model['fields'], 'optional'>]?: FieldValue<Model['fields'][K], Context>;
} & AddedData<Model, Context>;

/** Fields that the compiler adds: an id where no key is declared, owner and group fields of the rules, timestamps. */
type AddedData<Model extends ModelParts, Context extends SchemaContext> = {
  readonly [K in Exclude<ImplicitId<Model> | 'createdAt' | 'updatedAt', keyof Model['fields']>]: string;
} & OwnerData<Model, Context>;

export type ImplicitId<Model extends ModelParts> = Model['identifier'] extends readonly ['id'] ? 'id' : never;

/** Owner and group fields that rules name and the model does not declare. */
type OwnerData<Model extends ModelParts, Context extends SchemaContext> = {
  [K in Exclude<ImpliedNames<Model, Context>['single'], keyof Model['fields']>]?: string | null;
} & {
  [K in Exclude<ImpliedNames<Model, Context>['list'], keyof Model['fields']>]?: string[] | null;
};

/** The fields that the rules for a model imply. */
export type ImpliedNames<Model extends ModelParts, Context extends SchemaContext> = ShapeOf<
  | (Model['authorized'] extends true ? Model['roles'] : Context['roles'])
  | (Model['fields'][keyof Model['fields']] extends { readonly [roles]: infer R } ? R : never)
>;

type ShapeOf<Rules> = [Rules] extends [never]
  ? { readonly single: never; readonly list: never }
  : Rules extends { readonly [shape]: infer S extends { readonly single: string; readonly list: string } }
    ? S
    : { readonly single: never; readonly list: never };

type Loader<Field, Context extends SchemaContext> = Field extends {
  readonly [shape]: { readonly relation: infer Relation; readonly model: infer Name };
}
  ? LoaderOf<Relation, PartsOf<EntryOf<Context, Name>>, Context>
  : never;

/** Absent where the operation it would call is disabled. */
type LoaderOf<Relation, Model extends ModelParts, Context extends SchemaContext> = Relation extends 'belongsTo'
  ? Extract<Model['disabled'], 'queries' | 'get'> extends never
    ? LazyItem<ModelRecord<Model, Context>>
    : never
  : Extract<Model['disabled'], 'queries' | 'list'> extends never
    ? Relation extends 'hasMany'
      ? LazyList<ModelRecord<Model, Context>>
      : LazyItem<ModelRecord<Model, Context>>
    : never;

interface OneLess {
  readonly 0: 0;
  readonly 1: 0;
  readonly 2: 1;
  readonly 3: 2;
  readonly 4: 3;
  readonly 5: 4;
}

/**
 * A record with related records in it, as deep as `Depth`: what the paths of selection sets are made of. A belongsTo
 * straight back to `Root` is left out.
 */
export type FlatRecord<
  Model extends ModelParts,
  Context extends SchemaContext,
  Depth extends SelectionDepth,
  Root = never,
> = Flatten<
  ModelData<Model, Context> &
    (Depth extends 0
      ? unknown
      : {
          [K in Exclude<KeysWith<Model['fields'], 'relation'>, BackTo<Model['fields'], Root>>]: FlatRelation<
            Model['fields'][K],
            Context,
            OneLess[Depth]
          >;
        })
>;

type BackTo<Fields, Root> = [Root] extends [never]
  ? never
  : {
      [K in keyof Fields]: Fields[K] extends {
        readonly [kind]: 'relation';
        readonly [shape]: { readonly relation: 'belongsTo'; readonly model: Root };
      }
        ? K
        : never;
    }[keyof Fields];

type FlatRelation<Field, Context extends SchemaContext, Depth extends SelectionDepth, Root = never> = Field extends {
  readonly [shape]: { readonly relation: infer Relation; readonly model: infer Name };
}
  ? Relation extends 'hasMany'
    ? FlatRecord<PartsOf<EntryOf<Context, Name>>, Context, Depth, Root>[]
    : FlatRecord<PartsOf<EntryOf<Context, Name>>, Context, Depth, Root>
  : never;

/** The flat record that selection sets of a model begin with. Its keys are all there: a path may name any. */
export type FlatModel<Model extends ModelParts, Context extends SchemaContext, Name> = Flatten<
  {
    [K in KeysWith<Model['fields'], 'required' | 'optional'>]: FieldValue<Model['fields'][K], Context>;
  } & AddedData<Model, Context> &
    (Context['depth'] extends 0
      ? unknown
      : {
          [K in KeysWith<Model['fields'], 'relation'>]: FlatRelation<
            Model['fields'][K],
            Context,
            OneLess[Context['depth']],
            Name
          >;
        })
>;
