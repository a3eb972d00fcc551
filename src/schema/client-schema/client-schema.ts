import type { CombinedSchema } from '../combine.ts';
import type { OperationKind } from '../operations/operation.ts';
import type { kind, shape, value } from '../phantom.ts';
import type { AnySchema } from '../schema.ts';
import type { ModelParts, SchemaContext, SelectionDepth } from './context.ts';
import type { ConversationEntry } from './conversation-entry.ts';
import type { FieldsRecord } from './field-value.ts';
import type { ModelEntry } from './model-entry.ts';
import type { OperationEntry, OperationParts } from './operation-entry.ts';

export interface ClientSchemaOptions {
  /** How many relations a selection set may follow; 5 by default. */
  readonly selectionSetDepth?: SelectionDepth;
}

/**
 * What a client knows of a schema: an entry for each name. Plain, without marks of any package, so that it is what
 * `generateClient` of `aws-amplify/data` takes too.
 */
export type ClientSchema<
  Schema extends AnySchema | CombinedSchema<readonly AnySchema[]>,
  Options extends ClientSchemaOptions = { selectionSetDepth: 5 },
> =
  Schema extends CombinedSchema<infer Schemas>
    ? Combined<Schemas, MergedTypes<Schemas>, Depth<Options>>
    : Schema extends { readonly [shape]: { readonly types: infer Types extends object; readonly roles: infer Roles } }
      ? Entries<Types, { readonly types: Types; readonly roles: Roles; readonly depth: Depth<Options> }>
      : never;

type Depth<Options extends ClientSchemaOptions> = Options['selectionSetDepth'] extends SelectionDepth
  ? Options['selectionSetDepth']
  : 5;

type Entries<Types, Context extends SchemaContext> = {
  [Name in keyof Types]: Entry<Types[Name], Name & string, Context>;
};

/** The entries of every schema, each with its own rules; names are looked up in all of them. */
type Combined<
  Schemas extends readonly AnySchema[],
  Types extends object,
  Depth extends SelectionDepth,
> = Schemas extends readonly [infer First extends AnySchema, ...infer Rest extends readonly AnySchema[]]
  ? Entries<
      First[typeof shape]['types'],
      { readonly types: Types; readonly roles: First[typeof shape]['roles']; readonly depth: Depth }
    > &
      Combined<Rest, Types, Depth>
  : unknown;

type MergedTypes<Schemas extends readonly AnySchema[]> = Schemas extends readonly [
  infer First extends AnySchema,
  ...infer Rest extends readonly AnySchema[],
]
  ? First[typeof shape]['types'] & MergedTypes<Rest>
  : object;

type Entry<Type, Name extends string, Context extends SchemaContext> = Type extends {
  readonly [kind]: 'model';
  readonly [shape]: infer Model extends ModelParts;
}
  ? ModelEntry<Model, Name, Context>
  : Type extends {
        readonly [kind]: infer Kind extends OperationKind;
        readonly [shape]: infer Operation extends OperationParts;
      }
    ? OperationEntry<Kind, Operation, Context>
    : Type extends { readonly [kind]: 'enum'; readonly [value]: infer V }
      ? EnumEntry<NonNullable<V>>
      : Type extends { readonly [kind]: 'customType'; readonly [shape]: infer Fields }
        ? CustomTypeEntry<Fields, Context>
        : ConversationEntry;

export interface EnumEntry<Value> {
  __entityType: 'enum';
  type: Value;
}

export interface CustomTypeEntry<Fields, Context extends SchemaContext> {
  __entityType: 'customType';
  type: FieldsRecord<Fields, Context>;
}
