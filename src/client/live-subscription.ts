import type { GraphQLFormattedError, GraphQLResult } from './graphql-result.ts';
import type { Observer } from './observable.ts';

/** The server's answer to `extensions.resume`: how a subscription goes on. */
interface Resume {
  readonly resumed: boolean;
  /** The number of the event before the next. */
  readonly after: number;
}

/** One subscription, across the sockets it lives on. */
export class LiveSubscription {
  /** By which the server knows the subscription again; it has to be a UUID. */
  readonly id = randomId();
  readonly #document: { readonly query: string; readonly variables: unknown };
  readonly #observer: Required<Observer<GraphQLResult>>;
  /** Numbers of the event that came last on this socket, and of the newest one there ever was. */
  #last = 0;
  #newest = 0;

  constructor(
    document: { readonly query: string; readonly variables: unknown },
    observer: Required<Observer<GraphQLResult>>,
  ) {
    this.#document = document;
    this.#observer = observer;
  }

  /** The `payload` of `subscribe`. */
  get payload(): object {
    return { ...this.#document, extensions: { resume: true } };
  }

  next(result: GraphQLResult): void {
    const resume = (result.extensions as { readonly resume?: Resume } | undefined)?.resume;
    if (resume !== undefined) {
      this.#last = resume.after;
      if (!resume.resumed) this.#newest = 0;
      this.#observer.started(resume.resumed);
      return;
    }
    if (++this.#last <= this.#newest) return;
    this.#newest = this.#last;
    this.#observer.next(result);
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

/** `crypto.randomUUID` is missing in React Native and on pages without TLS. The id is no secret. */
function randomId(): string {
  return (
    globalThis.crypto?.randomUUID?.() ??
    'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))
  );
}
