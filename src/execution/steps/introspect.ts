import { type DocumentNode, executeSync } from 'graphql';
import { FieldError } from '../errors/field-error.ts';
import type { RequestRun } from '../run/request-run.ts';

/** `__schema` and `__type`: answered by graphql-js; the value is already in the response's form. */
export function introspect(run: RequestRun, document: DocumentNode): unknown {
  const { data, errors } = executeSync({
    schema: run.environment.schema,
    document,
    variableValues: run.request.variables ?? {},
  });
  const [error] = errors ?? [];
  if (error !== undefined) throw new FieldError(error.message, null);
  return Object.values(data ?? {})[0] ?? null;
}
