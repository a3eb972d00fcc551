import type { Clock } from '../../util/clock.ts';
import { ExpiringCache } from '../../util/expiring-cache.ts';
import { notAuthorized } from './cognito-error.ts';
import type { UserStore } from './user-store.ts';

/** Slows down guessing: after five wrong answers each further one doubles the wait, up to a quarter of an hour. */
export interface FailureGuard {
  /** Throws while `subject` has to wait. A subject is a user's `sub`, or a name nobody has. */
  check(subject: string): void;
  failed(subject: string): void;
  succeeded(subject: string): void;
}

interface Failures {
  readonly count: number;
  readonly lockedUntil: number;
}

const freeAttempts = 5;
const maxWaitMilliseconds = 15 * 60_000;
const strangersLimit = 100_000;

/** Counts of users are stored; names nobody has are counted too, so that a lock does not tell who exists. */
export function createFailureGuard(store: UserStore, clock: Clock): FailureGuard {
  const strangers = new ExpiringCache<Failures>(strangersLimit, clock);

  const next = ({ count }: Failures): Failures => {
    const over = count + 1 - freeAttempts;
    const wait = over < 0 ? 0 : Math.min(1000 * 2 ** over, maxWaitMilliseconds);
    return { count: count + 1, lockedUntil: clock() + wait };
  };

  return {
    check: (subject) => {
      const failures = store.userBySub(subject)?.failures ?? strangers.get(subject);
      if (failures !== undefined && failures.count >= freeAttempts && failures.lockedUntil > clock()) {
        throw notAuthorized('Password attempts exceeded');
      }
    },
    failed: (subject) => {
      store.transaction(() => {
        const user = store.userBySub(subject);
        if (user !== null) store.updateUser({ ...user, failures: next(user.failures) });
        else {
          const failures = next(strangers.get(subject) ?? { count: 0, lockedUntil: 0 });
          strangers.set(subject, failures, clock() + maxWaitMilliseconds);
        }
      });
    },
    succeeded: (subject) => {
      const user = store.userBySub(subject);
      if (user !== null && user.failures.count > 0) {
        store.updateUser({ ...user, failures: { count: 0, lockedUntil: 0 } });
      }
    },
  };
}
