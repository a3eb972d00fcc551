import type { MaybePromise } from '../util/maybe-promise.ts';
import type { Publication } from './change.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import { publicationTopic } from './publication-topic.ts';
import { type KeptPublication, ReplayBuffer } from './replay-buffer.ts';
import type { Subscriber, SubscriptionError } from './subscriber.ts';

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

/** A subscription in the registry. */
export interface LiveSubscription {
  /** Number of the last publication before it: its events have higher ones. */
  readonly start: number;
  /** Equal for subscriptions that match and render alike, under one revision of the schema. */
  readonly group: string;
  /** The place after the last publication before it. */
  readonly cursor: string;
  /** The position of a cursor; `null` where it is not known any more. */
  positionOf(cursor: string): number | null;
  /** Whether all that was published after `position` is still kept. */
  canReplay(position: number): boolean;
  /**
   * Delivers what was published after `position` and before the subscription, as far as it is still kept. To be called
   * in the turn in which the subscription was made, or later events would come first.
   */
  replay(position: number): void;
  /** Ends it without a word to the subscriber. Repeating is harmless. */
  stop(): void;
}

/** Totals since the start, except `subscriptions` and `groups`, which are current. */
export interface RegistryMetrics {
  subscriptions: number;
  groups: number;
  published: number;
  rendered: number;
  delivered: number;
  /** Deliveries of events that were missed while a client was away. */
  replayed: number;
  expired: number;
  failed: number;
  /** Subscriptions that ended because events were lost. */
  lost: number;
  /** Times that events of other processes may have been missed. */
  gaps: number;
}

interface Entry<Source> {
  readonly source: Source;
  readonly subscriber: Subscriber;
  readonly owner: string | null;
  group: Group<Source>;
  /** Unix milliseconds; Infinity where the credential does not end. */
  expiresAt: number;
  live: boolean;
}

interface Group<Source> {
  readonly key: string;
  /** Events of one channel are delivered in order: those of a model, or all that the group gets from several sources. */
  readonly channel: string;
  readonly prepared: PreparedSubscription;
  readonly members: Set<Entry<Source>>;
}

/** How much is kept for clients that come back: this many publications, not longer than this many milliseconds. */
const replayLength = 2_000;
const replayAge = 120_000;

/** How often credentials are checked while nothing is delivered. A delivery always checks. */
const expirySweepMs = 1_000;

/**
 * All live subscriptions of one process. A publication is matched and rendered once for each group and its bytes are
 * handed to every member; a model's events arrive in the order of publication, whatever rendering waits for.
 *
 * `Source` is what a subscription was made from, kept to prepare it again ({@link SubscriptionRegistry.prepareAgain}).
 */
export class SubscriptionRegistry<Source> {
  readonly metrics: RegistryMetrics = {
    subscriptions: 0,
    groups: 0,
    published: 0,
    rendered: 0,
    delivered: 0,
    replayed: 0,
    expired: 0,
    failed: 0,
    lost: 0,
    gaps: 0,
  };
  readonly #options: SubscriptionRegistryOptions<Source>;
  readonly #groups = new Map<string, Group<Source>>();
  readonly #topics = new Map<string, Set<Group<Source>>>();
  readonly #expiring = new Set<Entry<Source>>();
  readonly #owners = new Map<string, number>();
  readonly #queues = new Map<string, DeliveryQueue<Entry<Source>>>();
  /** Groups of different revisions never mix, though their names may be equal. */
  #revision = 0;
  readonly #buffer: ReplayBuffer;
  /** What was rendered again, so that many clients that come back at once cost one rendering. */
  readonly #renderedAgain = new WeakMap<Publication, Map<Group<Source>, MaybePromise<Buffer | null>>>();
  /** Last publication before the first one that is still being rendered. */
  #settled = 0;
  #sweep: NodeJS.Timeout | null = null;

  constructor(options: SubscriptionRegistryOptions<Source>) {
    this.#options = options;
    this.#buffer = new ReplayBuffer({ maxLength: replayLength, maxAge: replayAge, ...options });
  }

  /** Number of the last publication whose events have been handed to all subscribers. */
  get position(): number {
    return this.#queues.size === 0 ? this.#buffer.position : this.#settled;
  }

