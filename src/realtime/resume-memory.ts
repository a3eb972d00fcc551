import type { ConnectionProgress } from './connection-progress.ts';
import type { EventCount } from './event-count.ts';

/** Subscriptions that are remembered; the oldest go first. */
const maxPoints = 50_000;

/** Only random ids tell one client's subscription from another's; counters do not. */
const randomId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A subscription of another socket, as far as it got. */
export interface ResumePoint {
  /** Events of publications after this one are missing. */
  readonly position: number;
  /** The number of the last event that has arrived; `null` where events are not counted. */
  readonly confirmed: number | null;
  /** Of the subscription when it was made. */
  readonly group: string;
}

interface Remembered {
  readonly start: number;
  readonly progress: ConnectionProgress;
  readonly group: string;
  readonly events: EventCount | null;
}

/**
 * How far subscriptions had got, by the ids clients gave them. Amplify's client and `graphql-ws` make ids at random and
 * keep them when they connect again, so that a new socket can go on where the old one stopped, even while the server
 * still believes in the old one.
 */
export class ResumeMemory {
  readonly #points = new Map<string, Remembered>();

  /** A subscription was accepted, and gets the events of publications after `start`. */
  set(id: string, remembered: Remembered): void {
    if (!randomId.test(id)) return;
    this.#points.delete(id);
    this.#points.set(id, remembered);
    if (this.#points.size > maxPoints) this.#points.delete(this.#points.keys().next().value!);
  }

  /** Where the subscription of another socket goes on; `null` where there was none. */
  find(id: string, progress: ConnectionProgress): ResumePoint | null {
    const point = this.#points.get(id);
    if (point === undefined || point.progress === progress) return null;
    return {
      position: Math.max(point.start, point.progress.confirmedPosition),
      confirmed: point.events?.confirmed ?? null,
      group: point.group,
    };
  }

  /** The client has ended the subscription. */
  delete(id: string): void {
    this.#points.delete(id);
  }
}
