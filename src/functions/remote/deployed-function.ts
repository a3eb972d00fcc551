import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { LambdaFunction } from '../function-definition.ts';
import type { FunctionLog, FunctionRunner } from '../function-runner.ts';
import { HandlerError } from '../handler-error.ts';
import { functionFailure, functionResult } from './function-failure.ts';

/**
 * A function in AWS Lambda, called with the AWS SDK: an optional peer that is loaded with the first call. A failure of
 * the function reaches the client as AppSync reports it; of a failure to call it the client learns the kind, and the log
 * the rest.
 */
export function deployedFunction(name: string, target: LambdaFunction, log: FunctionLog): FunctionRunner {
  let opened: Promise<Opened> | null = null;
  const open = (): Promise<Opened> => {
    opened ??= openClient(target);
    return opened;
  };

  async function invoke(kind: 'RequestResponse' | 'Event', event: unknown, requestId: string) {
    try {
      const { client, sdk } = await open();
      const command = new sdk.InvokeCommand({
        FunctionName: target.functionName,
        InvocationType: kind,
        Payload: JSON.stringify(event),
        ...(target.qualifier === null ? {} : { Qualifier: target.qualifier }),
      });
      return await client.send(command, { abortSignal: AbortSignal.timeout(target.timeoutSeconds * 1000) });
    } catch (cause) {
      log({ function: name, requestId, text: String(cause) });
      throw failureOf(name, target, requestId, cause);
    }
  }

  return {
    call: async (event, requestId) => {
      const { FunctionError, Payload } = await invoke('RequestResponse', event, requestId);
      const payload = textOf(Payload);
      if (FunctionError !== undefined) throw functionFailure(FunctionError, payload);
      return functionResult(name, payload);
    },
    post: async (event, requestId) => {
      await invoke('Event', event, requestId);
    },
    close: async () => {
      const closing = await opened?.catch(() => null);
      closing?.client.destroy();
    },
  };
}

interface Opened {
  readonly client: LambdaClient;
  readonly sdk: typeof import('@aws-sdk/client-lambda');
}

async function openClient({ functionName, region, endpoint }: LambdaFunction): Promise<Opened> {
  const sdk = await loadSdk();
  const place = region ?? /^arn:[^:]*:lambda:([^:]+):/.exec(functionName)?.[1];
  const client = new sdk.LambdaClient({
    ...(place === undefined ? {} : { region: place }),
    ...(endpoint === null ? {} : { endpoint }),
    // A second attempt could run the function twice.
    maxAttempts: 1,
  });
  return { client, sdk };
}

async function loadSdk(): Promise<typeof import('@aws-sdk/client-lambda')> {
  try {
    return await import('@aws-sdk/client-lambda');
  } catch (cause) {
    throw new HandlerError('Functions in AWS Lambda need the package @aws-sdk/client-lambda: install it.', {
      errorType: 'Lambda:Failed',
      cause,
    });
  }
}

function failureOf(name: string, target: LambdaFunction, requestId: string, cause: unknown): HandlerError {
  if (cause instanceof HandlerError) return cause;
  const kind = cause instanceof Error ? cause.name : 'Error';
  if (kind === 'TimeoutError' || kind === 'AbortError') {
    const message = `RequestId: ${requestId} Error: Task timed out after ${target.timeoutSeconds.toFixed(2)} seconds`;
    return new HandlerError(message, { errorType: 'Lambda:Unhandled', cause });
  }
  return new HandlerError(`Function '${name}' could not be called. The log has the details.`, {
    errorType: kind.endsWith('Exception') ? `Lambda:${kind}` : 'Lambda:Failed',
    cause,
  });
}

function textOf(payload: InvokeCommandOutput['Payload']): string {
  return payload === undefined ? '' : Buffer.from(payload).toString('utf8');
}
