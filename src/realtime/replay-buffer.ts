import { randomBytes } from 'node:crypto';
import type { Publication } from './change.ts';
import type { EventPlace } from './event-place.ts';

export interface ReplayBufferOptions {
  /** Publications kept; the oldest go first. */
  readonly maxLength: number;
  /** Milliseconds a publication is kept. */
  readonly maxAge: number;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** The cursor of what came before the first publication; one of its own unless given. */
  readonly start?: string;
}

/** A publication that is kept. */
export interface KeptPublication extends EventPlace {
  readonly publication: Publication;
  /** Unix milliseconds. */
  readonly at: number;
}

/** The last publications, in order, so that a client that was away for a moment gets what it missed. */
export class ReplayBuffer {
  readonly #options: ReplayBufferOptions;
  /** Tells the cursors of this buffer from those of another process. */
  readonly #epoch = randomBytes(9).toString('base64url');
  #kept: KeptPublication[] = [];
  #position = 0;
  #cursor: string;
  /** Of what is kept, and of the place before it where that is known. */
  readonly #positions = new Map<string, number>();

  constructor(options: ReplayBufferOptions) {
    this.#options = options;
    this.#cursor = options.start ?? `${this.#epoch}.0`;
    this.#positions.set(this.#cursor, 0);
  }

  /** The number of the last publication. */
  get position(): number {
    return this.#position;
  }

  /** The place after the last publication. */
  get cursor(): string {
    return this.#cursor;
  }

  /** `cursor`: its place on a bus that several processes hear. */
  push(publication: Publication, cursor?: string): KeptPublication {
    const position = ++this.#position;
    this.#cursor = cursor ?? `${this.#epoch}.${position}`;
    const kept = { publication, position, cursor: this.#cursor, at: this.#options.now() };
    this.#kept.push(kept);
    this.#positions.set(kept.cursor, position);
    // Cut off in strides: moving the rest for each publication would cost more than keeping twice as many.
    if (this.#kept.length >= this.#options.maxLength * 2) this.#cut();
    return kept;
  }

  /** Publications were missed: nothing before this moment can be replayed. */
  interrupt(): void {
    this.#position++;
    this.#cursor = `${this.#epoch}.${this.#position}`;
    this.#kept = [];
    this.#positions.clear();
    this.#positions.set(this.#cursor, this.#position);
  }

  /** The position of a cursor; `null` where it is not, or no longer, known. */
  positionOf(cursor: string): number | null {
    return this.#positions.get(cursor) ?? null;
  }

  /** Publications after `position`, in order; `null` where not all of them are kept any more. */
  after(position: number): readonly KeptPublication[] | null {
    const count = this.#position - position;
    if (count === 0) return [];
    if (count > Math.min(this.#kept.length, this.#options.maxLength)) return null;
    const missed = this.#kept.slice(-count);
    return missed[0]!.at < this.#options.now() - this.#options.maxAge ? null : missed;
  }

  #cut(): void {
    this.#kept = this.#kept.slice(-this.#options.maxLength);
    const first = this.#kept[0]!.position;
    for (const [cursor, position] of this.#positions) if (position < first - 1) this.#positions.delete(cursor);
  }
}
