import type { Publication } from './change.ts';
import type { PreparedSubscription } from './prepared-subscription.ts';
import { publicationTopic } from './publication-topic.ts';

/** Subscriptions that see the same events with the same payload. */
export interface SubscriptionGroup<Member> {
  /** Events of one channel are delivered in order: those of a model, or all that the group gets from several sources. */
  readonly channel: string;
  readonly prepared: PreparedSubscription;
  readonly members: Set<Member>;
  readonly key: string;
}

/** The groups of all live subscriptions, found by what they listen to. */
export class SubscriptionGroups<Member> {
  readonly #groups = new Map<string, SubscriptionGroup<Member>>();
  readonly #topics = new Map<string, Set<SubscriptionGroup<Member>>>();
  /** Groups of different revisions never mix, though their names may be equal. */
  #revision = 0;

  get size(): number {
    return this.#groups.size;
  }

  get all(): readonly SubscriptionGroup<Member>[] {
    return [...this.#groups.values()];
  }

  get members(): readonly Member[] {
    return [...this.#groups.values()].flatMap(({ members }) => [...members]);
  }

  /** From now on who joins is apart from all who joined before. */
  beginRevision(): void {
    this.#revision++;
  }

  /** The group that listens as prepared; who joins is to be added to its members. */
  of(prepared: PreparedSubscription): SubscriptionGroup<Member> {
    const key = `${this.#revision} ${prepared.group}`;
    const existing = this.#groups.get(key);
    if (existing !== undefined) return existing;
    const group = { key, channel: channelOf(prepared, key), prepared, members: new Set<Member>() };
    this.#groups.set(key, group);
    for (const topic of prepared.topics) {
      const groups = this.#topics.get(topic);
      if (groups === undefined) this.#topics.set(topic, new Set([group]));
      else groups.add(group);
    }
    return group;
  }

  /** Groups that listen to what the publication is about. */
  hearing(publication: Publication): Iterable<SubscriptionGroup<Member>> {
    return this.#topics.get(publicationTopic(publication)) ?? [];
  }

  leave(group: SubscriptionGroup<Member>, member: Member): void {
    group.members.delete(member);
    if (group.members.size > 0) return;
    this.#groups.delete(group.key);
    for (const topic of group.prepared.topics) {
      const groups = this.#topics.get(topic);
      groups?.delete(group);
      if (groups?.size === 0) this.#topics.delete(topic);
    }
  }
}

/** The model of what a group listens to; the group itself where that is several models or a custom mutation. */
function channelOf({ topics }: PreparedSubscription, key: string): string {
  const models = new Set(
    topics.map((topic) => (topic.startsWith('mutation:') ? key : topic.slice(topic.indexOf(':') + 1))),
  );
  return models.size === 1 ? [...models][0]! : key;
}
