/** Nodes that are remembered; those not heard of for longest are forgotten first. */
const maxNodes = 1_000;

/** Checks that numbered messages of several nodes come each once and without gaps. */
export class SequenceCheck {
  readonly #last = new Map<string, number>();

  /** A node's first message is in order whatever its number: what came before is not missed. */
  check(node: string, number: number): 'next' | 'repeated' | 'gap' {
    const last = this.#last.get(node);
    if (last !== undefined && number <= last) return 'repeated';
    this.#last.delete(node);
    this.#last.set(node, number);
    if (this.#last.size > maxNodes) this.#last.delete(this.#last.keys().next().value!);
    return last === undefined || number === last + 1 ? 'next' : 'gap';
  }
}
