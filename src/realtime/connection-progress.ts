/** Ticks after which a socket that gets events all the time is pinged. */
const busyTicks = 10;

/**
 * What the client of one socket is known to have received. Messages arrive in order, so the answer to a ping confirms
 * everything that was sent before the ping.
 */
export class ConnectionProgress {
  readonly #position: () => number;
  #pinged = 0;
  #confirmed = 0;
  #pings = 0;
  #confirmedPing = 0;
  /** Events were sent since the last ping, and since the last tick. */
  #unconfirmed = false;
  #busy = false;
  #ticks = 0;

  /** `position` is that of the last publication whose events were handed to all sockets. */
  constructor(position: () => number) {
    this.#position = position;
  }

  /** Events of publications up to this one have arrived; 0 until something was confirmed. */
  get confirmedPosition(): number {
    return this.#confirmed;
  }

  /** Pings so far. */
  get pings(): number {
    return this.#pings;
  }

  /** The last ping that was answered; 0 where none was. */
  get confirmedPing(): number {
    return this.#confirmedPing;
  }

  eventSent(): void {
    this.#unconfirmed = true;
    this.#busy = true;
  }

  /** Called ten times a second. Whether events should be confirmed: once they pause, at the latest after a second. */
  tick(): boolean {
    if (!this.#unconfirmed) return false;
    const paused = !this.#busy;
    this.#busy = false;
    return ++this.#ticks >= busyTicks || paused;
  }

  pinged(): void {
    this.#pinged = this.#position();
    this.#pings++;
    this.#unconfirmed = false;
    this.#ticks = 0;
  }

  ponged(): void {
    this.#confirmed = this.#pinged;
    this.#confirmedPing = this.#pings;
  }
}
