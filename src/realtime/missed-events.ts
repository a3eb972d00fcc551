import type { MaybePromise } from '../util/maybe-promise.ts';
import type { Publication } from './change.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import { publicationTopic } from './publication-topic.ts';
import type { KeptPublication, ReplayBuffer } from './replay-buffer.ts';

/** How the registry matches and renders for all that share a preparation. */
export interface Rendering<Group> {
  matches(group: Group, publication: Publication): boolean;
  /** Never rejects; `null` where it failed. */
  render(group: Group, publication: Publication): MaybePromise<Buffer | null>;
}

export interface MissedEvent {
  readonly place: KeptPublication;
  readonly render: () => MaybePromise<Buffer | null>;
}

/** The events that a subscription of a group missed while its client was away. */
export class MissedEvents<Group extends { readonly prepared: PreparedSubscription }> {
  readonly #buffer: ReplayBuffer;
  readonly #rendering: Rendering<Group>;
  /** What was rendered again, so that many clients that come back at once cost one rendering. */
  readonly #rendered = new WeakMap<Publication, Map<Group, MaybePromise<Buffer | null>>>();

  constructor(buffer: ReplayBuffer, rendering: Rendering<Group>) {
    this.#buffer = buffer;
    this.#rendering = rendering;
  }

  /** Those of publications after `position`, up to `end`, in order, as far as they are still kept. */
  between(group: Group, position: number, end: number): readonly MissedEvent[] {
    const kept = this.#buffer.after(position)?.slice(0, end - position) ?? [];
    return kept
      .filter(
        ({ publication }) =>
          group.prepared.topics.includes(publicationTopic(publication)) && this.#rendering.matches(group, publication),
      )
      .map((place) => ({ place, render: () => this.#render(group, place.publication) }));
  }

  #render(group: Group, publication: Publication): MaybePromise<Buffer | null> {
    let payloads = this.#rendered.get(publication);
    if (payloads === undefined) {
      payloads = new Map();
      this.#rendered.set(publication, payloads);
    }
    let payload = payloads.get(group);
    if (payload === undefined) {
      payload = this.#rendering.render(group, publication);
      payloads.set(group, payload);
    }
    return payload;
  }
}
