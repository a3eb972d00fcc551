import type { AllowRules, AuthRules, EachRule } from '../authorization/allow.ts';
import { collectRules } from '../authorization/collect-rules.ts';
import { callSiteOf } from '../call-site.ts';
import { checkValues } from '../check-values.ts';
import type { Defined, FieldDefinition, IndexDefinition, ModelDefinition } from '../definition.ts';
import type { ScalarClass } from '../fields/scalar-field.ts';
import type { Once } from '../once.ts';
import type { kind, shape, value } from '../phantom.ts';
import { createIndex, type IndexFactory } from './secondary-index.ts';

/** What a model is made of. */
export type ModelFields = Readonly<
  Record<string, { readonly [kind]: 'scalar' | 'ref' | 'enum' | 'customType' | 'relation' }>
>;

export type DisableableOperation =
  | 'queries'
  | 'mutations'
  | 'subscriptions'
  | 'list'
  | 'get'
  | 'create'
  | 'update'
  | 'delete'
  | 'onCreate'
  | 'onUpdate'
  | 'onDelete';

/** Classes of scalars that keys can be made of. */
type KeyClass = Exclude<ScalarClass, 'boolean' | 'json'>;

/** Fields that `.identifier()` takes: required scalars of text or numbers, and `a.id()`, which is always required. */
export type IdentifierKeys<Fields> = {
  [K in keyof Fields]: Fields[K] extends {
    readonly [kind]: 'scalar';
    readonly [shape]: { readonly class: infer C extends KeyClass; readonly list: false };
    readonly [value]: infer T;
  }
    ? C extends 'id'
      ? K
      : null extends T
        ? never
        : K
    : never;
}[keyof Fields] &
  string;

/** Fields that index keys are made of: scalars of text or numbers, and enums. */
export type IndexKeys<Fields> = {
  [K in keyof Fields]: Fields[K] extends
    | { readonly [kind]: 'scalar'; readonly [shape]: { readonly class: KeyClass; readonly list: false } }
    | { readonly [kind]: 'enum' | 'ref' }
    ? K
    : never;
}[keyof Fields] &
  string;

interface AnyIndex {
  readonly [kind]: 'index';
}

/** A model: a type with a table, and operations on it. The methods stand in any order, each once. */
export interface ModelType<
  Fields,
  Identifier extends readonly string[] = readonly ['id'],
  Indexes = never,
  Disabled extends string = never,
  Roles = never,
  Used extends string = never,
> {
  readonly [kind]: 'model';
  readonly [shape]: {
    readonly fields: Fields;
    readonly identifier: Identifier;
    readonly indexes: Indexes;
    readonly disabled: Disabled;
    readonly roles: Roles;
    readonly authorized: 'authorization' extends Used ? true : false;
  };
  readonly data: ModelDefinition;
  /** The primary key: its partition field, then its sort fields. `['id']` where it is not called. */
  readonly identifier: Once<
    Used,
    'identifier',
    <const Keys extends readonly [IdentifierKeys<Fields>, ...IdentifierKeys<Fields>[]]>(
      fields: Keys,
    ) => ModelType<Fields, Keys, Indexes, Disabled, Roles, Used | 'identifier'>
  >;
  readonly secondaryIndexes: Once<
    Used,
    'secondaryIndexes',
    <const Declared extends readonly AnyIndex[]>(
      callback: (index: IndexFactory<IndexKeys<Fields>>) => Declared,
    ) => ModelType<Fields, Identifier, Declared[number], Disabled, Roles, Used | 'secondaryIndexes'>
  >;
  readonly disableOperations: Once<
    Used,
    'disableOperations',
    <const Names extends readonly DisableableOperation[]>(
      operations: Names,
    ) => ModelType<Fields, Identifier, Indexes, Names[number], Roles, Used | 'disableOperations'>
  >;
  /** Who may do what with the records. Replaces the rules of the schema. */
  readonly authorization: Once<
    Used,
    'authorization',
    <R extends AuthRules>(
      callback: (allow: AllowRules) => R,
    ) => ModelType<Fields, Identifier, Indexes, Disabled, EachRule<R>, Used | 'authorization'>
  >;
}

class ModelBuilder {
  readonly data: ModelDefinition;

  constructor(data: ModelDefinition) {
    this.data = data;
  }

  identifier(fields: readonly string[]): this {
    this.data.identifier = [...fields];
    return this;
  }

  secondaryIndexes(callback: (index: typeof createIndex) => readonly Defined<IndexDefinition>[]): this {
    this.data.indexes = callback(createIndex).map(({ data }) => data);
    return this;
  }

  disableOperations(operations: readonly string[]): this {
    this.data.disabled = [...operations];
    return this;
  }

  authorization(callback: (allow: AllowRules) => unknown): this {
    this.data.rules = collectRules(callback);
    return this;
  }
}

/** `a.model({ title: a.string().required() })`. */
export function model<Fields extends ModelFields>(fields: Fields): ModelType<Fields> {
  const site = callSiteOf(model);
  return new ModelBuilder({
    kind: 'model',
    fields: checkValues<FieldDefinition>(fields, 'Field', site),
    identifier: ['id'],
    indexes: [],
    disabled: [],
    rules: [],
    site,
  }) as unknown as ModelType<Fields>;
}
