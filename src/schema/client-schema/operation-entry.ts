import type { OperationKind } from '../operations/operation.ts';
import type { kind, shape } from '../phantom.ts';
import type { EntryOf, SchemaContext } from './context.ts';
import type { FieldsRecord, FieldValue } from './field-value.ts';
import type { ResolverHandler } from './resolver-handler.ts';

export interface OperationParts {
  readonly arguments: unknown;
  readonly returns: unknown;
  readonly handler: unknown;
  readonly source: unknown;
}

/** A query, mutation, subscription or generation as a client sees it. */
export interface OperationEntry<
  Kind extends OperationKind,
  Operation extends OperationParts,
  Context extends SchemaContext,
> {
  __entityType: `custom${Capitalize<Kind>}`;
  operationType: Capitalize<Kind>;
  /** `never` where it takes none. */
  args: Arguments<Operation, Context>;
  /** What a call gives. */
  type: Kind extends 'subscription' ? NonNullable<SourceResult<Operation, Context>> : Result<Operation, Context>;
  /** What a function gives back for it. */
  returnType: WithoutLoaders<
    Kind extends 'subscription' ? NonNullable<SourceResult<Operation, Context>> : Result<Operation, Context>
  >;
  /** Type of a function that runs it. */
  functionHandler: ResolverHandler<
    Arguments<Operation, Context>,
    IsAsync<Operation['handler']> extends true ? void : WithoutLoaders<Result<Operation, Context>>
  >;
}

type Arguments<Operation extends OperationParts, Context extends SchemaContext> = Operation['arguments'] extends null
  ? never
  : FieldsRecord<Operation['arguments'], Context>;

type Result<Operation extends OperationParts, Context extends SchemaContext> =
  IsAsync<Operation['handler']> extends true
    ? { success: boolean } | null
    : OrUndefined<Operation['returns'], FieldValue<Operation['returns'], Context>>;

/** A nullable reference may also be absent from a response. */
type OrUndefined<Field, T> = Field extends { readonly [kind]: 'ref' } ? (null extends T ? T | undefined : T) : T;

type IsAsync<Handler> = Handler extends readonly [...unknown[], infer Last]
  ? IsAsync<Last>
  : Handler extends { readonly [kind]: 'functionHandler'; readonly [shape]: 'async' }
    ? true
    : false;

/** What a subscription's mutations give: its first source stands for all. */
type SourceResult<
  Operation extends OperationParts,
  Context extends SchemaContext,
> = Operation['source'] extends readonly [infer First, ...unknown[]]
  ? ResultOfSource<First, Context>
  : ResultOfSource<Operation['source'], Context>;

type ResultOfSource<Source, Context extends SchemaContext> = Source extends {
  readonly [shape]: { readonly link: infer Link };
}
  ? EntryOf<Context, Link> extends {
      readonly [kind]: OperationKind;
      readonly [shape]: infer Mutation extends OperationParts;
    }
    ? Result<Mutation, Context>
    : FieldValue<Source, Context>
  : never;

type WithoutLoaders<T> = T extends readonly (infer Element)[]
  ? WithoutLoaders<Element>[]
  : T extends object
    ? { [K in keyof T as T[K] extends (...parameters: never[]) => unknown ? never : K]: T[K] }
    : T;
