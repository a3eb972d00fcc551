import type { ConstDirectiveNode } from 'graphql';
import { upperFirst } from '../../util/upper-first.ts';
import { BuilderError } from '../builder-error.ts';
import type { HandlerDefinition, OperationDefinition } from '../definition.ts';
import { directive, enumValue } from './ast.ts';
import type { CustomHandlerDefinition, Lowering } from './lowering.ts';

export interface LoweredHandlers {
  readonly kind: 'function' | 'custom';
  readonly directives: readonly ConstDirectiveNode[];
  readonly custom: readonly CustomHandlerDefinition[];
}

/** Lowers the handlers of an operation, which are of one kind; `null` where it has none. */
export function lowerHandlers(
  lowering: Lowering,
  name: string,
  { handlers, site }: OperationDefinition,
): LoweredHandlers | null {
  const last = handlers.at(-1);
  if (last === undefined) return null;
  const custom = handlers.filter((handler) => handler.kind === 'custom');
  if (handlers.some(({ kind }) => kind !== last.kind)) {
    // The official message names the kinds that stand in the way of functions.
    const kinds = new Set(handlers.filter(({ kind }) => kind !== 'function').map(({ kind }) => handlerNames[kind]));
    throw new BuilderError(
      'builder-handlers-mixed',
      `Field handlers must be of the same type. ${name} has been configured with ${JSON.stringify([...kinds])}`,
      site,
      'Use a.handler.function for all of them, or a.handler.custom.',
    );
  }
  if (last.kind === 'custom') return { kind: 'custom', directives: [], custom };
  const directives = handlers.map((handler, index) => functionDirective(lowering, name, handler, index));
  return { kind: 'function', directives, custom: [] };
}

const handlerNames: Readonly<Record<HandlerDefinition['kind'], string>> = {
  function: 'functionHandler',
  custom: 'customHandler',
  sql: 'inlineSql',
  sqlReference: 'sqlReference',
};

function functionDirective(
  lowering: Lowering,
  operation: string,
  handler: HandlerDefinition,
  index: number,
): ConstDirectiveNode {
  if (handler.kind !== 'function') {
    throw new BuilderError(
      'builder-sql',
      `SQL handlers are not supported: ${operation} has a.handler.${handler.kind === 'sql' ? 'inlineSql' : 'sqlReference'}.`,
      handler.site,
      'Records are kept in Preamp’s own tables. Use a.handler.function, and query your database there.',
    );
  }
  const name = functionName(lowering, operation, handler.handler, index, handler.site);
  return directive('function', { name, invocationType: handler.async ? enumValue('Event') : undefined });
}

/** A function given by name keeps it; a `defineFunction` result is named after the operation, `Fn<Operation>[<n>]`. */
function functionName(
  lowering: Lowering,
  operation: string,
  handler: unknown,
  index: number,
  site: HandlerDefinition['site'],
): string {
  if (typeof handler === 'string') return handler;
  if (typeof handler !== 'object' || handler === null || !('getInstance' in handler)) {
    throw new BuilderError(
      'builder-function-invalid',
      `Invalid value specified for ${operation} handler.function(). Expected: defineFunction or string.`,
      site,
    );
  }
  const name = `Fn${upperFirst(operation)}${index === 0 ? '' : index + 1}`;
  lowering.functions.set(name, handler);
  return name;
}
