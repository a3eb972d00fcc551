import type { ConnectionProgress } from './connection-progress.ts';

/** How far the events of one subscription have got on one socket, in positions of publications. */
export class SubscriptionProgress {
  readonly connection: ConnectionProgress;
  readonly #start: number;
  /** What the connection's earlier questions confirm was sent before this subscription's first event. */
  readonly #questions: number;
  /** Of the last event that was sent. */
  sent = 0;
  /** Of the last event that is known to have arrived. */
  confirmed = 0;

  /** The subscription is accepted and gets the events of publications after `start`. */
  constructor(connection: ConnectionProgress, start: number) {
    this.connection = connection;
    this.#start = start;
    this.#questions = connection.asked;
  }

  /** Events of publications up to this one need not be sent again. */
  get position(): number {
    return Math.max(this.#start, this.confirmed, this.connection.confirmedAfter(this.#questions));
  }
}
