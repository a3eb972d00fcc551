import type { Publication } from './change.ts';

/** Carries publications from the write path to every subscriber, in order per model: in process, or between nodes. */
export interface Bus {
  publish(publication: Publication): void;
  /**
   * Returns the function that ends the listening. `lost` is called when publications may have been missed, which a bus
   * within one process never does.
   */
  listen(listener: (publication: Publication) => void, lost?: () => void): () => void;
  /** Delivers at once what was published and still waits here, so that who listens next hears only later events. */
  flush?(): void;
  close(): Promise<void>;
}
