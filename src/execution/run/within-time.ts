import type { MaybePromise } from '../../util/maybe-promise.ts';
import { type RequestRun, timedOut } from './request-run.ts';

/** Gives up waiting when the request's time is over. What was started goes on; its outcome is no longer awaited. */
export function withinTime<T>(run: RequestRun, work: MaybePromise<T>): MaybePromise<T> {
  if (!(work instanceof Promise)) return work;
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(timedOut()), run.environment.limits.timeout);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
