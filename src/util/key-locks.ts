/** Lets those who hold a key in common run one after the other, so that they need not try again. */
export class KeyLocks {
  readonly #tails = new Map<string, Promise<void>>();

  async run<T>(keys: readonly string[], task: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#tails.get(key));
    let release = (): void => {};
    const tail = new Promise<void>((resolve) => {
      release = resolve;
    });
    // All at once: no two callers can each wait for the other.
    for (const key of keys) this.#tails.set(key, tail);
    await Promise.all(before);
    try {
      return await task();
    } finally {
      for (const key of keys) if (this.#tails.get(key) === tail) this.#tails.delete(key);
      release();
    }
  }
}
