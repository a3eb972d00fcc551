import { asyncIterator, iterate } from './iterate.ts';

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

/** As RxJS finds it: the symbol where somebody has defined it, else this name. */
const observable = ((Symbol as { readonly observable?: symbol }).observable ?? '@@observable') as '@@observable';

/** A lazy stream of values, as far as RxJS and `for await` users need one: nothing happens before `subscribe`. */
export class Observable<T> implements AsyncIterable<T> {
  readonly #start: (observer: Required<Observer<T>>) => () => void;

  constructor(start: (observer: Required<Observer<T>>) => () => void) {
    this.#start = start;
  }

  subscribe(given: Observer<T> | ((value: T) => void)): Subscription {
    // Called as methods: an observer may be an instance of a class, as RxJS' are.
    const observer: Observer<T> = typeof given === 'function' ? { next: given } : given;
    let open = true;
    const stop = this.#start({
      next: (value) => {
        if (open) observer.next?.(value);
      },
      started: (resumed) => {
        if (open) observer.started?.(resumed);
      },
      error: (reason) => {
        if (!open) return;
        open = false;
        observer.error?.(reason);
      },
      complete: () => {
        if (!open) return;
        open = false;
        observer.complete?.();
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
  [asyncIterator](): AsyncIterableIterator<T> {
    return iterate((observer) => this.subscribe(observer));
  }

  /** What RxJS' `from` asks for. */
  [observable](): this {
    return this;
  }
}
