import type { Identity } from '../ir/identity.ts';
import type { PreparedSubscription } from '../realtime/prepared-subscription.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { GraphQLErrorEntry } from './graphql-error-entry.ts';

/** One GraphQL request, after its transport and its credential were checked. */
export interface ExecutionRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
  readonly identity: Identity;
  /** Request headers, names in lower case; handlers see them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
}

export interface ExecutionResponse {
  readonly status: number;
  /** AppSync's error type for the `x-amzn-errortype` header of responses that are not 200; `null` otherwise. */
  readonly errorType: string | null;
  /** Headers that handlers add, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text of `{ data, errors? }`. */
  readonly body: string;
}

/** Executes documents against one revision of a backend. */
export interface Executor {
  execute(request: ExecutionRequest): MaybePromise<ExecutionResponse>;
  /** Checks a subscription operation; `refused` carries the errors of an `error` frame. */
  subscribe(request: ExecutionRequest): MaybePromise<SubscribeResult>;
}

export type SubscribeResult =
  | { readonly status: 'refused'; readonly errors: readonly GraphQLErrorEntry[] }
  | { readonly status: 'accepted'; readonly subscription: PreparedSubscription };
