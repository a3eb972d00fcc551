import type { CallOptions } from './call-options.ts';
import { credentialHeaders, isRenewable } from './credential-headers.ts';
import type { GraphQLFormattedError, GraphQLResult } from './graphql-result.ts';
import type { LiveSubscription } from './live-subscription.ts';
import type { TransportOptions } from './transport.ts';

export interface RealtimeOptions extends TransportOptions {
  /** Absent where the platform has none and none was given. */
  readonly WebSocket: typeof WebSocket | null | undefined;
  /** Called with each state the connection takes. */
  readonly onConnectionState: (state: ConnectionState) => void;
}

export type ConnectionState = 'connecting' | 'connected' | 'interrupted' | 'closed';

/** Milliseconds between pings; a socket that has been silent from one to the next is taken for dead. */
const pingInterval = 15_000;

/** Milliseconds before the n-th attempt to reconnect, spread so that clients do not all come at once. */
const delay = (attempt: number): number => Math.min(30_000, 250 * 2 ** attempt) * (0.75 + Math.random() / 2);

/** Close codes after which the same again would only fail again. */
const finalCodes: readonly number[] = [4400, 4401, 4406];

/** The socket of one way of identification, opened again whenever it is lost, until the last subscription has gone. */
export class RealtimeConnection {
  readonly #options: RealtimeOptions;
  readonly #call: CallOptions;
  readonly #forget: () => void;
  readonly #live = new Map<string, LiveSubscription>();
  #socket: WebSocket | null = null;
  #ready = false;
  #attempt = 0;
  #refusals = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;
  #heard = true;
  #closed = false;

  /** `forget` is called once, when the connection is not to be used any more. */
  constructor(options: RealtimeOptions, call: CallOptions, forget: () => void) {
    this.#options = options;
    this.#call = call;
    this.#forget = forget;
    void this.#open();
  }

  add(live: LiveSubscription): void {
    clearTimeout(this.#idleTimer);
    this.#live.set(live.id, live);
    if (this.#ready) this.#start(live);
  }

  remove(live: LiveSubscription): void {
    if (!this.#live.delete(live.id)) return;
    if (this.#ready) this.#send({ id: live.id, type: 'complete' });
    this.#closeWhenIdle();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forget();
    clearTimeout(this.#timer);
    clearTimeout(this.#idleTimer);
    clearInterval(this.#pings);
    this.#socket?.close(1000);
    this.#options.onConnectionState('closed');
  }

  /** A component that is replaced by another subscribes anew at once: the socket is kept that long. */
  #closeWhenIdle(): void {
    if (this.#live.size > 0 || this.#closed) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.close(), 1_000);
  }

  async #open(): Promise<void> {
    this.#options.onConnectionState('connecting');
    const { config, WebSocket: Socket } = this.#options;
    let credentials: Record<string, string>;
    try {
      credentials = await credentialHeaders(this.#options, this.#call, { suffix: '/connect', body: '{}' });
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#closed) return;
    if (!Socket) {
      this.#fail(new Error('There is no WebSocket here. Pass one to generateClient: { WebSocket }.'));
      return;
    }
    const url = `${config.endpoint.replace(/^http/i, 'ws').replace(/\/$/, '')}/realtime`;
    let socket: WebSocket;
    try {
      socket = new Socket(url, 'graphql-transport-ws');
    } catch (error) {
      // Where the page may not open it, as `ws:` from `https:`.
      this.#fail(error);
      return;
    }
    this.#socket = socket;
    this.#heard = true;
    this.#pings = setInterval(() => this.#ping(socket), pingInterval);
    socket.onopen = () => this.#send({ type: 'connection_init', payload: credentials });
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#receive(JSON.parse(String(data)));
    };
    // A failure is followed by a close; in Node's `ws` an error that nobody hears would end the process.
    socket.onerror = () => {};
    socket.onclose = ({ code, reason }) => this.#lost(socket, code, reason);
  }

  #ping(socket: WebSocket): void {
    if (!this.#heard) {
      // Closing waits for an answer, which a dead network never gives.
      socket.close();
      this.#lost(socket, 1006, '');
      return;
    }
    this.#heard = false;
    if (this.#ready) this.#send({ type: 'ping' });
  }

  #receive(message: { type: string; id?: string; payload?: unknown }): void {
    this.#heard = true;
    const live = message.id === undefined ? undefined : this.#live.get(message.id);
    switch (message.type) {
      case 'connection_ack':
        this.#ready = true;
        this.#attempt = 0;
        this.#refusals = 0;
        this.#options.onConnectionState('connected');
        for (const each of this.#live.values()) this.#start(each);
        return;
      case 'ping': {
        const cursor = (message.payload as { readonly cursor?: string } | undefined)?.cursor;
        if (cursor !== undefined) for (const each of this.#live.values()) each.reached(cursor);
        this.#send({ type: 'pong' });
        return;
      }
      case 'next':
        live?.next(message.payload as GraphQLResult);
        return;
      case 'error':
      case 'complete':
        if (live === undefined) return;
        this.#live.delete(live.id);
        if (message.type === 'error') live.refused(message.payload as GraphQLFormattedError[]);
        else live.complete();
        this.#closeWhenIdle();
    }
  }

  #lost(socket: WebSocket, code: number, reason: string): void {
    if (this.#socket !== socket) return;
    this.#ready = false;
    this.#socket = null;
    clearInterval(this.#pings);
    if (this.#closed) return;
    const refused = code === 4403 && (!isRenewable(this.#options, this.#call) || ++this.#refusals > 2);
    if (refused || finalCodes.includes(code)) {
      const message = reason || `The connection was closed with ${code}`;
      this.#fail({ errors: [{ message, errorType: 'UnauthorizedException' }] });
      return;
    }
    this.#options.onConnectionState('interrupted');
    this.#timer = setTimeout(() => void this.#open(), delay(this.#attempt++));
  }

  #fail(reason: unknown): void {
    const subscriptions = [...this.#live.values()];
    this.#live.clear();
    this.close();
    for (const live of subscriptions) live.fail(reason);
  }

  #start(live: LiveSubscription): void {
    this.#send({ id: live.id, type: 'subscribe', payload: live.begin() });
  }

  #send(message: object): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }
}
