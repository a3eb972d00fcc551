import { CanceledError } from './transport.ts';

interface Request {
  readonly controller: AbortController;
  /** Kept here because the signal of React Native carries no reason. */
  canceled: CanceledError | null;
}

/**
 * Promises that can be cancelled by whoever holds them: `run` gives the work an abort signal and remembers the promise,
 * `follow` lets a promise derived from it be used in its place.
 */
export class CancellableRequests {
  readonly #requests = new WeakMap<Promise<unknown>, Request>();

  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const request: Request = { controller: new AbortController(), canceled: null };
    const promise = work(request.controller.signal).catch((reason: unknown) => {
      throw request.canceled ?? reason;
    });
    this.#remember(promise, request);
    return promise;
  }

  follow<T, U>(promise: Promise<T>, then: (value: T) => U | Promise<U>): Promise<U> {
    const derived = promise.then(then);
    const request = this.#requests.get(promise);
    if (request !== undefined) this.#remember(derived, request);
    return derived;
  }

  /** Whether there was something to cancel. */
  cancel(promise: Promise<unknown>, message = 'Request was canceled'): boolean {
    const request = this.#requests.get(promise);
    if (request === undefined) return false;
    this.#requests.delete(promise);
    request.canceled = new CanceledError(message);
    request.controller.abort();
    return true;
  }

  #remember(promise: Promise<unknown>, request: Request): void {
    this.#requests.set(promise, request);
    const forget = () => this.#requests.delete(promise);
    promise.then(forget, forget);
  }
}
