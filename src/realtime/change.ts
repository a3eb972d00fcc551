import type { Item } from '../ir/item.ts';

/** A committed change of one item: what the write path publishes, once, after the commit. */
export interface Change {
  readonly kind: 'create' | 'update' | 'delete';
  readonly model: string;
  /** The whole item as it is now; for a delete, as it was. */
  readonly item: Item;
  /** The item before an update; `null` otherwise. */
  readonly previous: Item | null;
}

/** The result of a custom mutation that feeds subscriptions by `@aws_subscribe`. */
export interface MutationResult {
  readonly kind: 'mutation';
  readonly mutation: string;
  readonly value: unknown;
}

/** Something happened that subscribers may see. */
export type Publication = Change | MutationResult;

/** A mutation's resolver ends subscriptions: those to `subscription` whose invalidation filter the payload passes. */
export interface Invalidation {
  readonly kind: 'invalidation';
  /** The name of the subscription field. */
  readonly subscription: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** What a bus carries. */
export type BusMessage = Publication | Invalidation;
