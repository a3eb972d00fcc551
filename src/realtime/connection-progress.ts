/**
 * What the client of one socket is known to have received. Messages arrive in order, so the answer to a ping confirms
 * everything that was sent before the ping.
 */
export class ConnectionProgress {
  readonly #position: () => number;
  #pinged = 0;
  /** Events of publications up to this one have arrived; 0 until something was confirmed. */
  confirmedPosition = 0;
  /** Whether events were sent since the last ping. */
  hasUnconfirmed = false;

  /** `position` is that of the last publication whose events were handed to all sockets. */
  constructor(position: () => number) {
    this.#position = position;
  }

  pinged(): void {
    this.#pinged = this.#position();
    this.hasUnconfirmed = false;
  }

  ponged(): void {
    this.confirmedPosition = this.#pinged;
  }
}
