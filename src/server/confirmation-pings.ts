import type { Duplex } from 'node:stream';
import type { ConnectionProgress } from '../realtime/connection-progress.ts';

/** A socket whose client can be asked, with the stream beneath it. */
export interface PingedSocket {
  readonly stream: Duplex;
  readonly isOpen: boolean;
  readonly progress: ConnectionProgress;
}

const interval = 100;
/** Pings in an interval that may follow their events at once: about a fortieth of a processor's time. */
const pingsPerInterval = 200;
/** Intervals within which every socket is asked, however many there are. */
const longestWait = 10;

/**
 * Asks clients, by WebSocket pings, to confirm what they were sent: one ping for a socket at the end of a turn of the
 * event loop, in one write with the turn's messages. Reading the answer costs as much as sending an event, so there is a
 * budget: where very many are to be asked, those above it wait for their turn, a second at most.
 */
export class ConfirmationPings {
  /** To be asked at the end of this turn. Their streams are corked. */
  readonly #now = new Set<PingedSocket>();
  /** Above the budget, in the order in which they came. */
  readonly #later = new Set<PingedSocket>();
  readonly #timer: NodeJS.Timeout;
  readonly #sockets: () => number;
  #budget = pingsPerInterval;
  #number = 0;

  /** `sockets` is how many there are. */
  constructor(sockets: () => number) {
    this.#sockets = sockets;
    this.#timer = setInterval(() => this.#renew(), interval).unref();
  }

  /** To be called before the messages are sent. Repeating it is harmless. */
  request(socket: PingedSocket): void {
    if (this.#now.has(socket) || this.#later.has(socket)) return;
    if (this.#budget === 0) {
      this.#later.add(socket);
      return;
    }
    this.#budget--;
    this.askNow(socket);
  }

  /** The same, whatever the budget. */
  askNow(socket: PingedSocket): void {
    if (this.#now.has(socket)) return;
    if (this.#now.size === 0) queueMicrotask(() => this.#ask());
    this.#now.add(socket);
    socket.stream.cork();
  }

  forget(socket: PingedSocket): void {
    this.#later.delete(socket);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #renew(): void {
    this.#budget = Math.max(pingsPerInterval, Math.ceil(this.#sockets() / longestWait));
    for (const socket of this.#later) {
      if (this.#budget === 0) return;
      this.#later.delete(socket);
      this.request(socket);
    }
  }

  #ask(): void {
    const number = ++this.#number;
    const frame = pingFrame(String(number));
    for (const { stream, isOpen, progress } of this.#now) {
      if (isOpen) {
        progress.ask(number);
        stream.write(frame);
      }
      stream.uncork();
    }
    this.#now.clear();
  }
}

/** FIN and the opcode of a ping; a server does not mask. RFC 6455 section 5.2. */
function pingFrame(payload: string): Buffer {
  return Buffer.concat([Buffer.from([0x89, payload.length]), Buffer.from(payload)]);
}
