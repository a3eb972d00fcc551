/** A subscription in the registry. */
export interface LiveSubscription {
  /** Number of the last publication before it: its events have higher ones. */
  readonly start: number;
  /** The place after the last publication before it. */
  readonly cursor: string;
  /** The position of a cursor; `null` where it is not known any more. */
  positionOf(cursor: string): number | null;
  /** Whether all that was published after `position` is still kept. */
  canReplay(position: number): boolean;
  /**
   * Delivers what was published after `position` and before the subscription, as far as it is still kept. To be called
   * in the turn in which the subscription was made, or later events would come first.
   */
  replay(position: number): void;
  /** Ends it without a word to the subscriber. Repeating is harmless. */
  stop(): void;
}
