import type { Identity } from '../../ir/identity.ts';
import type { LiveSubscription } from '../live-subscription.ts';
import type { RealtimeOperation } from '../realtime-host.ts';
import type { SubscriptionError } from '../subscriber.ts';
import { asObject, parseObject } from './parse-object.ts';
import { type Operation, ProtocolConnection } from './protocol-connection.ts';
import { stringHeaders } from './string-headers.ts';

/** GraphQL over WebSocket on one socket: sub-protocol `graphql-transport-ws`. `docs/protocols/realtime.md`. */
export class GraphQLTransportConnection extends ProtocolConnection<Operation> {
  #caller: { readonly identity: Identity; readonly headers: Readonly<Record<string, string>> } | null = null;
  /** The newest cursor that the client may have. */
  #cursor: string | null = null;

  receive(text: string): void {
    if (this.state === 'closed') return;
    const message = parseObject(text);
    if (message === null || !isOptionalObject(message.payload, message.type)) {
      this.close(4400, 'Invalid message received');
      return;
    }
    switch (message.type) {
      case 'connection_init':
        this.run(this.#initialise(asObject(message.payload)));
        return;
      case 'ping':
        this.send(message.payload === undefined ? { type: 'pong' } : { type: 'pong', payload: message.payload });
        return;
      case 'pong':
        return;
      case 'subscribe':
        this.runOperation(this.#subscribe(message));
        return;
      case 'complete':
        this.#complete(message);
        return;
      default:
        this.close(4400, 'Invalid message type');
    }
  }

  /**
   * Dead sockets are found by the WebSocket's own pings. Those of the protocol tell subscriptions that heard nothing for
   * a while how far all events have been delivered: a cursor from long ago could not be gone on from.
   */
  beat(): void {
    const cursor = this.options.host.cursor();
    if (cursor === null || cursor === this.#cursor) return;
    if (![...this.operations.values()].some(({ hasCursors }) => hasCursors)) return;
    this.#cursor = cursor;
    this.send({ type: 'ping', payload: { cursor } });
  }

  protected stop({ subscription }: Operation): void {
    subscription?.stop();
  }

  protected fail(id: string, operation: Operation, errors: readonly SubscriptionError[]): void {
    if (this.operations.get(id) !== operation) return;
    this.operations.delete(id);
    this.send({ id, type: 'error', payload: errors });
  }

  async #initialise(payload: Readonly<Record<string, unknown>> | null): Promise<void> {
    if (this.state !== 'opened') {
      this.close(4429, 'Too many initialisation requests');
      return;
    }
    this.state = 'initialising';
    const { host, path } = this.options;
    const headers = {
      ...stringHeaders(this.options.headers ?? {}),
      ...stringHeaders(payload ?? {}),
      ...stringHeaders(asObject(payload?.headers) ?? {}),
    };
    const authentication = await host.authenticate({ headers, path: `${path}/connect`, body: '{}' });
    if (this.state !== 'initialising') return;
    if (authentication.status === 'refused') {
      this.close(4403, 'Forbidden');
      return;
    }
    this.#caller = { identity: authentication.identity, headers };
    this.acknowledge();
    this.send({ type: 'connection_ack' });
  }

  async #subscribe(message: Readonly<Record<string, unknown>>): Promise<void> {
    const { limits, host } = this.options;
    const { id } = message;
    const request = readSubscribe(message.payload);
    if (typeof id !== 'string' || id === '' || id.length > limits.maxIdLength || request === null) {
      this.close(4400, 'Invalid message received');
      return;
    }
    if (this.state !== 'acknowledged' || this.#caller === null) {
      this.close(4401, 'Unauthorized');
      return;
    }
    if (this.operations.has(id)) {
      this.close(4409, `Subscriber for ${id.slice(0, 64)} already exists`);
      return;
    }
    if (this.isCrowded || this.operations.size >= limits.maxSubscriptionsPerConnection) {
      this.send({
        id,
        type: 'error',
        payload: [{ message: `Max number of ${limits.maxSubscriptionsPerConnection} subscriptions reached` }],
      });
      return;
    }
    const { identity } = this.#caller;
    if (identity.expiresAt !== null && identity.expiresAt * 1000 <= host.now()) {
      this.close(4403, 'Credential expired');
      return;
    }
    const { resume, ...document } = request;
    const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    const hasCursors = resume !== null;
    const operation: Operation = { head, subscription: null, progress: null, hasCursors, early: [] };
    this.operations.set(id, operation);
    const operationRequest: RealtimeOperation = { ...document, ...this.#caller };
    const type = host.operationType(request.query, request.operationName);
    if (type === 'query' || type === 'mutation') {
      const body = await host.execute(operationRequest);
      if (this.operations.get(id) !== operation) return;
      this.operations.delete(id);
      this.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${body}}`);
      this.send({ id, type: 'complete' });
      return;
    }
    const outcome = await host.subscribe(operationRequest, this.subscriber(id, operation));
    if (outcome.status === 'refused') {
      this.fail(id, operation, outcome.errors);
      return;
    }
    operation.subscription = outcome.subscription;
    if (this.operations.get(id) !== operation) {
      outcome.subscription.stop();
      return;
    }
    if (resume === null) this.goOn(id, operation, outcome.subscription);
    else this.#goOnFrom(id, operation, outcome.subscription, resume.cursor);
  }

  /** Delivers what came after the cursor, or tells that this is not possible. The client then has to list again. */
  #goOnFrom(id: string, operation: Operation, subscription: LiveSubscription, cursor: string | null): void {
    const position = cursor === null ? null : subscription.positionOf(cursor);
    const resumed = position !== null && subscription.canReplay(position);
    const status = cursor === null ? 'STARTED' : resumed ? 'RESUMED' : 'RESYNC';
    const extensions = { resume: { status }, cursor: resumed ? cursor : subscription.cursor };
    this.send({ id, type: 'next', payload: { data: null, extensions } });
    this.begin(operation, () => {
      if (resumed) subscription.replay(position);
    });
  }

  #complete(message: Readonly<Record<string, unknown>>): void {
    const { id } = message;
    if (typeof id !== 'string') {
      this.close(4400, 'Invalid message received');
      return;
    }
    this.operations.get(id)?.subscription?.stop();
    this.operations.delete(id);
    this.options.resume.delete(id);
  }
}

function isOptionalObject(payload: unknown, type: unknown): boolean {
  // The payload of `complete` is ignored, and `subscribe` looks at its own.
  if (type === 'complete' || type === 'subscribe') return true;
  return payload === undefined || payload === null || asObject(payload) !== null;
}

type SubscribePayload = Pick<RealtimeOperation, 'query' | 'variables' | 'operationName'> & {
  /** `null`: `extensions.resume` was left out. */
  readonly resume: { readonly cursor: string | null } | null;
};

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
function readResume(value: unknown): SubscribePayload['resume'] | undefined {
  if (value === undefined || value === null || value === false) return null;
  const resume = asObject(value);
  const cursor = resume?.cursor ?? null;
  return resume !== null && (cursor === null || typeof cursor === 'string') ? { cursor } : undefined;
}
