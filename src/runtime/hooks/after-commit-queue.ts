import type { CommittedChange } from '../../execution/hooks/write-hooks.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';

type AfterCommit = (change: CommittedChange) => MaybePromise<void>;

export interface AfterCommitOptions {
  /** Milliseconds after which a hook is no longer waited for. */
  readonly timeout: number;
  /** Changes that may wait before writers do. */
  readonly maxWaiting: number;
  readonly onError: (error: unknown, change: CommittedChange) => void;
}

/**
 * Runs hooks after the commit, one change of a model after the other, in the order they were committed; models do not
 * wait for each other. A hook that fails or takes too long is reported and not repeated. Where changes come faster than
 * hooks work them off, writers wait: nothing is left out.
 */
export class AfterCommitQueue {
  readonly #options: AfterCommitOptions;
  readonly #tails = new Map<string, Promise<void>>();
  #waiting = 0;

  constructor(options: AfterCommitOptions) {
    this.#options = options;
  }

  push(change: CommittedChange, hooks: readonly AfterCommit[]): MaybePromise<void> {
    this.#waiting += 1;
    const before = this.#tails.get(change.model) ?? Promise.resolve();
    const tail = before.then(async () => {
      for (const hook of hooks) await this.#run(hook, change);
      this.#waiting -= 1;
      if (this.#tails.get(change.model) === tail) this.#tails.delete(change.model);
    });
    this.#tails.set(change.model, tail);
    if (this.#waiting > this.#options.maxWaiting) return tail;
  }

  /** Waits until all changes are worked off, for `grace` milliseconds at most. Gives how many were not. */
  async close(grace: number): Promise<number> {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, grace);
    await Promise.race([Promise.all(this.#tails.values()), late.promise]);
    clearTimeout(timer);
    return this.#waiting;
  }

  async #run(hook: AfterCommit, change: CommittedChange): Promise<void> {
    const { timeout, onError } = this.#options;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(() => late.reject(new Error(`It did not end within ${timeout} ms.`)), timeout);
    try {
      await Promise.race([hook(change), late.promise]);
    } catch (error) {
      onError(error, change);
    } finally {
      clearTimeout(timer);
    }
  }
}
