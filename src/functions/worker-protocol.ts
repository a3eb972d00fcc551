/** What the pool sends to a worker. A worker runs one invocation at a time, so replies need no number. */
export interface WorkerRequest {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionName: string;
  readonly memoryMB: number;
  /** Milliseconds it may take. */
  readonly timeout: number;
  /** Longest result in characters of JSON; a longer one stays in the worker. */
  readonly maxResult: number;
}

export type WorkerMessage =
  /** The handler's module is loaded; a request may be sent. */
  | { readonly kind: 'ready' }
  /** It cannot be loaded; the worker is of no use. */
  | { readonly kind: 'unusable'; readonly message: string; readonly shown: string }
  /** What was printed. It comes before the reply to the request it was printed in. */
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'done'; readonly json: string }
  /** `shown` is for the log: what was thrown, with the places in the project's own files. */
  | { readonly kind: 'failed'; readonly message: string; readonly shown: string };
