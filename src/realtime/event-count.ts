import type { ConnectionProgress } from './connection-progress.ts';

/**
 * Numbers the events of one subscription from 1, across the sockets it lives on, and knows how many of them have
 * arrived. A client that counts what it receives can tell from it which events of a replay it has already.
 */
export class EventCount {
  readonly #progress: ConnectionProgress;
  #sent: number;
  /** `[ping, events sent before it]`, ascending, one for each ping that an event followed. */
  readonly #marks: [number, number][];

  /** `sent`: the number of the last event before this socket. */
  constructor(progress: ConnectionProgress, sent: number) {
    this.#progress = progress;
    this.#sent = sent;
    this.#marks = [[progress.pings, sent]];
  }

  eventSent(): void {
    const { pings, confirmedPing } = this.#progress;
    const marks = this.#marks;
    if (marks.at(-1)![0] < pings) {
      marks.push([pings, this.#sent]);
      while (marks.length > 1 && marks[0]![0] < confirmedPing) marks.shift();
    }
    this.#sent++;
  }

  /** The number of the last event that is known to have arrived: one before the answered ping. */
  get confirmed(): number {
    const { confirmedPing } = this.#progress;
    return this.#marks.find(([ping]) => ping >= confirmedPing)?.[1] ?? this.#sent;
  }
}
