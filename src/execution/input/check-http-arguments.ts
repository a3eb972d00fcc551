import { scalarClass } from '../../api/naming/scalar-class.ts';
import { baseName } from '../../api/type-refs.ts';
import type { Argument, Handler } from '../../ir/data-model.ts';
import { FieldError } from '../errors/field-error.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * A required argument of an HTTP request with a body is optional in the API, because it may be in the query or in the
 * body; it has to be in one of them. `reference/runtime.md` section 8.3.
 *
 * @param args as the API has them: `params`, `query`, `body`
 * @throws FieldError where it is in neither
 */
export function checkHttpArguments(written: readonly Argument[], handlers: readonly Handler[], args: Values): void {
  const http = handlers.find((handler) => handler.kind === 'HttpHandler');
  if (http === undefined || http.method === 'GET' || http.method === 'DELETE') return;
  const given = [args.params, args.query, args.body].filter((part): part is Values => typeof part === 'object');
  const isGiven = (name: string) =>
    given.some((part) => part !== null && part[name] !== null && part[name] !== undefined);
  const missing = written.filter(
    // A member that is no scalar is not part of an API with parameters in its path.
    ({ name, type }) =>
      type.nonNull && (args.params === undefined || scalarClass(baseName(type)) !== null) && !isGiven(name),
  );
  if (missing.length === 0) return;
  throw new FieldError(
    'An argument you marked as Non-Null is not present in the query nor the body of your request.',
    null,
    {
      errorInfo: `Missing: ${missing.map(({ name }) => name).join(', ')}.`,
    },
  );
}
