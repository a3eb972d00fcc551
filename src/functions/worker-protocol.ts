/** What the pool sends to a worker. Both sides run one invocation at a time, so replies need no number. */
export interface WorkerRequest {
  readonly event: unknown;
  readonly context: { readonly awsRequestId: string; readonly functionName: string; readonly memoryLimitInMB: string };
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export type WorkerReply =
  | { readonly status: 'done'; readonly json: string }
  | { readonly status: 'failed'; readonly name: string; readonly message: string };
