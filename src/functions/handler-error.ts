/** A handler that failed, in the terms a GraphQL error has. Its message reaches the client. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
  /** AppSync's error type, for example `Lambda:Unhandled`; `null` where a resolver gave none. */
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;

  constructor(
    message: string,
    options: { errorType: string | null; data?: unknown; errorInfo?: unknown; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.errorType = options.errorType;
    this.data = options.data ?? null;
    this.errorInfo = options.errorInfo ?? null;
  }
}
