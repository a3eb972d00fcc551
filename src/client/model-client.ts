import type { CallOptions } from './call-options.ts';
import type { CancellableRequests } from './cancellable-requests.ts';
import type { GraphQLFormattedError } from './graphql-result.ts';
import type { ModelIntrospection } from './model-introspection.ts';
import type { Requests } from './requests.ts';

export type RecordValue = Record<string, unknown>;
export type ModelCallOptions = CallOptions &
  Readonly<Record<string, unknown>> & { readonly selectionSet?: readonly string[] };

export interface SingleResult {
  readonly data: RecordValue | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: unknown;
}

export interface ListResult {
  readonly data: RecordValue[];
  readonly nextToken?: string | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: unknown;
}

export type ModelClient = Readonly<Record<string, (...values: never[]) => unknown>>;

export interface ModelClientContext {
  readonly schema: ModelIntrospection;
  readonly requests: Requests;
  readonly cancellable: CancellableRequests;
  /** The clients of all models, for lazy loaders. */
  readonly models: Readonly<Record<string, ModelClient>>;
}
