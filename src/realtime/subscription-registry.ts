import type { MaybePromise } from '../util/maybe-promise.ts';
import type { Invalidation, Publication } from './change.ts';
import { EventChannels } from './event-channels.ts';
import type { EventPlace } from './event-place.ts';
import { ExpiryWatch } from './expiry-watch.ts';
import type { LiveSubscription } from './live-subscription.ts';
import { MissedEvents } from './missed-events.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import { emptyRegistryMetrics, type RegistryMetrics } from './registry-metrics.ts';
import { ReplayBuffer } from './replay-buffer.ts';
import type { Subscriber, SubscriptionError } from './subscriber.ts';
import { type SubscriptionGroup, SubscriptionGroups } from './subscription-groups.ts';

export interface SubscriptionRegistryOptions<Source> {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** Publications of one model that may wait for earlier ones to be rendered; 10,000 unless given. */
  readonly maxWaiting?: number;
  /** Whom a subscription is counted for; `null` for callers that are not counted. Without it no one is. */
  readonly ownerOf?: (source: Source) => string | null;
  /** Live subscriptions of one owner; 1,000 unless given. */
  readonly maxPerOwner?: number;
  /** The cursor of what came before the first publication, where the bus has one. */
  readonly start?: string;
}

interface Entry<Source> {
  readonly source: Source;
  readonly subscriber: Subscriber;
  readonly owner: string | null;
  group: SubscriptionGroup<Entry<Source>>;
  /** Unix milliseconds; Infinity where the credential does not end. */
  expiresAt: number;
  live: boolean;
}

/** How much is kept for clients that come back: this many publications, not longer than this many milliseconds. */
const replayLength = 2_000;
const replayAge = 120_000;

/**
 * All live subscriptions of one process. A publication is matched and rendered once for each group and its bytes are
 * handed to every member; a model's events arrive in the order of publication, whatever rendering waits for.
 *
 * `Source` is what a subscription was made from, kept to prepare it again ({@link SubscriptionRegistry.prepareAgain}).
 */
export class SubscriptionRegistry<Source> {
  readonly metrics: RegistryMetrics = emptyRegistryMetrics();
  readonly #options: SubscriptionRegistryOptions<Source>;
  readonly #groups = new SubscriptionGroups<Entry<Source>>();
  readonly #owners = new Map<string, number>();
  readonly #buffer: ReplayBuffer;
  readonly #channels: EventChannels<Entry<Source>>;
  readonly #expiry: ExpiryWatch<Entry<Source>>;
  readonly #missed: MissedEvents<SubscriptionGroup<Entry<Source>>>;
  /** What those hear who are not subscribed yet. */
  readonly #invalidationWatches = new Set<Invalidation[]>();
  /** The last publication is being handed to its subscribers. */
  #publishing = false;

