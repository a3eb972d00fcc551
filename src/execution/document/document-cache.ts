/** Documents by text, as many as fit into a number of characters. The least recently used one goes first. */
export class DocumentCache<Document> {
  readonly #documents = new Map<string, Document>();
  readonly #maxText: number;
  #text = 0;

  constructor(maxText: number) {
    this.#maxText = maxText;
  }

  get(text: string): Document | undefined {
    const document = this.#documents.get(text);
    if (document !== undefined) {
      this.#documents.delete(text);
      this.#documents.set(text, document);
    }
    return document;
  }

  /** A text that alone exceeds the bound is not kept. */
  set(text: string, document: Document): void {
    if (text.length > this.#maxText || this.#documents.has(text)) return;
    this.#documents.set(text, document);
    this.#text += text.length;
    for (const oldest of this.#documents.keys()) {
      if (this.#text <= this.#maxText) return;
      this.#documents.delete(oldest);
      this.#text -= oldest.length;
    }
  }
}
