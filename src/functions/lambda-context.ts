import type { WorkerRequest } from './worker-protocol.ts';

/** Functions that run here belong to no account. */
const accountId = '000000000000';

/** The second argument of a handler, as Lambda has it. */
export function lambdaContext(
  { requestId, functionName, memoryMB, timeout }: WorkerRequest,
  callback: (error: unknown, value?: unknown) => void,
): object {
  const deadline = performance.now() + timeout;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION ?? 'us-east-1'}:${accountId}:function:${functionName}`,
    memoryLimitInMB: String(memoryMB),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'preamp',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    // Of Node's first runtime, and still in use in old functions.
    done: callback,
    fail: (error: unknown) => callback(error ?? new Error('The handler failed.')),
    succeed: (value: unknown) => callback(null, value),
  };
}