  /** Events published from now on reach the subscriber. `null`: its owner has as many subscriptions as allowed. */
  add(prepared: PreparedSubscription, subscriber: Subscriber, source: Source): LiveSubscription | null {
    const owner = this.#options.ownerOf?.(source) ?? null;
    if (owner !== null) {
      const count = this.#owners.get(owner) ?? 0;
      if (count >= (this.#options.maxPerOwner ?? 1_000)) return null;
      this.#owners.set(owner, count + 1);
    }
    const group = this.#join(prepared);
    const entry: Entry<Source> = { source, subscriber, owner, group, expiresAt: expiryOf(prepared), live: true };
    group.members.add(entry);
    this.metrics.subscriptions++;
    this.#watchExpiry(entry);
    const start = this.#buffer.position;
    return {
      start,
      cursor: this.#buffer.cursor,
      positionOf: (cursor) => this.#buffer.positionOf(cursor),
      get group() {
        return entry.group.key;
      },
      canReplay: (position) => position >= start || this.#buffer.after(position) !== null,
      replay: (position) => this.#replay(entry, position, start),
      stop: () => this.#remove(entry),
    };
  }

  /** Matches, renders and delivers. Never throws. `cursor` is its place on a bus that several processes hear. */
  publish(publication: Publication, cursor?: string): void {
    this.metrics.published++;
    const kept = this.#buffer.push(publication, cursor);
    const groups = this.#topics.get(publicationTopic(publication));
    if (groups === undefined) return;
    for (const group of groups) {
      if (this.#matches(group, publication)) {
        this.#send(kept, group, group.members, () => this.#render(group, publication));
      }
    }
  }

  /** Delivers at once where nothing waits and nothing needs to be waited for, else in turn. */
  #send(
    { position, cursor }: KeptPublication,
    { channel }: Group<Source>,
    entries: Iterable<Entry<Source>>,
    render: () => MaybePromise<Buffer | null>,
  ): void {
    const queue = this.#queues.get(channel);
    if (queue !== undefined) {
      queue.push([...entries], render, cursor);
      return;
    }
    const payload = render();
    if (payload instanceof Promise) this.#openQueue(channel, position).push([...entries], () => payload, cursor);
    else if (payload !== null) this.#deliver(entries, payload, cursor);
  }

  #replay(entry: Entry<Source>, position: number, start: number): void {
    if (position >= start) return;
    const { group } = entry;
    const missed = this.#buffer.after(position)?.slice(0, start - position) ?? [];
    for (const kept of missed) {
      const { publication } = kept;
      if (!group.prepared.topics.includes(publicationTopic(publication))) continue;
      if (!this.#matches(group, publication)) continue;
      this.metrics.replayed++;
      this.#send(kept, group, [entry], () => this.#renderAgain(group, publication));
    }
  }

  #renderAgain(group: Group<Source>, publication: Publication): MaybePromise<Buffer | null> {
    let payloads = this.#renderedAgain.get(publication);
    if (payloads === undefined) {
      payloads = new Map();
      this.#renderedAgain.set(publication, payloads);
    }
    let payload = payloads.get(group);
    if (payload === undefined) {
      payload = this.#render(group, publication);
      payloads.set(group, payload);
    }
    return payload;
  }

