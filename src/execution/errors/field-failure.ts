import { GraphQLError } from 'graphql';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { HandlerError } from '../../functions/handler-error.ts';
import { FieldError } from './field-error.ts';

/** Failures of the store that a client can do something about, with their official types. */
const storageErrorTypes: Readonly<Record<string, string>> = {
  'storage-value-refused': 'DynamoDB:DynamoDbException',
  'storage-throttled': 'DynamoDB:ProvisionedThroughputExceededException',
  'storage-contended': 'DynamoDB:TransactionConflictException',
  'storage-unreachable': 'DynamoDB:InternalServerErrorException',
};

/** Failures of the database file, in words that do not say where it is. Nothing of such a write was stored. */
const unavailable: Readonly<Record<string, string>> = {
  'storage-full': 'The disk of the server is full, so nothing was written.',
  'storage-locked': 'Another process holds the data of the server, so nothing was done.',
  'storage-read-only': 'The data of the server cannot be written, so nothing was.',
};

/**
 * What the client may know of a failure. Errors made for clients pass; any other is handed to `onError` and masked.
 */
export function fieldFailure(error: unknown, onError: (error: unknown) => void): FieldError {
  if (error instanceof FieldError) return error;
  if (error instanceof HandlerError) {
    return new FieldError(error.message, error.errorType, { data: error.data, errorInfo: error.errorInfo });
  }
  if (error instanceof GraphQLError) return new FieldError(error.message, null);
  if (error instanceof PreampError && error.code === 'page-token-invalid') {
    return new FieldError(error.message, 'InvalidArgumentsError', { errorInfo: error.hint });
  }
  if (error instanceof PreampError && Object.hasOwn(storageErrorTypes, error.code)) {
    if (error.code !== 'storage-value-refused') onError(error);
    return new FieldError(error.message, storageErrorTypes[error.code]!, { errorInfo: error.hint });
  }
  onError(error);
  if (error instanceof PreampError && Object.hasOwn(unavailable, error.code)) {
    const errorInfo = 'Send the request again later.';
    return new FieldError(unavailable[error.code]!, 'DynamoDB:InternalServerErrorException', { errorInfo });
  }
  return new FieldError('An internal failure occurred while resolving this field.', 'InternalFailure');
}
