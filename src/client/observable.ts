export interface Observer<T> {
  readonly next?: (value: T) => void;
  readonly error?: (error: unknown) => void;
  readonly complete?: () => void;
  /**
   * The server delivers from now on. `true`: after an interruption, without a gap. `false`: what happened before is not
   * delivered, so whoever shows a list has to fetch it now.
   */
  readonly started?: (resumed: boolean) => void;
}

export interface Subscription {
  unsubscribe(): void;
}

/** A lazy stream of values, as far as RxJS and `for await` users need one: nothing happens before `subscribe`. */
export class Observable<T> implements AsyncIterable<T> {
  readonly #start: (observer: Required<Observer<T>>) => () => void;

  constructor(start: (observer: Required<Observer<T>>) => () => void) {
    this.#start = start;
  }

  subscribe(observer: Observer<T> | ((value: T) => void)): Subscription {
    const { next, error, complete, started } =
      typeof observer === 'function' ? ({ next: observer } as Observer<T>) : observer;
    let open = true;
    const stop = this.#start({
      next: (value) => {
        if (open) next?.(value);
      },
      started: (resumed) => {
        if (open) started?.(resumed);
      },
      error: (reason) => {
        if (!open) return;
        open = false;
        error?.(reason);
      },
      complete: () => {
        if (!open) return;
        open = false;
        complete?.();
      },
    });
    return {
      unsubscribe: () => {
        open = false;
        stop();
      },
    };
  }

  /** Values as they come; leaving the loop unsubscribes. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    const waiting: T[] = [];
    let failure: { reason: unknown } | null = null;
    let done = false;
    let wake = () => {};
    const subscription = this.subscribe({
      next: (value) => {
        waiting.push(value);
        wake();
      },
      error: (reason) => {
        failure = { reason };
        wake();
      },
      complete: () => {
        done = true;
        wake();
      },
    });
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as T;
        if (failure !== null) throw (failure as { reason: unknown }).reason;
        if (done) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      subscription.unsubscribe();
    }
  }

  /** RxJS' `from` finds this. */
  [Symbol.for('observable') as unknown as '@@observable'](): this {
    return this;
  }
}
