import { ConnectionProgress, closingQuestion } from '../connection-progress.ts';
import type { EventPlace } from '../event-place.ts';
import type { LiveSubscription } from '../live-subscription.ts';
import type { RealtimeConnection } from '../realtime-connection.ts';
import type { EndReason, Subscriber, SubscriptionError } from '../subscriber.ts';
import { SubscriptionProgress } from '../subscription-progress.ts';
import type { ConnectionOptions } from './connection-options.ts';

/** An operation of a client, by the id it was given. */
export interface Operation {
  /** The start of each event's message, up to the payload. */
  readonly head: Buffer;
  subscription: LiveSubscription | null;
  /** `null` where the client keeps its own place, or cannot be known again. */
  progress: SubscriptionProgress | null;
  /** Whether each event tells its cursor. */
  hasCursors: boolean;
  /** Events that came before the client was told that it is subscribed; `null` from then on. */
  early: { readonly payload: Buffer; readonly place: EventPlace }[] | null;
}

/** What the protocols on a socket share: the states of the connection, delivery, coming back, and the end. */
export abstract class ProtocolConnection<Each extends Operation> implements RealtimeConnection {
  readonly progress: ConnectionProgress;
  protected readonly options: ConnectionOptions;
  protected readonly operations = new Map<string, Each>();
  protected state: 'opened' | 'initialising' | 'acknowledged' | 'closed' = 'opened';
  readonly #initTimer: NodeJS.Timeout;
  /** Operations that are not decided yet, those that were stopped or replaced meanwhile among them. */
  #undecided = 0;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.progress = new ConnectionProgress(() => options.host.position());
    this.#initTimer = setTimeout(
      () => this.close(4408, 'Connection initialisation timeout'),
      options.limits.connectionInitTimeout,
    );
  }

  abstract receive(text: string): void;

  abstract beat(): void;

  shutDown(): void {
    this.close(1001, 'The server is shutting down');
  }

  closed(): void {
    this.state = 'closed';
    clearTimeout(this.#initTimer);
    for (const operation of this.operations.values()) this.stop(operation);
    this.operations.clear();
  }

  /** Ends the operation without a word. */
  protected abstract stop(operation: Each): void;

  /** Ends the operation with its errors, unless it is over already. */
  protected abstract fail(id: string, operation: Each, errors: readonly SubscriptionError[]): void;

  /** The credential of the connection was accepted. */
  protected acknowledge(): void {
    clearTimeout(this.#initTimer);
    this.state = 'acknowledged';
  }

  protected subscriber(id: string, operation: Each): Subscriber {
    return {
      deliver: (payload, place) => {
        if (operation.early === null) this.#deliver(operation, payload, place);
        else operation.early.push({ payload, place });
      },
      end: (reason) => this.#ended(id, operation, reason),
    };
  }

  /**
   * Delivers what was missed since another socket had this subscription, by its id, and then what came early. To be
   * called when the client has been told that it is subscribed.
   */
  protected goOn(id: string, operation: Each, subscription: LiveSubscription): void {
    const { resume } = this.options;
    const missedAfter = resume.isKept(id) ? resume.find(id, this.progress) : null;
    if (resume.isKept(id)) {
      operation.progress = new SubscriptionProgress(this.progress, missedAfter ?? subscription.start);
      resume.set(id, operation.progress);
    }
    this.begin(operation, () => {
      if (missedAfter !== null) subscription.replay(missedAfter);
    });
  }

  /** Events are delivered from now on: those of `replay`, then what came early. */
  protected begin(operation: Each, replay?: () => void): void {
    const early = operation.early ?? [];
    operation.early = null;
    replay?.();
    for (const { payload, place } of early) this.#deliver(operation, payload, place);
  }

  protected run(task: Promise<void>): void {
    task.catch((error: unknown) => {
      this.options.onError(error);
      this.close(1011, 'Internal error');
    });
  }

  /** Runs what decides an operation. */
  protected runOperation(task: Promise<void>): void {
    this.#undecided++;
    this.run(
      task.finally(() => {
        this.#undecided--;
      }),
    );
  }

  /**
   * Whether as much is under way as a connection may have. Stopping an operation frees its id at once, but not what it
   * waits for: who stops and starts again would have any number under way.
   */
  protected get isCrowded(): boolean {
    return this.#undecided >= this.options.limits.maxSubscriptionsPerConnection;
  }

  /** Sends a message: an object, or the text of one. */
  protected send(message: object | string): void {
    if (this.state === 'closed') return;
    const { socket, limits } = this.options;
    if (socket.bufferedAmount > limits.maxBufferedBytes) this.#closeSlow();
    else socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  protected close(code: number, reason: string): void {
    if (this.state === 'closed') return;
    this.closed();
    // Who answers a closing handshake has received all that was sent before.
    this.progress.ask(closingQuestion);
    this.options.socket.close(code, reason);
  }

  #deliver(operation: Each, payload: Buffer, place: EventPlace): void {
    const { socket, limits } = this.options;
    const { head, progress, hasCursors } = operation;
    if (progress !== null) {
      this.progress.eventSent(progress, place.position);
      if (this.progress.isDue) socket.confirm();
    }
    const keepsUp = hasCursors
      ? socket.sendParts(head, payload.subarray(0, -1), cursorTail(place.cursor))
      : socket.sendParts(head, payload, messageTail);
    if (!keepsUp && socket.bufferedAmount > limits.maxBufferedBytes) this.#closeSlow();
  }

  #closeSlow(): void {
    this.close(1013, 'The client reads too slowly');
  }

  /** The registry has ended the subscription; the socket goes on. */
  #complete(id: string, operation: Each): void {
    this.stop(operation);
    if (this.operations.get(id) !== operation) return;
    this.operations.delete(id);
    this.options.resume.delete(id);
    this.send({ id, type: 'complete' });
  }

  #ended(id: string, operation: Each, reason: EndReason): void {
    switch (reason.kind) {
      case 'expired':
        this.close(4403, 'Credential expired');
        return;
      case 'lost':
        this.close(1013, 'Events were lost');
        return;
      case 'refused':
        this.fail(id, operation, reason.errors);
        return;
      case 'invalidated':
        this.#complete(id, operation);
    }
  }
}

const messageTail = Buffer.from('}');

/** Puts the cursor into the response, whose closing brace has been left out, and ends the message. */
function cursorTail(cursor: string): Buffer {
  return Buffer.from(`,"extensions":{"cursor":${JSON.stringify(cursor)}}}}`);
}
