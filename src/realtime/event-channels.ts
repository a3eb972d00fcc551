import type { MaybePromise } from '../util/maybe-promise.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import type { EventPlace } from './event-place.ts';

export interface EventChannelsOptions<Recipient> {
  /** Events of one channel that may wait for earlier ones to be rendered. */
  readonly maxWaiting: number;
  readonly deliver: (recipients: Iterable<Recipient>, payload: Buffer, place: EventPlace) => void;
  /** Their event was lost. */
  readonly drop: (recipients: readonly Recipient[]) => void;
}

/** Keeps the events of each channel in order: a model's, whatever rendering waits for. */
export class EventChannels<Recipient> {
  readonly #options: EventChannelsOptions<Recipient>;
  readonly #queues = new Map<string, DeliveryQueue<Recipient>>();
  /** Last publication before the first one that is still being rendered. */
  #settled = 0;

  constructor(options: EventChannelsOptions<Recipient>) {
    this.#options = options;
  }

  /** The last publication before those that wait; `null` where none does. */
  get settled(): number | null {
    return this.#queues.size === 0 ? null : this.#settled;
  }

  /** Delivers at once where nothing waits and nothing needs to be waited for, else in turn. `render` never rejects. */
  send(
    channel: string,
    place: EventPlace,
    recipients: Iterable<Recipient>,
    render: () => MaybePromise<Buffer | null>,
  ): void {
    const queue = this.#queues.get(channel);
    if (queue !== undefined) {
      queue.push([...recipients], render, place);
      return;
    }
    const payload = render();
    if (payload instanceof Promise) this.#open(channel, place.position).push([...recipients], () => payload, place);
    else if (payload !== null) this.#options.deliver(recipients, payload, place);
  }

  /** Drops what waits without a word. */
  close(): void {
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
  }

  #open(channel: string, position: number): DeliveryQueue<Recipient> {
    this.#settled = this.#queues.size === 0 ? position - 1 : Math.min(this.#settled, position - 1);
    const { maxWaiting, deliver, drop } = this.#options;
    const drained = (): void => {
      this.#queues.delete(channel);
    };
    const queue = new DeliveryQueue<Recipient>({ maxWaiting, deliver, drop, drained });
    this.#queues.set(channel, queue);
    return queue;
  }
}
