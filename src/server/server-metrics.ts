/** What a server counts, from its start. */
export class ServerMetrics {
  /** Answered HTTP requests to the GraphQL endpoint, by status. */
  get requests(): ReadonlyMap<number, number> {
    return this.#ok === 0 ? this.#refused : new Map([[200, this.#ok], ...this.#refused]);
  }
  #ok = 0;
  readonly #refused = new Map<number, number>();
  /** Responses with status 200 that hold GraphQL errors. */
  errors = 0;
  /** WebSockets that were opened. */
  socketsOpened = 0;
  /** WebSockets that the server closed, by close code; 1006 are those that answered no ping. */
  readonly socketsClosed = new Map<number, number>();

  /** `body` is a response's JSON text, of which `errors` is the last member. */
  answered(status: number, body: string): void {
    if (status === 200) this.#ok++;
    else count(this.#refused, status);
    if (status === 200 && body.endsWith(']}')) this.errors++;
  }

  socketClosed(code: number): void {
    count(this.socketsClosed, code);
  }
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
