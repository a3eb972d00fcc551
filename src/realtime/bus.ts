import type { BusMessage } from './change.ts';

/**
 * Carries publications from the write path to every subscriber, in order per model: in process, or between nodes.
 * Invalidations go the same way.
 */
export interface Bus {
  publish(message: BusMessage): void;
  /**
   * Returns the function that ends the listening. `lost` is called when publications may have been missed, which a bus
   * within one process never does. `cursor` is the event's place, where all who hear the bus know it by the same words.
   */
  listen(listener: (message: BusMessage, cursor?: string) => void, lost?: () => void): () => void;
  /** Delivers at once what was published and still waits here, so that who listens next hears only later events. */
  flush?(): void;
  /** The place after the last event before the bus was opened, where events have places. */
  readonly start?: string;
  /** Without it the bus is within one process, and always connected. */
  readonly metrics?: Readonly<BusMetrics>;
  close(): Promise<void>;
}

/** `connected` and `pending` are of this moment, the rest are totals. */
export interface BusMetrics {
  /** 1 or 0. */
  connected: number;
  /** Events of this process that have not reached the bus yet. */
  pending: number;
  reconnects: number;
  /** Events of this process that could not be kept while the bus was away. */
  dropped: number;
}
