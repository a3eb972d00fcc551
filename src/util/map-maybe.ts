import type { MaybePromise } from './maybe-promise.ts';

/** Applies a function to a value that may still be on its way, at once where it is there. */
export function mapMaybe<T, R>(value: MaybePromise<T>, map: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(map) : map(value);
}
