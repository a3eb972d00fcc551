import type { Clock } from '../../util/clock.ts';
import { ExpiringCache } from '../../util/expiring-cache.ts';
import type { UserStore } from './user-store.ts';

/** How long the end of a session may go unnoticed when another process brought it about. */
const noticedWithin = 1000;
const cacheSize = 10_000;

/**
 * Whether the session behind a token's claims still stands: asked at every request, and a read of a file costs more than
 * all other checks. An answer holds until this process changes users or sessions, and for a second at most.
 */
export function createSessionCheck(
  store: UserStore,
  clock: Clock,
): (claims: Readonly<Record<string, unknown>>) => boolean {
  const live = new ExpiringCache<number>(cacheSize, clock);
  return ({ origin_jti, sub }) => {
    const originJti = String(origin_jti);
    const subject = String(sub);
    const key = JSON.stringify([originJti, subject]);
    const revision = store.revision();
    if (live.get(key) === revision) return true;
    if (!store.isSessionLive(originJti, subject)) return false;
    live.set(key, revision, clock() + noticedWithin);
    return true;
  };
}
