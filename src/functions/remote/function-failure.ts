import { HandlerError } from '../handler-error.ts';

/**
 * What Lambda answers in place of a result (`X-Amz-Function-Error` and a payload with `errorMessage`), as AppSync
 * reports it: `Lambda:Unhandled`, or whatever the header says.
 */
export function functionFailure(kind: string, payload: string): HandlerError {
  return new HandlerError(messageOf(payload), { errorType: `Lambda:${kind}` });
}

function messageOf(payload: string): string {
  try {
    const { errorMessage } = JSON.parse(payload) as { readonly errorMessage?: unknown };
    if (typeof errorMessage === 'string') return errorMessage;
  } catch {}
  return 'The function failed and gave no reason.';
}

/** The result a function answers: JSON, or nothing. */
export function functionResult(name: string, payload: string): unknown {
  if (payload.trim() === '') return null;
  try {
    return JSON.parse(payload);
  } catch (cause) {
    throw new HandlerError(`Function '${name}' did not answer with JSON.`, { errorType: 'Lambda:Unhandled', cause });
  }
}
