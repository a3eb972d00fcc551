import type { CallOptions } from './call-options.ts';
import type { GraphQLResult } from './graphql-result.ts';
import { LiveSubscription } from './live-subscription.ts';
import { Observable } from './observable.ts';
import { RealtimeConnection, type RealtimeOptions } from './realtime-connection.ts';

/**
 * Subscriptions over `graphql-transport-ws`, one socket for each way of identification. A lost connection is opened
 * again with fresh credentials; each subscription goes on after the last event it has, and `started(false)` says where
 * the server could not do that.
 */
export class RealtimeTransport {
  readonly #options: RealtimeOptions;
  readonly #connections = new Map<unknown, RealtimeConnection>();
  #subscriptions = 0;

  constructor(options: RealtimeOptions) {
    this.#options = options;
  }

  subscribe(query: string, variables: unknown, options: CallOptions): Observable<GraphQLResult> {
    return new Observable((observer) => {
      const connection = this.#connection(options);
      const live = new LiveSubscription(String(++this.#subscriptions), { query, variables }, observer);
      connection.add(live);
      return () => connection.remove(live);
    });
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  #connection(options: CallOptions): RealtimeConnection {
    const { authMode, authToken, apiKey, credentials } = options;
    // A call that says nothing of its own shares the socket of the client's identity.
    const own = credentials ?? authToken ?? apiKey;
    const key = typeof own === 'function' || typeof own === 'object' ? own : `${authMode ?? ''} ${own ?? ''}`;
    const existing = this.#connections.get(key);
    if (existing !== undefined) return existing;
    const created = new RealtimeConnection(this.#options, options, () => {
      if (this.#connections.get(key) === created) this.#connections.delete(key);
    });
    this.#connections.set(key, created);
    return created;
  }
}
