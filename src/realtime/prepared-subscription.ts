import type { MaybePromise } from '../util/maybe-promise.ts';
import type { Invalidation, Publication } from './change.ts';

/**
 * A subscription operation after parsing, validation and authorization: what the registry matches and renders.
 * Subscriptions with the same `group` are matched and rendered once for all of them.
 */
export interface PreparedSubscription {
  /** Publications it listens to: `create:Post`, `mutation:shout`. See {@link publicationTopic}. */
  readonly topics: readonly string[];
  /** Equal for subscriptions that see the same events with the same payload: document, variables and rule class. */
  readonly group: string;
  /** Whether arguments, filter and rules let this publication through. */
  matches(publication: Publication): boolean;
  /** The response for a publication, as JSON text of `{ data, errors? }`. Relations are loaded here. */
  render(publication: Publication): MaybePromise<string>;
  /** Whether it ends by an invalidation; absent where none can end it. Equal for all of a `group`. */
  isInvalidatedBy?(invalidation: Invalidation): boolean;
  /** Unix seconds after which the caller's credential no longer holds. */
  readonly expiresAt: number | null;
}
