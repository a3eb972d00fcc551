import type { shape } from '../phantom.ts';
import type { Flatten, ModelParts, SchemaContext } from './context.ts';
import type { FieldValue } from './field-value.ts';
import type { CompositeCondition, ConditionOn } from './key-conditions.ts';

/** Type of a key field's value. */
type KeyValue<Fields, Name, Context extends SchemaContext> = Name extends keyof Fields
  ? NonNullable<FieldValue<Fields[Name], Context>>
  : string;

/** The values of key fields, by name. */
export type KeyRecord<Fields, Names extends readonly string[], Context extends SchemaContext> = {
  [K in Names[number]]: KeyValue<Fields, K, Context>;
};

/** The condition on the sort fields of a key: one field under its name, several under `firstSecondThird`. */
export type SortInput<Fields, Sort extends readonly string[], Context extends SchemaContext> = Sort extends readonly []
  ? unknown
  : Sort extends readonly [infer Only extends string]
    ? { [K in Only]?: ConditionOn<KeyValue<Fields, K, Context>> }
    : { [K in CompositeName<Sort>]?: CompositeCondition<KeyRecord<Fields, Sort, Context>> };

export type CompositeName<Sort extends readonly string[]> = Sort extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? `${First}${Capitalized<Rest>}`
  : never;

type Capitalized<Names extends readonly string[], Joiner extends string = ''> = Names extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? `${Joiner}${Capitalize<First>}${Capitalized<Rest, Joiner>}`
  : '';

interface IndexParts {
  readonly partition: string;
  readonly sort: readonly string[];
  readonly query: string | null | undefined;
}

type IndexPartsOf<Index> = Index extends { readonly [shape]: infer Parts extends IndexParts } ? Parts : never;

/** Root queries of a model's secondary indexes, with what they take. An index without a query has none here. */
export type IndexQueries<Model extends ModelParts, Name extends string, Context extends SchemaContext> = {
  [Parts in IndexPartsOf<Model['indexes']> as QueryName<Parts, Name>]: {
    input: Flatten<
      KeyRecord<Model['fields'], readonly [Parts['partition']], Context> &
        SortInput<Model['fields'], Parts['sort'], Context>
    >;
  };
};

type QueryName<Parts extends IndexParts, Model extends string> = Parts['query'] extends string
  ? Parts['query']
  : Parts['query'] extends null
    ? never
    : `list${Capitalize<Model>}By${Capitalize<Parts['partition']>}${Capitalized<Parts['sort'], 'And'>}`;

/** What `list` takes of a key with sort fields; `unknown` for a key without. */
export type ListKeyInput<
  Model extends ModelParts,
  Context extends SchemaContext,
> = Model['identifier'] extends readonly [
  infer Partition extends string,
  ...infer Sort extends readonly [string, ...string[]],
]
  ? Flatten<
      Partial<KeyRecord<Model['fields'], readonly [Partition], Context>> & SortInput<Model['fields'], Sort, Context>
    >
  : unknown;
