import { PreampError } from '../../diagnostics/preamp-error.ts';

/** What may be done about a failed request. */
export type FailureKind =
  /** DynamoDB did not carry it out, as it has too much to do: again later. */
  | 'throttled'
  /** No answer, or one of a broken server: it may have been carried out. */
  | 'uncertain'
  /** The same request fails again. */
  | 'final';

const throttling: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ProvisionedThroughputExceeded',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'LimitExceededException',
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'UnprocessedKeys',
]);

const credentials: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'ExpiredTokenException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);

/** The parts of the SDK's errors that say what happened. */
interface ServiceError extends Error {
  /** Whose fault it is, where the service says so; absent where no answer could be read. */
  readonly $fault?: 'client' | 'server';
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly CancellationReasons?: readonly CancellationReason[];
}

export interface CancellationReason {
  readonly Code?: string;
  readonly Message?: string;
  /** The item as it was when its condition failed; absent where there was none. */
  readonly Item?: Readonly<Record<string, unknown>>;
}

/** Why a transaction was cancelled, by the position of its writes; `null` for other errors. */
export function cancellationReasons(error: unknown): readonly CancellationReason[] | null {
  return asServiceError(error)?.CancellationReasons ?? null;
}

export function failureKind(error: unknown): FailureKind {
  const failure = asServiceError(error);
  if (failure === null || credentials.has(failure.name)) return 'final';
  const reasons = (failure.CancellationReasons ?? []).filter(({ Code }) => Code !== undefined && Code !== 'None');
  if (reasons.length > 0) return reasons.every(({ Code }) => throttling.has(Code!)) ? 'throttled' : 'final';
  if (throttling.has(failure.name)) return 'throttled';
  if (failure.$fault === 'server' || (failure.$metadata?.httpStatusCode ?? 0) >= 500) return 'uncertain';
  // An answer that was cut off half way counts as none, whatever its status line promised.
  return failure.$fault === undefined && isOfNetwork(failure) ? 'uncertain' : 'final';
}

/**
 * Turns a failure of the SDK into one that says what happened to what, and what to do.
 *
 * @param doing as `read Post` or `write to Post`
 */
export function dynamoDbFailure(error: unknown, doing: string, isWrite: boolean): unknown {
  const failure = asServiceError(error);
  if (failure === null || failure instanceof PreampError) return error;
  const { name } = failure;
  if (credentials.has(name)) {
    return new PreampError('storage-denied', `DynamoDB does not let this server ${doing} (${name}).`, {
      hint: 'Check the credentials of the process, and that their policy allows what `preamp synth` lists.',
      cause: error,
    });
  }
  if (name === 'ResourceNotFoundException') {
    return new PreampError('store-not-migrated', `There is no table or no index to ${doing}.`, {
      hint: 'Make it with `preamp deploy`, or correct the names of tables and the region in the configuration.',
      cause: error,
    });
  }
  if (name === 'Error' && failure.message === 'Region is missing') {
    return new PreampError('dynamodb-region-missing', 'Nothing says in which region the tables are.', {
      hint: 'Set engine.region in the configuration, or AWS_REGION in the environment.',
      cause: error,
    });
  }
  const kind = failureKind(error);
  if (kind === 'throttled') {
    return new PreampError('storage-throttled', `DynamoDB throttles requests to ${doing}; nothing was done.`, {
      hint: 'Send the request again later. If it lasts, spread the load over more keys, or raise the limits of the table.',
      cause: error,
    });
  }
  if (kind === 'uncertain') {
    const outcome = isWrite ? ' Whether the write was carried out is not known.' : '';
    return new PreampError('storage-unreachable', `DynamoDB did not answer a request to ${doing}.${outcome}`, {
      hint: 'Check region, endpoint and network.',
      cause: error,
    });
  }
  const refusal = (failure.CancellationReasons ?? []).find(({ Code }) => Code === 'ValidationError');
  if (name === 'ValidationException' || refusal !== undefined) {
    const requestId = failure.$metadata?.requestId ?? '';
    const message = refusal?.Message ?? failure.message;
    return new PreampError(
      'storage-value-refused',
      `${message} (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
      { hint: `DynamoDB refused values or a key of a request to ${doing}.`, cause: error },
    );
  }
  return error;
}

function asServiceError(error: unknown): ServiceError | null {
  return error instanceof Error ? (error as ServiceError) : null;
}

function isOfNetwork({ name, code, $metadata }: ServiceError): boolean {
  return $metadata !== undefined || name === 'TimeoutError' || (typeof code === 'string' && /^E[A-Z_]+$/.test(code));
}
