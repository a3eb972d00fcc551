import type { Observer, Subscription } from './observable.ts';

interface Waiting<T> {
  readonly resolve: (result: IteratorResult<T>) => void;
  readonly reject: (reason: unknown) => void;
}

/** What Babel's `for await` looks for where an engine of React Native lacks the symbol. */
export const asyncIterator: typeof Symbol.asyncIterator = Symbol.asyncIterator ?? ('@@asyncIterator' as never);

/**
 * The values of an observable as they come: the first `next` subscribes, `return` unsubscribes. Not an async generator,
 * which engines of React Native do not run.
 */
export function iterate<T>(subscribe: (observer: Observer<T>) => Subscription): AsyncIterableIterator<T> {
  const done: IteratorResult<T> = { done: true, value: undefined };
  const values: T[] = [];
  const waiting: Waiting<T>[] = [];
  let failure: { readonly reason: unknown } | null = null;
  let over = false;
  let subscription: Subscription | null = null;

  const settle = () => {
    while (waiting.length > 0 && (values.length > 0 || over)) {
      const { resolve, reject } = waiting.shift() as Waiting<T>;
      if (values.length > 0) resolve({ done: false, value: values.shift() as T });
      else if (failure === null) resolve(done);
      else {
        reject(failure.reason);
        failure = null;
      }
    }
  };
  const observer: Observer<T> = {
    next: (value) => {
      values.push(value);
      settle();
    },
    error: (reason) => {
      failure = { reason };
      over = true;
      settle();
    },
    complete: () => {
      over = true;
      settle();
    },
  };
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (!over) subscription ??= subscribe(observer);
        settle();
      }),
    return: () => {
      over = true;
      failure = null;
      values.length = 0;
      subscription?.unsubscribe();
      settle();
      return Promise.resolve(done);
    },
    [asyncIterator]() {
      return this;
    },
  };
}
