/** What the pool sends to a worker. A worker runs one invocation at a time, so replies need no number. */
export interface WorkerRequest {
  readonly event: unknown;
  readonly requestId: string;
  readonly functionName: string;
  readonly memoryMB: number;
  /** Milliseconds it may take. */
  readonly timeout: number;
}

export type WorkerMessage =
  /** The handler's module is loaded; a request may be sent. */
  | { readonly kind: 'ready' }
  /** It cannot be loaded; the worker is of no use. */
  | { readonly kind: 'unusable'; readonly message: string }
  /** What was printed. It comes before the reply to the request it was printed in. */
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'done'; readonly json: string }
  | { readonly kind: 'failed'; readonly message: string };
