import type { Publication } from './change.ts';

export interface ReplayBufferOptions {
  /** Publications kept; the oldest go first. */
  readonly maxLength: number;
  /** Milliseconds a publication is kept. */
  readonly maxAge: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Kept {
  readonly publication: Publication;
  readonly at: number;
}

/** The last publications, numbered from 1, so that a client that was away for a moment gets what it missed. */
export class ReplayBuffer {
  readonly #options: ReplayBufferOptions;
  #kept: Kept[] = [];
  #position = 0;

  constructor(options: ReplayBufferOptions) {
    this.#options = options;
  }

  /** The number of the last publication. */
  get position(): number {
    return this.#position;
  }

  push(publication: Publication): void {
    this.#position++;
    this.#kept.push({ publication, at: this.#options.now() });
    // Cut off in strides: moving the rest for each publication would cost more than keeping twice as many.
    if (this.#kept.length >= this.#options.maxLength * 2) this.#kept = this.#kept.slice(-this.#options.maxLength);
  }

  /** Publications were missed: nothing before this moment can be replayed. */
  interrupt(): void {
    this.#position++;
    this.#kept = [];
  }

  /** Publications after `position`, in order; `null` where not all of them are kept any more. */
  after(position: number): readonly Publication[] | null {
    const count = this.#position - position;
    if (count === 0) return [];
    if (count > Math.min(this.#kept.length, this.#options.maxLength)) return null;
    const missed = this.#kept.slice(-count);
    if (missed[0]!.at < this.#options.now() - this.#options.maxAge) return null;
    return missed.map(({ publication }) => publication);
  }
}
