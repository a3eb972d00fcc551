import type { SubscriptionProgress } from './subscription-progress.ts';

/** A question to the client whether it has received what was sent before: a ping, or the closing handshake. */
interface Question {
  readonly number: number;
  /** Events of publications up to this one were sent before it. */
  readonly position: number;
  /** The same for single subscriptions, which may be ahead of the rest. */
  readonly subscriptions: readonly { readonly progress: SubscriptionProgress; readonly position: number }[];
}

/** Questions under way at one time; further events wait for an answer before the next is asked. */
const maxQuestions = 64;

/** The number of the question that a closing handshake is. */
export const closingQuestion: number = Number.POSITIVE_INFINITY;

/**
 * What the client of one socket is known to have received. Messages arrive in order, so the answer to a ping confirms
 * everything that was sent before the ping.
 */
export class ConnectionProgress {
  readonly #position: () => number;
  readonly #unconfirmed = new Set<SubscriptionProgress>();
  #questions: readonly Question[] = [];
  #asked = 0;
  #answered = 0;
  #confirmed = 0;

  /** `position` is that of the last publication whose events were handed to all sockets. */
  constructor(position: () => number) {
    this.#position = position;
  }

  /** Questions so far. */
  get asked(): number {
    return this.#asked;
  }

  /** Whether the client should be asked about events that were sent. */
  get isDue(): boolean {
    return this.#unconfirmed.size > 0 && this.#questions.length < maxQuestions;
  }

  /** Events of publications up to this one have arrived, by the word of a question after the n-th; 0 without one. */
  confirmedAfter(questions: number): number {
    return this.#answered > questions ? this.#confirmed : 0;
  }

  /** An event of the publication at `position` was sent. */
  eventSent(progress: SubscriptionProgress, position: number): void {
    progress.sent = position;
    this.#unconfirmed.add(progress);
  }

  /** The client is asked after all that was sent so far, in a question of this number. Numbers ascend. */
  ask(number: number): void {
    // A client that answers nothing is asked no more than can be remembered.
    if (this.#questions.length >= 2 * maxQuestions) return;
    const subscriptions = [...this.#unconfirmed].map((progress) => ({ progress, position: progress.sent }));
    this.#unconfirmed.clear();
    this.#asked++;
    this.#questions = [...this.#questions, { number, position: this.#position(), subscriptions }];
  }

  /** The client has answered the question of this number; one that was not asked says nothing. */
  answered(number: number): void {
    const count = this.#questions.findIndex((question) => question.number === number) + 1;
    if (count === 0) return;
    for (const { position, subscriptions } of this.#questions.slice(0, count)) {
      this.#confirmed = position;
      for (const { progress, position: sent } of subscriptions) progress.confirmed = sent;
    }
    this.#answered = this.#asked - this.#questions.length + count;
    this.#questions = this.#questions.slice(count);
  }
}
