/** A value, or a promise of it where the work behind it is asynchronous. */
export type MaybePromise<T> = T | Promise<T>;
