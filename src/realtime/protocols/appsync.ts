import type { Authentication } from '../realtime-host.ts';
import type { SubscriptionError } from '../subscriber.ts';
import { asObject, parseObject } from './parse-object.ts';
import { type Operation, ProtocolConnection } from './protocol-connection.ts';
import { stringHeaders } from './string-headers.ts';

/** Time without `ka` or `data` after which the client gives a connection up. */
const connectionTimeoutMs = 300_000;
/** Messages that make no sense, until the socket is closed. */
const maxInvalidMessages = 16;

interface AppSyncOperation extends Operation {
  /** The operation with the same id that goes on until this one is accepted or refused. */
  replaces: AppSyncOperation | null;
}

/** AppSync's protocol on one socket: sub-protocol `graphql-ws`. `docs/protocols/realtime.md`. */
export class AppSyncConnection extends ProtocolConnection<AppSyncOperation> {
  #invalidMessages = 0;

  receive(text: string): void {
    if (this.state === 'closed') return;
    const message = parseObject(text);
    switch (message?.type) {
      case 'connection_init':
        this.run(this.#initialise());
        return;
      case 'start':
        this.runOperation(this.#start(message));
        return;
      case 'stop':
        this.#stop(message);
        return;
      case 'connection_terminate':
        this.close(1000, 'Terminated');
        return;
      default:
        this.#invalid();
    }
  }

  beat(): void {
    if (this.state === 'acknowledged') this.send({ type: 'ka' });
  }

  protected stop(operation: AppSyncOperation): void {
    for (let each: AppSyncOperation | null = operation; each !== null; each = each.replaces) each.subscription?.stop();
  }

  protected fail(id: string, operation: AppSyncOperation, errors: readonly SubscriptionError[]): void {
    if (this.operations.get(id) !== operation) return;
    this.operations.delete(id);
    this.stop(operation);
    this.#refuse(id, ...errors);
  }

  async #initialise(): Promise<void> {
    if (this.state !== 'opened') {
      this.close(4429, 'Too many initialisation requests');
      return;
    }
    this.state = 'initialising';
    const { headers, host, path } = this.options;
    const authentication: Authentication =
      headers === null
        ? unreadableCredential
        : await host.authenticate({ headers, path: `${path}/connect`, body: '{}' });
    if (this.state !== 'initialising') return;
    if (authentication.status === 'refused') {
      // The client closes the socket upon this; if it does not, the timer of the initialisation does.
      const { errorType, message, statusCode } = authentication;
      this.send({ type: 'connection_error', payload: { errors: [{ errorType, message, errorCode: statusCode }] } });
      return;
    }
    this.acknowledge();
    this.send({ type: 'connection_ack', payload: { connectionTimeoutMs } });
    // The client's keep-alive clock is not reset by the acknowledgement.
    this.send({ type: 'ka' });
  }

  async #start(message: Readonly<Record<string, unknown>>): Promise<void> {
    const { id } = message;
    const { host, limits, path } = this.options;
    if (typeof id !== 'string' || id === '' || id.length > limits.maxIdLength) {
      this.#invalid();
      return;
    }
    if (this.state !== 'acknowledged') {
      this.#refuse(id, { errorType: 'BadRequestException', message: 'The connection is not initialised.' });
      return;
    }
    const replaces = this.operations.get(id) ?? null;
    if (this.isCrowded || (replaces === null && this.operations.size >= limits.maxSubscriptionsPerConnection)) {
      this.#refuse(id, {
        errorType: 'MaxSubscriptionsReachedError',
        message: `Max number of ${limits.maxSubscriptionsPerConnection} subscriptions reached`,
      });
      return;
    }
    const start = readStart(message);
    const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"data","payload":`);
    const operation: AppSyncOperation = {
      head,
      subscription: null,
      progress: null,
      hasCursors: false,
      early: [],
      replaces,
    };
    this.operations.set(id, operation);
    if ('errorType' in start) {
      this.fail(id, operation, [start]);
      return;
    }
    const { query, variables, authorization, body } = start;
    const authentication = await host.authenticate({ headers: authorization, path, body });
    if (authentication.status === 'refused') {
      this.fail(id, operation, [authentication]);
      return;
    }
    const { identity } = authentication;
    const type = host.operationType(query, null);
    if (type === 'query' || type === 'mutation') {
      this.fail(id, operation, [unsupported(type)]);
      return;
    }
    const request = { query, variables, operationName: null, identity, headers: stringHeaders(authorization) };
    const outcome = await host.subscribe(request, this.subscriber(id, operation));
    if (outcome.status === 'refused') {
      this.fail(id, operation, outcome.errors);
      return;
    }
    operation.subscription = outcome.subscription;
    if (this.operations.get(id) !== operation) {
      // Stopped or replaced meanwhile. A replacement ends this operation when it is decided.
      if (this.#isReplaced(id, operation)) {
        this.#takeOver(operation);
        this.begin(operation);
      } else this.stop(operation);
      return;
    }
    this.#takeOver(operation);
    this.send({ id, type: 'start_ack' });
    this.goOn(id, operation, outcome.subscription);
  }

  #stop(message: Readonly<Record<string, unknown>>): void {
    const { id } = message;
    const operation = typeof id === 'string' ? this.operations.get(id) : undefined;
    if (operation === undefined) {
      if (typeof id !== 'string' || id.length > this.options.limits.maxIdLength) this.#invalid();
      else this.#refuse(id, { errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` });
      return;
    }
    this.operations.delete(id as string);
    this.options.resume.delete(id as string);
    this.stop(operation);
    this.send({ id, type: 'complete' });
  }

  /** Ends what the operation replaces, which has delivered what came so far: no event comes twice. */
  #takeOver(operation: AppSyncOperation): void {
    if (operation.replaces === null) return;
    if (operation.replaces.subscription !== null) operation.early = [];
    this.stop(operation.replaces);
    operation.replaces = null;
  }

  #refuse(id: string, ...errors: readonly SubscriptionError[]): void {
    const entries = errors.map(({ errorType, message, errorCode }) => ({
      ...(errorType === undefined || errorType === null ? {} : { errorType }),
      message,
      ...(errorCode === undefined ? {} : { errorCode }),
    }));
    this.send({ id, type: 'error', payload: { errors: entries } });
  }

  #isReplaced(id: string, operation: Operation): boolean {
    for (let newer = this.operations.get(id)?.replaces; newer; newer = newer.replaces) {
      if (newer === operation) return true;
    }
    return false;
  }

  #invalid(): void {
    if (++this.#invalidMessages > maxInvalidMessages) {
      this.close(4400, 'Too many invalid messages');
      return;
    }
    const error = { errorType: 'BadRequestException', message: 'Invalid message.', errorCode: 400 };
    this.send({ type: 'error', payload: { errors: [error] } });
  }
}

const unreadableCredential: Authentication = {
  status: 'refused',
  statusCode: 401,
  errorType: 'UnauthorizedException',
  message: 'Valid authorization header not provided.',
};

function unsupported(what: string): SubscriptionError {
  return { errorType: 'UnsupportedOperation', message: `${what} not supported through the realtime channel` };
}

interface Start {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | null;
  readonly authorization: Readonly<Record<string, unknown>>;
  /** `payload.data` as sent: the body that a signature covers. */
  readonly body: string;
}

function readStart(
  message: Readonly<Record<string, unknown>>,
): Start | (SubscriptionError & { readonly errorType: string }) {
  const payload = asObject(message.payload);
  const authorization = asObject(asObject(payload?.extensions)?.authorization);
  if (payload === null || authorization === null) {
    return { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' };
  }
  const body = payload.data;
  const data = typeof body === 'string' ? parseObject(body) : null;
  if (typeof body !== 'string' || typeof data?.query !== 'string') {
    return { errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' };
  }
  return { query: data.query, variables: asObject(data.variables), authorization, body };
}
