/** Runs one function, wherever it is. */
export interface FunctionRunner {
  /** Hands it an event and returns what it answers. Rejects with a `HandlerError` only. */
  call(event: unknown, requestId: string): Promise<unknown>;
  /**
   * Hands it an event without waiting for it to be worked off: Lambda's `Event` invocation. Rejects with a
   * `HandlerError` where the event was not taken; what goes wrong afterwards stands in the log.
   */
  post(event: unknown, requestId: string): Promise<void>;
  close(): Promise<void>;
}

/** One line of what a function printed, or of what is to be said about it. */
export interface FunctionLogLine {
  readonly function: string;
  /** Id of the request it ran for. */
  readonly requestId: string;
  readonly text: string;
}

export type FunctionLog = (line: FunctionLogLine) => void;
