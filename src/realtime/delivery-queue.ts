import type { MaybePromise } from '../util/maybe-promise.ts';
import type { EventPlace } from './event-place.ts';

export interface DeliveryQueueOptions<Recipient> {
  /** Jobs that may be queued; further ones are dropped. */
  readonly maxWaiting: number;
  readonly deliver: (recipients: readonly Recipient[], payload: Buffer, place: EventPlace) => void;
  /** Their event was lost: the queue was full, or rendering took longer than the limit. */
  readonly drop: (recipients: readonly Recipient[]) => void;
  /** The queue has become empty. */
  readonly drained: () => void;
  /** Milliseconds one rendering may take; 30,000 unless given. */
  readonly renderTimeout?: number;
}

interface Job<Recipient> {
  readonly recipients: readonly Recipient[];
  readonly render: () => MaybePromise<Buffer | null>;
  readonly place: EventPlace;
  state: 'waiting' | 'rendering' | 'settled';
  /** `null`: there is nothing to deliver. */
  payload: Buffer | null;
  timer: NodeJS.Timeout | null;
}

/** Renderings under way at one time: later ones start while earlier ones wait for the engine. */
const maxRendering = 32;

/** Delivers events in the order they were pushed, although each may take its own time to render. */
export class DeliveryQueue<Recipient> {
  readonly #options: DeliveryQueueOptions<Recipient>;
  readonly #jobs: Job<Recipient>[] = [];

  constructor(options: DeliveryQueueOptions<Recipient>) {
    this.#options = options;
  }

  /** `render` never rejects; it yields `null` where it failed. */
  push(recipients: readonly Recipient[], render: () => MaybePromise<Buffer | null>, place: EventPlace): void {
    if (this.#jobs.length >= this.#options.maxWaiting) {
      this.#options.drop(recipients);
      return;
    }
    this.#jobs.push({ recipients, render, place, state: 'waiting', payload: null, timer: null });
    this.#advance();
  }

  /** Drops what is queued without a word. */
  close(): void {
    for (const job of this.#jobs.splice(0)) if (job.timer !== null) clearTimeout(job.timer);
  }

  #advance(): void {
    for (const job of this.#jobs.slice(0, maxRendering)) if (job.state === 'waiting') this.#start(job);
    while (this.#jobs[0]?.state === 'settled') {
      const { recipients, payload, place } = this.#jobs.shift()!;
      if (payload !== null) this.#options.deliver(recipients, payload, place);
      const next = this.#jobs[maxRendering - 1];
      if (next?.state === 'waiting') this.#start(next);
      if (this.#jobs.length === 0) this.#options.drained();
    }
  }

  #start(job: Job<Recipient>): void {
    job.state = 'rendering';
    const payload = job.render();
    if (!(payload instanceof Promise)) {
      job.state = 'settled';
      job.payload = payload;
      return;
    }
    job.timer = setTimeout(() => {
      job.state = 'settled';
      this.#options.drop(job.recipients);
      this.#advance();
    }, this.#options.renderTimeout ?? 30_000).unref();
    payload.then((value) => {
      if (job.state === 'settled') return;
      clearTimeout(job.timer!);
      job.state = 'settled';
      job.payload = value;
      this.#advance();
    });
  }
}