  constructor(options: SubscriptionRegistryOptions<Source>) {
    this.#options = options;
    this.#buffer = new ReplayBuffer({ maxLength: replayLength, maxAge: replayAge, ...options });
    this.#channels = new EventChannels({
      maxWaiting: options.maxWaiting ?? 10_000,
      deliver: (entries, payload, place) => this.#deliver(entries, payload, place),
      drop: (entries) => {
        for (const entry of entries) this.#lose(entry);
      },
    });
    this.#expiry = new ExpiryWatch(options.now, (entry) => this.#expire(entry));
    this.#missed = new MissedEvents(this.#buffer, {
      matches: (group, publication) => this.#matches(group, publication),
      render: (group, publication) => this.#render(group, publication),
    });
  }

  /** Number of the last publication whose events have been handed to all subscribers. */
  get position(): number {
    return this.#channels.settled ?? this.#buffer.position - (this.#publishing ? 1 : 0);
  }

  /** The place after the last publication; `null` while its events, or those of an earlier one, are on their way. */
  get cursor(): string | null {
    return this.position === this.#buffer.position ? this.#buffer.cursor : null;
  }

  /** Events published from now on reach the subscriber. `null`: its owner has as many subscriptions as allowed. */
  add(prepared: PreparedSubscription, subscriber: Subscriber, source: Source): LiveSubscription | null {
    const owner = this.#options.ownerOf?.(source) ?? null;
    if (owner !== null) {
      const count = this.#owners.get(owner) ?? 0;
      if (count >= (this.#options.maxPerOwner ?? 1_000)) return null;
      this.#owners.set(owner, count + 1);
    }
    const group = this.#groups.of(prepared);
    const entry: Entry<Source> = { source, subscriber, owner, group, expiresAt: expiryOf(prepared), live: true };
    this.metrics.subscriptions++;
    this.#join(entry);
    const start = this.#buffer.position;
    return {
      start,
      cursor: this.#buffer.cursor,
      positionOf: (cursor) => this.#buffer.positionOf(cursor),
      canReplay: (position) => position >= start || this.#buffer.after(position) !== null,
      replay: (position) => this.#replay(entry, position, start),
      stop: () => this.#remove(entry),
    };
  }

  /** Matches, renders and delivers. `cursor` is its place on a bus that several processes hear. */
  publish(publication: Publication, cursor?: string): void {
    this.metrics.published++;
    const place = this.#buffer.push(publication, cursor);
    this.#publishing = true;
    try {
      for (const group of this.#groups.hearing(publication)) {
        if (!this.#matches(group, publication)) continue;
        this.#channels.send(group.channel, place, group.members, () => this.#render(group, publication));
      }
    } finally {
      this.#publishing = false;
    }
  }

  /** Ends the subscriptions that the invalidation is about. Their events that still wait are dropped. */
  invalidate(invalidation: Invalidation): void {
    for (const watch of this.#invalidationWatches) watch.push(invalidation);
    for (const group of this.#groups.all) {
      if (!this.#isInvalidated(group.prepared, invalidation)) continue;
      for (const entry of [...group.members]) {
        this.#remove(entry);
        this.metrics.invalidated++;
        entry.subscriber.end({ kind: 'invalidated' });
      }
    }
  }

  /**
   * Notes the invalidations from now on, for a subscription that is being prepared: `hits` says whether one of them would
   * have ended it. To be stopped when it has been added.
   */
  watchInvalidations(): { hits(prepared: PreparedSubscription): boolean; stop(): void } {
    const seen: Invalidation[] = [];
    this.#invalidationWatches.add(seen);
    return {
      hits: (prepared) => seen.some((invalidation) => this.#isInvalidated(prepared, invalidation)),
      stop: () => this.#invalidationWatches.delete(seen),
    };
  }

  /**
   * Prepares every live subscription again, for a new revision of the schema. A subscription keeps its old preparation
   * until the new one is there; one that is refused ends with the errors.
   */
  async prepareAgain(
    prepare: (source: Source) => MaybePromise<PreparedSubscription | readonly SubscriptionError[]>,
  ): Promise<void> {
    this.#groups.beginRevision();
    for (const entry of this.#groups.members) {
      if (!entry.live) continue;
      const prepared = await prepare(entry.source);
      if (!entry.live) continue;
      if ('group' in prepared) {
        this.#groups.leave(entry.group, entry);
        entry.group = this.#groups.of(prepared);
        entry.expiresAt = expiryOf(prepared);
        this.#join(entry);
      } else {
        this.#remove(entry);
        entry.subscriber.end({ kind: 'refused', errors: prepared });
      }
    }
  }

  /** Ends, as expired, every subscription whose credential no longer holds. */
  async endUnless(holds: (source: Source) => MaybePromise<boolean>): Promise<void> {
    for (const entry of this.#groups.members) {
      const answer = holds(entry.source);
      if (!(answer instanceof Promise ? await answer : answer) && entry.live) this.#expire(entry);
    }
  }

  /** Events may have been missed: ends every subscription, so that clients connect and list again. */
  endAll(): void {
    this.metrics.gaps++;
    this.#buffer.interrupt();
    for (const entry of this.#groups.members) this.#lose(entry);
  }

  /** Forgets all subscriptions and stops the timer. */
  close(): void {
    for (const entry of this.#groups.members) this.#remove(entry);
    this.#channels.close();
    this.#expiry.close();
  }

  #join(entry: Entry<Source>): void {
    entry.group.members.add(entry);
    this.metrics.groups = this.#groups.size;
    this.#expiry.add(entry);
  }

  #remove(entry: Entry<Source>): void {
    if (!entry.live) return;
    entry.live = false;
    this.metrics.subscriptions--;
    this.#expiry.delete(entry);
    if (entry.owner !== null) {
      const count = this.#owners.get(entry.owner)! - 1;
      if (count === 0) this.#owners.delete(entry.owner);
      else this.#owners.set(entry.owner, count);
    }
    this.#groups.leave(entry.group, entry);
    this.metrics.groups = this.#groups.size;
  }

  #replay(entry: Entry<Source>, position: number, start: number): void {
    if (position >= start) return;
    const { group } = entry;
    for (const { place, render } of this.#missed.between(group, position, start)) {
      this.metrics.replayed++;
      this.#channels.send(group.channel, place, [entry], render);
    }
  }

  #matches({ prepared }: SubscriptionGroup<Entry<Source>>, publication: Publication): boolean {
    try {
      return prepared.matches(publication);
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** A filter that cannot be asked ends the subscription: what it should have kept away must not go on. */
  #isInvalidated(prepared: PreparedSubscription, invalidation: Invalidation): boolean {
    try {
      return prepared.isInvalidatedBy?.(invalidation) ?? false;
    } catch (error) {
      this.#fail(error);
      return true;
    }
  }

  /** The bytes of a response, or `null` where rendering failed. */
  #render({ prepared }: SubscriptionGroup<Entry<Source>>, publication: Publication): MaybePromise<Buffer | null> {
    this.metrics.rendered++;
    try {
      const text = prepared.render(publication);
      if (typeof text === 'string') return Buffer.from(text);
      return text.then(
        (value) => Buffer.from(value),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): null {
    this.metrics.failed++;
    this.#options.onError(error);
    return null;
  }

  #deliver(entries: Iterable<Entry<Source>>, payload: Buffer, place: EventPlace): void {
    const now = this.#options.now();
    for (const entry of entries) {
      if (!entry.live) continue;
      if (entry.expiresAt <= now) {
        this.#expire(entry);
        continue;
      }
      this.metrics.delivered++;
      entry.subscriber.deliver(payload, place);
    }
  }

  #lose(entry: Entry<Source>): void {
    if (!entry.live) return;
    this.#remove(entry);
    this.metrics.lost++;
    entry.subscriber.end({ kind: 'lost' });
  }

  #expire(entry: Entry<Source>): void {
    this.#remove(entry);
    this.metrics.expired++;
    entry.subscriber.end({ kind: 'expired' });
  }
}

function expiryOf(prepared: PreparedSubscription): number {
  return prepared.expiresAt === null ? Number.POSITIVE_INFINITY : prepared.expiresAt * 1000;
}
