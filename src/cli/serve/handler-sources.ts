/**
 * The files that bundles of functions and resolvers were made of. They are known once a bundle is made, which is with
 * the first call: what was never called cannot be out of date.
 */
export class HandlerSources {
  readonly #files = new Set<string>();
  #added: (readAt: number) => void = () => {};

  get files(): readonly string[] {
    return [...this.#files];
  }

  add(files: readonly string[], readAt: number): void {
    const { size } = this.#files;
    for (const file of files) this.#files.add(file);
    if (this.#files.size > size) this.#added(readAt);
  }

  /** Calls `listener` whenever there are more files, with when they were read. There is one listener. */
  onAdded(listener: (readAt: number) => void): void {
    this.#added = listener;
  }
}
