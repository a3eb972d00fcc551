import type { Handler } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { HandlerError } from './handler-error.ts';
import type { DataSources } from './resolvers/data-source.ts';

/** One call of a field's handler, in terms of AppSync's resolver context. `reference/runtime.md` section 8. */
export interface Invocation {
  readonly typeName: string;
  readonly fieldName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The parent object of a field below the root; `null` at the root. */
  readonly source: unknown;
  readonly identity: Identity;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** The operation's variables as they were sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Paths of the selected fields, by alias where one has an alias. */
  readonly selectionSetList: readonly string[];
  /** The selection set as text; empty where there is none. */
  readonly selectionSetGraphQL: string;
  /** What resolvers may read and write; none unless given. */
  readonly dataSources?: DataSources;
  /** Takes what a resolver does beside its result; that is dropped unless given. */
  readonly effects?: InvocationEffects;
}

export interface InvocationEffects {
  /** An error that stands beside the result: `util.appendError`. */
  appendError(error: HandlerError): void;
  /** A header for the response, its name in lower case: `util.http.addResponseHeader`. */
  addResponseHeader(name: string, value: string): void;
  /** AppSync's filter object: `extensions.setSubscriptionFilter`. Subscriptions only. */
  setSubscriptionFilter(filter: unknown): void;
  /** A filter object as well: `extensions.setSubscriptionInvalidationFilter`. Subscriptions only. */
  setSubscriptionInvalidationFilter(filter: unknown): void;
  /** `extensions.invalidateSubscriptions`. Mutations only. */
  invalidateSubscriptions(subscription: string, payload: Readonly<Record<string, unknown>>): void;
}

/** Runs the handlers of custom operations. A failure is thrown as {@link HandlerError}. */
export interface FunctionInvoker {
  /** Runs `handlers` as a pipeline and returns the last result. */
  invoke(handlers: readonly Handler[], invocation: Invocation): Promise<unknown>;
  close(): Promise<void>;
}
