import type { Clock } from '../../util/clock.ts';
import { ExpiringCache } from '../../util/expiring-cache.ts';
import type { UserStore } from './user-store.ts';

const keptMilliseconds = 60_000;
const cacheSize = 10_000;

/**
 * Whether the session behind a token's claims still stands: asked at every request, and reading records costs more than
 * all other checks. An answer holds until users or sessions change, whichever process changes them.
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
    live.set(key, revision, clock() + keptMilliseconds);
    return true;
  };
}
