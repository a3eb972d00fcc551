import type { Identity } from '../ir/identity.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { LiveSubscription } from './live-subscription.ts';
import type { Subscriber, SubscriptionError } from './subscriber.ts';

/** What protocols need of a backend. */
export interface RealtimeHost {
  /** Unix milliseconds. */
  now(): number;
  /** Number of the last publication whose events have been handed to all sockets. */
  position(): number;
  /** The place after the last publication; `null` while some events are still on their way to sockets. */
  cursor(): string | null;
  /** Checks a credential. Never throws for a bad one. */
  authenticate(credential: RealtimeCredential): MaybePromise<Authentication>;
  /** Checks a subscription and, where accepted, delivers events from now on. */
  subscribe(operation: RealtimeOperation, subscriber: Subscriber): MaybePromise<SubscribeOutcome>;
  /** Executes a query or a mutation; yields the JSON text of `{ data, errors? }`. */
  execute(operation: RealtimeOperation): MaybePromise<string>;
  /** The kind of the operation that would run; `null` where the document cannot be parsed or has no such operation. */
  operationType(query: string, operationName: string | null): 'query' | 'mutation' | 'subscription' | null;
}

/** A credential as an HTTP request would carry it: signatures cover `POST`, `path`, some headers and `body`. */
export interface RealtimeCredential {
  /** The headers as the client sent them, unchecked. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly path: string;
  readonly body: string;
}

export type Authentication =
  | { readonly status: 'accepted'; readonly identity: Identity }
  | {
      readonly status: 'refused';
      readonly statusCode: number;
      readonly errorType: string;
      readonly message: string;
    };

export interface RealtimeOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly operationName: string | null;
  readonly identity: Identity;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export type SubscribeOutcome =
  | { readonly status: 'refused'; readonly errors: readonly SubscriptionError[] }
  | { readonly status: 'accepted'; readonly subscription: LiveSubscription };