  /**
   * Prepares every live subscription again, for a new revision of the schema. A subscription keeps its old preparation
   * until the new one is there; one that is refused ends with the errors.
   */
  async prepareAgain(
    prepare: (source: Source) => MaybePromise<PreparedSubscription | readonly SubscriptionError[]>,
  ): Promise<void> {
    this.#revision++;
    const entries = [...this.#groups.values()].flatMap((group) => [...group.members]);
    for (const entry of entries) {
      if (!entry.live) continue;
      const prepared = await prepare(entry.source);
      if (!entry.live) continue;
      if ('group' in prepared) {
        this.#leave(entry);
        entry.group = this.#join(prepared);
        entry.group.members.add(entry);
        entry.expiresAt = expiryOf(prepared);
        this.#watchExpiry(entry);
      } else {
        this.#remove(entry);
        entry.subscriber.end({ kind: 'refused', errors: prepared });
      }
    }
  }

  /** Ends, as expired, every subscription whose credential no longer holds. */
  async endUnless(holds: (source: Source) => MaybePromise<boolean>): Promise<void> {
    const entries = [...this.#groups.values()].flatMap((group) => [...group.members]);
    for (const entry of entries) {
      const answer = holds(entry.source);
      if (!(answer instanceof Promise ? await answer : answer) && entry.live) this.#expire(entry);
    }
  }

  /** Events may have been missed: ends every subscription, so that clients connect and list again. */
  endAll(): void {
    this.metrics.gaps++;
    this.#buffer.interrupt();
    for (const group of [...this.#groups.values()]) {
      for (const entry of [...group.members]) {
        this.#lose(entry);
      }
    }
  }

  /** Forgets all subscriptions and stops the timer. */
  close(): void {
    for (const group of [...this.#groups.values()]) for (const entry of [...group.members]) this.#remove(entry);
    for (const queue of this.#queues.values()) queue.close();
    this.#queues.clear();
    this.#stopSweep();
  }

  #join(prepared: PreparedSubscription): Group<Source> {
    const key = `${this.#revision} ${prepared.group}`;
    const existing = this.#groups.get(key);
    if (existing !== undefined) return existing;
    const group: Group<Source> = { key, channel: channelOf(prepared, key), prepared, members: new Set() };
    this.#groups.set(key, group);
    this.metrics.groups++;
    for (const topic of prepared.topics) {
      const groups = this.#topics.get(topic);
      if (groups === undefined) this.#topics.set(topic, new Set([group]));
      else groups.add(group);
    }
    return group;
  }

  #leave(entry: Entry<Source>): void {
    const { group } = entry;
    group.members.delete(entry);
    if (group.members.size > 0) return;
    this.#groups.delete(group.key);
    this.metrics.groups--;
    for (const topic of group.prepared.topics) {
      const groups = this.#topics.get(topic);
      groups?.delete(group);
      if (groups?.size === 0) this.#topics.delete(topic);
    }
  }

  #remove(entry: Entry<Source>): void {
    if (!entry.live) return;
    entry.live = false;
    this.metrics.subscriptions--;
    this.#expiring.delete(entry);
    if (this.#expiring.size === 0) this.#stopSweep();
    if (entry.owner !== null) {
      const count = this.#owners.get(entry.owner)! - 1;
      if (count === 0) this.#owners.delete(entry.owner);
      else this.#owners.set(entry.owner, count);
    }
    this.#leave(entry);
  }

  #matches(group: Group<Source>, publication: Publication): boolean {
    try {
      return group.prepared.matches(publication);
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** The bytes of a response, or `null` where rendering failed. */
  #render(group: Group<Source>, publication: Publication): MaybePromise<Buffer | null> {
    this.metrics.rendered++;
    try {
      const text = group.prepared.render(publication);
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

  #deliver(entries: Iterable<Entry<Source>>, payload: Buffer, cursor: string): void {
    const now = this.#options.now();
    for (const entry of entries) {
      if (!entry.live) continue;
      if (entry.expiresAt <= now) {
        this.#expire(entry);
        continue;
      }
      this.metrics.delivered++;
      entry.subscriber.deliver(payload, cursor);
    }
  }

  #openQueue(channel: string, position: number): DeliveryQueue<Entry<Source>> {
    this.#settled = this.#queues.size === 0 ? position - 1 : Math.min(this.#settled, position - 1);
    const queue = new DeliveryQueue<Entry<Source>>({
      maxWaiting: this.#options.maxWaiting ?? 10_000,
      deliver: (entries, payload, cursor) => this.#deliver(entries, payload, cursor),
      drop: (entries) => {
        for (const entry of entries) {
          this.#lose(entry);
        }
      },
      drained: () => this.#queues.delete(channel),
    });
    this.#queues.set(channel, queue);
    return queue;
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

  #watchExpiry(entry: Entry<Source>): void {
    if (entry.expiresAt === Number.POSITIVE_INFINITY) this.#expiring.delete(entry);
    else this.#expiring.add(entry);
    if (this.#expiring.size > 0) this.#sweep ??= setInterval(() => this.#sweepExpired(), expirySweepMs).unref();
  }

  #sweepExpired(): void {
    const now = this.#options.now();
    for (const entry of this.#expiring) if (entry.expiresAt <= now) this.#expire(entry);
  }

  #stopSweep(): void {
    if (this.#sweep !== null) clearInterval(this.#sweep);
    this.#sweep = null;
  }
}

function expiryOf(prepared: PreparedSubscription): number {
  return prepared.expiresAt === null ? Number.POSITIVE_INFINITY : prepared.expiresAt * 1000;
}

/** The model of what a group listens to; the group itself where that is several models or a custom mutation. */
function channelOf({ topics }: PreparedSubscription, key: string): string {
  const models = new Set(
    topics.map((topic) => (topic.startsWith('mutation:') ? key : topic.slice(topic.indexOf(':') + 1))),
  );
  return models.size === 1 ? [...models][0]! : key;
}
