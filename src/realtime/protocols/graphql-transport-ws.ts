import type { Identity } from '../../ir/identity.ts';
import { ConnectionProgress } from '../connection-progress.ts';
import { EventCount } from '../event-count.ts';
import type { RealtimeConnection } from '../realtime-connection.ts';
import type { RealtimeOperation } from '../realtime-host.ts';
import type { EndReason, Subscriber, SubscriptionError } from '../subscriber.ts';
import type { LiveSubscription } from '../subscription-registry.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { asObject, parseObject } from './parse-object.ts';
import { stringHeaders } from './string-headers.ts';

interface Operation {
  /** The start of each event's message. */
  head: Buffer;
  subscription: LiveSubscription | null;
  /** Of a client that asked to be told how a subscription goes on. */
  events: EventCount | null;
  /** Whether each event tells its cursor. */
  hasCursors: boolean;
  /** Events that came before the client was told how the subscription goes on; `null` from then on. */
  early: { readonly payload: Buffer; readonly cursor: string }[] | null;
}

/** `counted`: `extensions.resume` is true; `{ cursor }`: it is an object; `null`: it was left out. */
type Resume = 'counted' | { readonly cursor: string | null } | null;

/** GraphQL over WebSocket on one socket: sub-protocol `graphql-transport-ws`. `docs/protocols/realtime.md`. */
export class GraphQLTransportConnection implements RealtimeConnection {
  readonly progress: ConnectionProgress;
  readonly #options: ConnectionOptions;
  readonly #operations = new Map<string, Operation>();
  readonly #initTimer: NodeJS.Timeout;
  #state: 'opened' | 'initialising' | 'acknowledged' | 'closed' = 'opened';
  #caller: { readonly identity: Identity; readonly headers: Readonly<Record<string, string>> } | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.progress = new ConnectionProgress(() => options.host.position());
    this.#initTimer = setTimeout(
      () => this.#close(4408, 'Connection initialisation timeout'),
      options.limits.connectionInitTimeout,
    );
  }

  receive(text: string): void {
    if (this.#state === 'closed') return;
    const message = parseObject(text);
    if (message === null || !isOptionalObject(message.payload, message.type)) {
      this.#close(4400, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case 'connection_init':
        this.#run(this.#initialise(asObject(message.payload)));
        return;
      case 'ping':
        this.#send(message.payload === undefined ? { type: 'pong' } : { type: 'pong', payload: message.payload });
        return;
      case 'pong':
        return;
      case 'subscribe':
        this.#run(this.#subscribe(message));
        return;
      case 'complete':
        this.#complete(message);
        return;
      default:
        this.#close(4400, 'Invalid message type');
    }
  }

  /** The WebSocket's own pings find dead sockets; the protocol needs no message for it. */
  beat(): void {}

  shutDown(): void {
    this.#close(1001, 'The server is shutting down');
  }

  closed(): void {
    this.#state = 'closed';
    clearTimeout(this.#initTimer);
    for (const operation of this.#operations.values()) operation.subscription?.stop();
    this.#operations.clear();
  }

  async #initialise(payload: Readonly<Record<string, unknown>> | null): Promise<void> {
    if (this.#state !== 'opened') {
      this.#close(4429, 'Too many initialisation requests');
      return;
    }
    this.#state = 'initialising';
    const { host, path } = this.#options;
    const headers = {
      ...stringHeaders(this.#options.headers ?? {}),
      ...stringHeaders(payload ?? {}),
      ...stringHeaders(asObject(payload?.headers) ?? {}),
    };
    const authentication = await host.authenticate({ headers, path: `${path}/connect`, body: '{}' });
    if (this.#state !== 'initialising') return;
    if (authentication.status === 'refused') {
      this.#close(4403, 'Forbidden');
      return;
    }
    clearTimeout(this.#initTimer);
    this.#caller = { identity: authentication.identity, headers };
    this.#state = 'acknowledged';
    this.#send({ type: 'connection_ack' });
  }

  async #subscribe(message: Readonly<Record<string, unknown>>): Promise<void> {
    const { limits, host } = this.#options;
    const { id } = message;
    const request = readSubscribe(message.payload);
    if (typeof id !== 'string' || id === '' || id.length > limits.maxIdLength || request === null) {
      this.#close(4400, 'Invalid message received');
      return;
    }
    if (this.#state !== 'acknowledged' || this.#caller === null) {
      this.#close(4401, 'Unauthorized');
      return;
    }
    if (this.#operations.has(id)) {
      this.#close(4409, `Subscriber for ${id.slice(0, 64)} already exists`);
      return;
    }
    if (this.#operations.size >= limits.maxSubscriptionsPerConnection) {
      this.#send({
        id,
        type: 'error',
        payload: [{ message: `Max number of ${limits.maxSubscriptionsPerConnection} subscriptions reached` }],
      });
      return;
    }
    const { identity } = this.#caller;
    if (identity.expiresAt !== null && identity.expiresAt * 1000 <= host.now()) {
      this.#close(4403, 'Credential expired');
      return;
    }
    const operation: Operation = { head: nothing, subscription: null, events: null, hasCursors: false, early: [] };
    this.#operations.set(id, operation);
    const { resume, ...document } = request;
    const operationRequest: RealtimeOperation = { ...document, ...this.#caller };
    const type = host.operationType(request.query, request.operationName);
    if (type === 'query' || type === 'mutation') {
      const body = await host.execute(operationRequest);
      if (this.#operations.get(id) !== operation) return;
      this.#operations.delete(id);
      this.#send(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`);
      this.#send({ id, type: 'complete' });
      return;
    }
    const outcome = await host.subscribe(operationRequest, this.#subscriber(id, operation));
    if (outcome.status === 'refused') {
      this.#fail(id, operation, outcome.errors);
      return;
    }
    operation.subscription = outcome.subscription;
    if (this.#operations.get(id) !== operation) {
      outcome.subscription.stop();
      return;
    }
    const early = operation.early ?? [];
    operation.early = null;
    if (resume === null || resume === 'counted') this.#goOn(id, operation, outcome.subscription, resume !== null);
    else this.#goOnFrom(id, operation, outcome.subscription, resume.cursor);
    for (const { payload, cursor } of early) this.#deliver(operation, payload, cursor);
  }

  /** Delivers what came after the cursor, or tells that this is not possible. The client then has to list again. */
  #goOnFrom(id: string, operation: Operation, subscription: LiveSubscription, cursor: string | null): void {
    operation.hasCursors = true;
    const position = cursor === null ? null : subscription.positionOf(cursor);
    const resumed = position !== null && subscription.canReplay(position);
    const status = cursor === null ? 'STARTED' : resumed ? 'RESUMED' : 'RESYNC';
    const extensions = { resume: { status }, cursor: resumed ? cursor : subscription.cursor };
    this.#send({ id, type: 'next', payload: { data: null, extensions } });
    if (resumed) subscription.replay(position);
  }

  /**
   * Delivers what was missed since another socket had this subscription. A client that asks for it is first told
   * whether that is everything, and the number of the event before the next, so that it can leave out what it has.
   */
  #goOn(id: string, operation: Operation, subscription: LiveSubscription, isCounted: boolean): void {
    const { resume } = this.#options;
    const point = resume.find(id, this.progress);
    if (!isCounted) {
      const start = point?.position ?? subscription.start;
      resume.set(id, { start, progress: this.progress, group: subscription.group, events: null });
      if (point !== null) subscription.replay(point.position);
      return;
    }
    // Another group may have seen other events, whose numbers would then be wrong.
    const resumed =
      point !== null &&
      point.confirmed !== null &&
      point.group === subscription.group &&
      subscription.canReplay(point.position);
    const after = resumed ? point.confirmed! : 0;
    const start = resumed ? point.position : subscription.start;
    const events = new EventCount(this.progress, after);
    operation.events = events;
    resume.set(id, { start, progress: this.progress, group: subscription.group, events });
    this.#send({ id, type: 'next', payload: { data: null, extensions: { resume: { resumed, after } } } });
    if (resumed) subscription.replay(start);
  }

  #complete(message: Readonly<Record<string, unknown>>): void {
    const { id } = message;
    if (typeof id !== 'string') {
      this.#close(4400, 'Invalid message received');
      return;
    }
    this.#operations.get(id)?.subscription?.stop();
    this.#operations.delete(id);
    this.#options.resume.delete(id);
  }

  #subscriber(id: string, operation: Operation): Subscriber {
    operation.head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    return {
      deliver: (payload, cursor) => {
        if (operation.early === null) this.#deliver(operation, payload, cursor);
        else operation.early.push({ payload, cursor });
      },
      end: (reason) => this.#ended(id, operation, reason),
    };
  }

  #deliver(operation: Operation, payload: Buffer, cursor: string): void {
    const { socket, limits } = this.#options;
    this.progress.eventSent();
    operation.events?.eventSent();
    const keepsUp = operation.hasCursors
      ? socket.sendParts(operation.head, payload.subarray(0, -1), cursorTail(cursor))
      : socket.sendParts(operation.head, payload, nextTail);
    if (keepsUp || socket.bufferedAmount <= limits.maxBufferedBytes) return;
    this.#onSlow();
  }

  #onSlow(): void {
    this.#close(1013, 'The client reads too slowly');
  }

  #ended(id: string, operation: Operation, reason: EndReason): void {
    switch (reason.kind) {
      case 'expired':
        this.#close(4403, 'Credential expired');
        return;
      case 'lost':
        this.#close(1013, 'Events were lost');
        return;
      case 'refused':
        this.#fail(id, operation, reason.errors);
    }
  }

  #fail(id: string, operation: Operation, errors: readonly SubscriptionError[]): void {
    if (this.#operations.get(id) !== operation) return;
    this.#operations.delete(id);
    this.#send({ id, type: 'error', payload: errors });
  }

  #run(task: Promise<void>): void {
    task.catch((error: unknown) => {
      this.#options.onError(error);
      this.#close(1011, 'Internal error');
    });
  }

  #send(message: object | string): void {
    if (this.#state === 'closed') return;
    const { socket, limits } = this.#options;
    if (socket.bufferedAmount > limits.maxBufferedBytes) this.#onSlow();
    else socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  #close(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    this.closed();
    this.#options.socket.close(code, reason);
  }
}

