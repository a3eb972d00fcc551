import type { ConnectionProgress } from './connection-progress.ts';

/** Subscriptions that are remembered; the oldest go first. */
const maxPoints = 50_000;

/** Only random ids tell one client's subscription from another's; counters do not. */
const randomId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface ResumePoint {
  readonly start: number;
  readonly progress: ConnectionProgress;
}

/**
 * How far subscriptions had got, by the ids clients gave them. Amplify's client and `graphql-ws` make ids at random and
 * keep them when they connect again, so that a new socket can go on where the old one stopped, even while the server
 * still believes in the old one.
 */
export class ResumeMemory {
  readonly #points = new Map<string, ResumePoint>();

  /** A subscription was accepted, and gets the events of publications after `start`. */
  set(id: string, start: number, progress: ConnectionProgress): void {
    if (!randomId.test(id)) return;
    this.#points.delete(id);
    this.#points.set(id, { start, progress });
    if (this.#points.size > maxPoints) this.#points.delete(this.#points.keys().next().value!);
  }

  /** The position after which the subscription of another socket goes on; `null` where there was none. */
  find(id: string, progress: ConnectionProgress): number | null {
    const point = this.#points.get(id);
    if (point === undefined || point.progress === progress) return null;
    return Math.max(point.start, point.progress.confirmedPosition);
  }

  /** The client has ended the subscription. */
  delete(id: string): void {
    this.#points.delete(id);
  }
}
