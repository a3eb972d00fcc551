/**
 * Documents by text, as many as fit into a number of characters, in two generations: when the young one has half of them
 * the old one is dropped, and what was used meanwhile has moved to the young one. So a hit changes nothing.
 */
export class DocumentCache<Document> {
  readonly #generationText: number;
  #young = new Map<string, Document>();
  #old = new Map<string, Document>();
  #youngText = 0;

  constructor(maxText: number) {
    this.#generationText = maxText / 2;
  }

  get(text: string): Document | undefined {
    const young = this.#young.get(text);
    if (young !== undefined) return young;
    const old = this.#old.get(text);
    if (old !== undefined) this.set(text, old);
    return old;
  }

  /** A text that alone exceeds half of the bound is not kept. */
  set(text: string, document: Document): void {
    if (text.length > this.#generationText || this.#young.has(text)) return;
    if (this.#youngText + text.length > this.#generationText) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngText = 0;
    }
    this.#young.set(text, document);
    this.#youngText += text.length;
  }
}
