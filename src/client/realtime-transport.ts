import type { CallOptions } from './call-options.ts';
import type { GraphQLFormattedError, GraphQLResult } from './graphql-result.ts';
import { Observable, type Observer } from './observable.ts';
import { credentialHeaders, type TransportOptions } from './transport.ts';

export interface RealtimeOptions extends TransportOptions {
  readonly WebSocket: typeof WebSocket;
  /** Called with each state the connection takes. */
  readonly onConnectionState: (state: ConnectionState) => void;
}

export type ConnectionState = 'connecting' | 'connected' | 'interrupted' | 'closed';

interface Live {
  readonly id: string;
  readonly payload: { readonly query: string; readonly variables: unknown };
  readonly observer: Required<Observer<GraphQLResult>>;
}

/** Milliseconds before the n-th attempt to reconnect. */
const delay = (attempt: number): number => Math.min(30_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);

/**
 * Subscriptions over `graphql-transport-ws`, one socket for each set of credentials options. A lost connection is
 * opened again with fresh credentials, and every live subscription continues on it; what happened in between is not
 * delivered, so lists that must be complete use `observeQuery` or list again on `interrupted` → `connected`.
 */
export class RealtimeTransport {
  readonly #options: RealtimeOptions;
  readonly #connections = new Map<string, Connection>();
  #nextId = 1;

  constructor(options: RealtimeOptions) {
    this.#options = options;
  }

  subscribe(query: string, variables: unknown, options: CallOptions): Observable<GraphQLResult> {
    return new Observable((observer) => {
      const connection = this.#connection(options);
      const live: Live = { id: String(this.#nextId++), payload: { query, variables }, observer };
      connection.add(live);
      return () => connection.remove(live);
    });
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
    this.#connections.clear();
  }

  #connection(options: CallOptions): Connection {
    const { authMode, authToken } = { ...this.#options.defaults, ...options };
    const key = `${authMode ?? ''} ${typeof authToken === 'function' ? 'fresh' : (authToken ?? '')}`;
    const existing = this.#connections.get(key);
    if (existing !== undefined) return existing;
    const created = new Connection(this.#options, options, () => this.#connections.delete(key));
    this.#connections.set(key, created);
    return created;
  }
}

class Connection {
  readonly #options: RealtimeOptions;
  readonly #call: CallOptions;
  readonly #forget: () => void;
  readonly #live = new Map<string, Live>();
  #socket: WebSocket | null = null;
  #ready = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(options: RealtimeOptions, call: CallOptions, forget: () => void) {
    this.#options = options;
    this.#call = call;
    this.#forget = forget;
    void this.#open();
  }

  add(live: Live): void {
    this.#live.set(live.id, live);
    if (this.#ready) this.#start(live);
  }

  remove(live: Live): void {
    if (!this.#live.delete(live.id)) return;
    if (this.#ready) this.#send({ id: live.id, type: 'complete' });
    // A component that is replaced by another subscribes anew at once: keep the socket that long.
    if (this.#live.size === 0) {
      setTimeout(() => {
        if (this.#live.size === 0) this.close();
      }, 1000);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forget();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#options.onConnectionState('closed');
  }

  async #open(): Promise<void> {
    this.#options.onConnectionState('connecting');
    let credentials: Record<string, string>;
    try {
      credentials = await credentialHeaders(this.#options, this.#call);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#closed) return;
    const url = new URL(this.#options.config.endpoint);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.pathname = `${url.pathname.replace(/\/$/, '')}/realtime`;
    const socket = new this.#options.WebSocket(url, 'graphql-transport-ws');
    this.#socket = socket;
    socket.onopen = () => this.#send({ type: 'connection_init', payload: credentials });
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)));
    socket.onclose = ({ code, reason }) => this.#lost(code, reason);
  }

  #receive(message: { type: string; id?: string; payload?: unknown }): void {
    const live = message.id === undefined ? undefined : this.#live.get(message.id);
    switch (message.type) {
      case 'connection_ack':
        this.#ready = true;
        this.#attempt = 0;
        this.#options.onConnectionState('connected');
        for (const each of this.#live.values()) this.#start(each);
        return;
      case 'ping':
        this.#send({ type: 'pong' });
        return;
      case 'next':
        live?.observer.next(message.payload as GraphQLResult);
        return;
      case 'error':
        if (live === undefined) return;
        this.#live.delete(live.id);
        live.observer.error({ errors: message.payload as GraphQLFormattedError[] });
        return;
      case 'complete':
        if (live === undefined) return;
        this.#live.delete(live.id);
        live.observer.complete();
    }
  }

  #lost(code: number, reason: string): void {
    this.#ready = false;
    this.#socket = null;
    if (this.#closed) return;
    // Refused credentials are final unless the next ones are fresh; a protocol error would only repeat itself.
    const fresh = typeof (this.#call.authToken ?? this.#options.defaults.authToken) === 'function';
    const refused = code === 4403 && (!fresh || this.#attempt > 1);
    if (refused || code === 4400 || code === 4401 || code === 4406) {
      this.#fail({
        errors: [{ message: reason || `The connection was closed with ${code}`, errorType: 'UnauthorizedException' }],
      });
      return;
    }
    this.#options.onConnectionState('interrupted');
    this.#timer = setTimeout(() => void this.#open(), delay(this.#attempt++));
  }

  #fail(error: unknown): void {
    for (const { observer } of this.#live.values()) observer.error(error);
    this.#live.clear();
    this.close();
  }

  #start({ id, payload }: Live): void {
    this.#send({ id, type: 'subscribe', payload });
  }

  #send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
