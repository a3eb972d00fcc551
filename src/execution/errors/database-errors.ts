import { FieldError } from './field-error.ts';

/** A write whose condition, or whose demand on the key, did not hold. */
export function conditionalCheckFailed(requestId: string, errorInfo: string | null = null): FieldError {
  return new FieldError(
    `The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
    'DynamoDB:ConditionalCheckFailedException',
    { errorInfo },
  );
}

/** A request that DynamoDB refuses for its values. `reference/runtime.md` section 2.8. */
export function invalidRequest(message: string, requestId: string): FieldError {
  return new FieldError(
    `${message} (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
    'DynamoDB:DynamoDbException',
  );
}

/** Key arguments that do not fit the key. `reference/runtime.md` section 3.3. */
export function invalidArguments(message: string): FieldError {
  return new FieldError(message, 'InvalidArgumentsError');
}