const nothing = Buffer.alloc(0);
const nextTail = Buffer.from('}');

/** Puts the cursor into the response, whose closing brace has been left out, and ends the message. */
function cursorTail(cursor: string): Buffer {
  return Buffer.from(`,"extensions":{"cursor":${JSON.stringify(cursor)}}}}`);
}

function isOptionalObject(payload: unknown, type: unknown): boolean {
  // The payload of `complete` is ignored, and `subscribe` looks at its own.
  if (type === 'complete' || type === 'subscribe') return true;
  return payload === undefined || payload === null || asObject(payload) !== null;
}

type SubscribePayload = Pick<RealtimeOperation, 'query' | 'variables' | 'operationName'> & { readonly resume: Resume };

function readSubscribe(value: unknown): SubscribePayload | null {
  const payload = asObject(value);
  if (typeof payload?.query !== 'string') return null;
  const { query, variables = null, operationName = null, extensions = null } = payload;
  if (variables !== null && asObject(variables) === null) return null;
  if (extensions !== null && asObject(extensions) === null) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  const resume = readResume(asObject(extensions)?.resume);
  return resume === undefined ? null : { query, variables: asObject(variables), operationName, resume };
}

/** `undefined`: it is not understood. */
function readResume(value: unknown): Resume | undefined {
  if (value === undefined || value === null || value === false) return null;
  if (value === true) return 'counted';
  const cursor = asObject(value)?.cursor ?? null;
  return asObject(value) !== null && (cursor === null || typeof cursor === 'string') ? { cursor } : undefined;
}
