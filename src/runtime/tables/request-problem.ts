import type { Item } from '../../ir/item.ts';

/** A request that DynamoDB would refuse: what a resolver sees as `ctx.error`, and `ctx.result` beside it. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly type: string;
  readonly result: unknown;

  constructor(message: string, type = 'DynamoDB:ValidationException', result: unknown = null) {
    super(message);
    this.type = type;
    this.result = result;
  }
}

/** A condition that does not hold; the item as it is becomes `ctx.result`. */
export function conditionFailed(current: Item | null, requestId: string): RequestProblem {
  return new RequestProblem(
    `The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
    'DynamoDB:ConditionalCheckFailedException',
    current,
  );
}
