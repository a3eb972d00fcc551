import { BuilderError } from '../builder-error.ts';
import type { FieldDefinition, OperationDefinition, RefDefinition } from '../definition.ts';
import type { Scope } from './scope.ts';

/** What an operation returns: a subscription, what its first source does. */
export function returnsOf(scope: Scope, operation: OperationDefinition, name: string): FieldDefinition {
  if (operation.operation === 'subscription') {
    const source = operation.sources![0]!.data;
    const target = scope.resolve(source.link, name, source.site);
    if (target.kind === 'operation') return returnsOf(scope, target, source.link);
    return { ...source, required: false, array: false, arrayRequired: false } satisfies RefDefinition;
  }
  if (operation.returns !== null) return operation.returns.data;
  const label = operation.operation === 'query' ? 'Query' : 'Mutation';
  throw new BuilderError(
    'builder-operation-without-type',
    `Invalid Custom ${label} definition. A Custom ${label} must include a return type. ${name} has no return type specified.`,
    operation.site,
  );
}
