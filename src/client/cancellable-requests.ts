import { CanceledError } from './transport.ts';

/**
 * Promises that can be cancelled by whoever holds them: `run` gives the work an abort signal and remembers the promise,
 * `follow` lets a promise derived from it be used in its place.
 */
export class CancellableRequests {
  readonly #controllers = new WeakMap<Promise<unknown>, AbortController>();

  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const promise = work(controller.signal);
    this.#remember(promise, controller);
    return promise;
  }

  follow<T, U>(promise: Promise<T>, then: (value: T) => U | Promise<U>): Promise<U> {
    const derived = promise.then(then);
    const controller = this.#controllers.get(promise);
    if (controller !== undefined) this.#remember(derived, controller);
    return derived;
  }

  /** Whether there was something to cancel. */
  cancel(promise: Promise<unknown>, message = 'Request was canceled'): boolean {
    const controller = this.#controllers.get(promise);
    if (controller === undefined) return false;
    this.#controllers.delete(promise);
    controller.abort(new CanceledError(message));
    return true;
  }

  #remember(promise: Promise<unknown>, controller: AbortController): void {
    this.#controllers.set(promise, controller);
    const forget = () => this.#controllers.delete(promise);
    promise.then(forget, forget);
  }
}
