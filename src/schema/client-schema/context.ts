import type { shape } from '../phantom.ts';

/** What the entries of a schema are resolved against: every name they may use, and the rules of their schema. */
export interface SchemaContext {
  readonly types: object;
  readonly roles: unknown;
  readonly depth: SelectionDepth;
}

/** How many relations a selection set may follow. */
export type SelectionDepth = 0 | 1 | 2 | 3 | 4 | 5;

/** An entry of the schema by name; `never` where there is none. */
export type EntryOf<Context extends SchemaContext, Name> = Name extends keyof Context['types']
  ? Context['types'][Name]
  : never;

/** The parts of a model's type. */
export interface ModelParts {
  readonly fields: object;
  readonly identifier: readonly string[];
  readonly indexes: unknown;
  readonly disabled: string;
  readonly roles: unknown;
  readonly authorized: boolean;
}

/** The parts of the model of a name. */
export type PartsOf<Model> = Model extends { readonly [shape]: infer Parts extends ModelParts } ? Parts : never;

/** One flat object type instead of an intersection. */
export type Flatten<T> = { [K in keyof T]: T[K] };
