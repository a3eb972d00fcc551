import { setTimeout as wait } from 'node:timers/promises';
import { dynamoDbFailure, failureKind } from './dynamodb-failure.ts';

export interface RetryPolicy {
  /** Most times a request is sent. */
  readonly attempts: number;
  /** Milliseconds after the first attempt in which another may begin. */
  readonly duration: number;
  /** Milliseconds before the second attempt, at most; doubles with each. */
  readonly firstDelay: number;
  readonly longestDelay: number;
}

export const defaultRetryPolicy: RetryPolicy = Object.freeze({
  attempts: 12,
  duration: 15_000,
  firstDelay: 25,
  longestDelay: 2_000,
});

/**
 * Sends a request, and again where that may help: after throttling, errors of the server and lost connections. A write
 * must carry a token, so that it is carried out once however often it is sent.
 *
 * @throws PreampError `storage-throttled`, `storage-unreachable` when attempts or time are used up; `storage-denied`,
 *   `storage-value-refused`, `store-not-migrated` at once
 */
export async function withRetries<T>(
  send: () => Promise<T>,
  { doing, isWrite }: { readonly doing: string; readonly isWrite: boolean },
  policy: RetryPolicy,
): Promise<T> {
  const start = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const pause = delayBefore(attempt, policy);
      const isSpent = attempt >= policy.attempts || performance.now() - start + pause > policy.duration;
      if (isSpent || failureKind(error) === 'final') throw dynamoDbFailure(error, doing, isWrite);
      await wait(pause);
    }
  }
}

/** "Full jitter": any time up to a bound that doubles, so that those who collided once do not again. */
export function delayBefore(attempt: number, { firstDelay, longestDelay }: RetryPolicy): number {
  return Math.random() * Math.min(longestDelay, firstDelay * 2 ** (attempt - 1));
}
