/** Where an event stands among all publications of this process. */
export interface EventPlace {
  /** Numbered from 1. */
  readonly position: number;
  /** The place in words that hold as long as this process, or wherever the same bus is heard. */
  readonly cursor: string;
}
