import type { ConnectionProgress } from './connection-progress.ts';
import type { SubscriptionProgress } from './subscription-progress.ts';

/** Subscriptions that are remembered; the oldest go first. */
const maxRemembered = 50_000;

/** Only random ids tell one client's subscription from another's; counters do not. */
const randomId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * How far subscriptions had got, by the ids clients gave them. Amplify's client and `graphql-ws` make ids at random and
 * keep them when they connect again, so that a new socket can go on where the old one stopped, even while the server
 * still believes in the old one.
 */
export class ResumeMemory {
  readonly #remembered = new Map<string, SubscriptionProgress>();

  /** Whether subscriptions of this id are remembered. */
  isKept(id: string): boolean {
    return randomId.test(id);
  }

  /** A subscription was accepted. */
  set(id: string, progress: SubscriptionProgress): void {
    this.#remembered.delete(id);
    this.#remembered.set(id, progress);
    if (this.#remembered.size > maxRemembered) this.#remembered.delete(this.#remembered.keys().next().value!);
  }

  /** Up to where events have reached the subscription on another socket; `null` where there was none. */
  find(id: string, connection: ConnectionProgress): number | null {
    const progress = this.#remembered.get(id);
    return progress === undefined || progress.connection === connection ? null : progress.position;
  }

  /** The client has ended the subscription. */
  delete(id: string): void {
    this.#remembered.delete(id);
  }
}
