import type { IndexDefinition, ProjectionType } from '../definition.ts';
import type { Once } from '../once.ts';
import type { kind, shape } from '../phantom.ts';

/**
 * A secondary index. `Keys` are the fields that keys may be made of, `Query` the name of its query: `undefined` stands
 * for the default name, `null` for no query.
 */
export interface SecondaryIndex<
  Keys extends string,
  Partition extends string,
  Sort extends readonly string[] = readonly [],
  Query extends string | null | undefined = undefined,
  Used extends string = never,
> {
  readonly [kind]: 'index';
  readonly [shape]: { readonly partition: Partition; readonly sort: Sort; readonly query: Query };
  readonly data: IndexDefinition;
  readonly sortKeys: Once<
    Used,
    'sortKeys',
    <const Fields extends readonly Exclude<Keys, Partition>[]>(
      fields: Fields,
    ) => SecondaryIndex<Keys, Partition, Fields, Query, Used | 'sortKeys'>
  >;
  readonly name: Once<Used, 'name', (name: string) => SecondaryIndex<Keys, Partition, Sort, Query, Used | 'name'>>;
  /** Name of the root query; `null` for none. `list<Model>By<Field>And<Field>` where it is not called. */
  readonly queryField: Once<
    Used,
    'queryField',
    <const Name extends string | null>(name: Name) => SecondaryIndex<Keys, Partition, Sort, Name, Used | 'queryField'>
  >;
  /** Which attributes the index holds besides keys. `INCLUDE` names them. */
  readonly projection: Once<
    Used,
    'projection',
    <const Type extends ProjectionType>(
      type: Type,
      ...fields: Type extends 'INCLUDE' ? [fields: readonly string[]] : []
    ) => SecondaryIndex<Keys, Partition, Sort, Query, Used | 'projection'>
  >;
}

/** `index` in `.secondaryIndexes((index) => [index('field')])`. */
export type IndexFactory<Keys extends string> = <const Partition extends Keys>(
  partitionKey: Partition,
) => SecondaryIndex<Keys, Partition>;

class IndexBuilder {
  data: IndexDefinition;

  constructor(partitionKey: string) {
    this.data = { partitionKey, sortKeys: [], name: null, queryField: undefined, projection: null };
  }

  sortKeys(sortKeys: readonly string[]): this {
    return this.#with({ sortKeys });
  }

  name(name: string): this {
    return this.#with({ name });
  }

  queryField(queryField: string | null): this {
    return this.#with({ queryField });
  }

  projection(type: ProjectionType, fields: readonly string[] = []): this {
    return this.#with({ projection: { type, fields } });
  }

  #with(change: Partial<IndexDefinition>): this {
    this.data = { ...this.data, ...change };
    return this;
  }
}

export function createIndex(partitionKey: string): { readonly data: IndexDefinition } {
  return new IndexBuilder(partitionKey);
}
