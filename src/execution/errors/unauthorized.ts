import type { Explanation } from '../../auth/authorizer.ts';
import { FieldError } from './field-error.ts';

/** The refusal of a field by rules; `explanation` is `null` unless the server explains (development only). */
export function unauthorized(fieldName: string, typeName: string, explanation: Explanation | null): FieldError {
  return new FieldError(
    `Not Authorized to access ${fieldName} on type ${typeName}`,
    'Unauthorized',
    explained(explanation),
  );
}

/** The refusal of a write for the fields it touches. */
export function unauthorizedOn(fields: readonly string[], explanation: Explanation | null): FieldError {
  return new FieldError(`Unauthorized on [${fields.join(', ')}]`, 'Unauthorized', explained(explanation));
}

function explained(explanation: Explanation | null): { extensions?: Readonly<Record<string, unknown>> } {
  return explanation === null ? {} : { extensions: { explain: explanation.rules } };
}
