/** How often credentials are looked at while nothing is delivered. */
const sweepInterval = 1_000;

/** What ends at a time of its own. */
interface Expiring {
  /** Unix milliseconds; Infinity where it does not end. */
  readonly expiresAt: number;
}

/** Notices within a second when one of its entries has expired. Holds a timer only while an entry may expire. */
export class ExpiryWatch<Entry extends Expiring> {
  readonly #now: () => number;
  readonly #expired: (entry: Entry) => void;
  readonly #entries = new Set<Entry>();
  #timer: NodeJS.Timeout | null = null;

  /** `now` in Unix milliseconds. `expired` is called again each second for an entry that is not removed. */
  constructor(now: () => number, expired: (entry: Entry) => void) {
    this.#now = now;
    this.#expired = expired;
  }

  /** Begins to watch an entry; to be called again when its time has changed. */
  add(entry: Entry): void {
    if (entry.expiresAt === Number.POSITIVE_INFINITY) {
      this.delete(entry);
      return;
    }
    this.#entries.add(entry);
    this.#timer ??= setInterval(() => this.#sweep(), sweepInterval).unref();
  }

  delete(entry: Entry): void {
    this.#entries.delete(entry);
    if (this.#entries.size === 0) this.close();
  }

  /** Stops the timer. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #sweep(): void {
    const now = this.#now();
    for (const entry of [...this.#entries]) if (entry.expiresAt <= now) this.#expired(entry);
  }
}
