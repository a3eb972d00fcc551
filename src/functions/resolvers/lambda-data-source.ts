import type { FunctionRunner } from '../function-runner.ts';
import { HandlerError } from '../handler-error.ts';
import type { DataSource } from './data-source.ts';

/** A data source for requests of AppSync's Lambda form. A failure of the function is `ctx.error`. */
export function lambdaDataSource(runner: FunctionRunner): DataSource {
  return async ({ operation, payload, invocationType }, requestId) => {
    if (operation !== 'Invoke') {
      throw new HandlerError(`A Lambda data source knows the operation 'Invoke', not '${String(operation)}'.`, {
        errorType: 'UnsupportedOperation',
      });
    }
    try {
      if (invocationType === 'Event') {
        await runner.post(payload ?? null, requestId);
        return { result: null, error: null };
      }
      return { result: await runner.call(payload ?? null, requestId), error: null };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      return { result: null, error: { message: error.message, type: error.errorType ?? 'Lambda:Unhandled' } };
    }
  };
}
