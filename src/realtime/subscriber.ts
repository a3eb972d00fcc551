import type { EventPlace } from './event-place.ts';

/** The receiving end of one subscription: what a protocol gives to the registry. */
export interface Subscriber {
  /** Takes one event: the bytes of `{"data":…,"errors"?:…}`, shared between subscribers and never changed. */
  deliver(payload: Buffer, place: EventPlace): void;
  /** The subscription is over, and the registry has already forgotten it. Called at most once, never after `stop`. */
  end(reason: EndReason): void;
}

export type EndReason =
  /** The caller's credential no longer holds. */
  | { readonly kind: 'expired' }
  /** A new revision of the schema does not accept it. */
  | { readonly kind: 'refused'; readonly errors: readonly SubscriptionError[] }
  /** A mutation's resolver ended it. */
  | { readonly kind: 'invalidated' }
  /** Events were lost: they came faster than they could be rendered, or the bus was cut off. */
  | { readonly kind: 'lost' };

/** The part of a GraphQL error that protocols send. */
export interface SubscriptionError {
  readonly message: string;
  readonly errorType?: string | null;
  /** An HTTP status: upon 400, 401 and 403 clients do not try again. */
  readonly errorCode?: number;
}
