import type { GraphQLFormattedError, GraphQLResult } from './graphql-result.ts';
import type { Observer } from './observable.ts';

/** What the server adds for a client that keeps its place. */
interface Extensions {
  /** The place of the event among all. */
  readonly cursor?: string;
  /** In the first message: how the subscription goes on. */
  readonly resume?: { readonly status: 'STARTED' | 'RESUMED' | 'RESYNC' };
}

/** One subscription, across the sockets it lives on. */
export class LiveSubscription {
  readonly id: string;
  readonly #document: { readonly query: string; readonly variables: unknown };
  readonly #observer: Required<Observer<GraphQLResult>>;
  /** Everything up to here has arrived. */
  #cursor: string | null = null;
  /** Whether the server has said, on this socket, how the subscription goes on. */
  #begun = false;

  constructor(
    id: string,
    document: { readonly query: string; readonly variables: unknown },
    observer: Required<Observer<GraphQLResult>>,
  ) {
    this.id = id;
    this.#document = document;
    this.#observer = observer;
  }

  /** The `payload` of `subscribe` on a new socket. */
  begin(): object {
    this.#begun = false;
    return { ...this.#document, extensions: { resume: { cursor: this.#cursor } } };
  }

  next(result: GraphQLResult): void {
    const { extensions, ...event } = result;
    const { cursor, resume } = (extensions ?? {}) as Extensions;
    if (cursor !== undefined) this.#cursor = cursor;
    if (resume === undefined) {
      this.#observer.next(event);
      return;
    }
    this.#begun = true;
    this.#observer.started(resume.status === 'RESUMED');
  }

  /** All events up to `cursor` have been sent, to whom they concern. */
  reached(cursor: string): void {
    if (this.#begun) this.#cursor = cursor;
  }

  refused(errors: readonly GraphQLFormattedError[]): void {
    this.#observer.error({ errors });
  }

  fail(reason: unknown): void {
    this.#observer.error(reason);
  }

  complete(): void {
    this.#observer.complete();
  }
}
