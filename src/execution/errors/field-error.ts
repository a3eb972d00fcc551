interface FieldErrorDetails {
  readonly errorInfo?: unknown;
  readonly data?: unknown;
  /** Development only. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A failure of one field in the terms of a GraphQL error; its message reaches the client. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
  readonly errorType: string | null;
  readonly errorInfo: unknown;
  readonly data: unknown;
  readonly extensions: Readonly<Record<string, unknown>> | null;

  constructor(message: string, errorType: string | null, details: FieldErrorDetails = {}) {
    super(message);
    this.errorType = errorType;
    this.errorInfo = details.errorInfo ?? null;
    this.data = details.data ?? null;
    this.extensions = details.extensions ?? null;
  }
}
