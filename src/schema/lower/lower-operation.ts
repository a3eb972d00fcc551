import type { ConstDirectiveNode, TypeNode } from 'graphql';
import { upperFirst } from '../../util/upper-first.ts';
import { BuilderError } from '../builder-error.ts';
import type { CustomTypeDefinition, OperationDefinition } from '../definition.ts';
import { fieldNode, inputValueNode, namedType, typeNode } from './ast.ts';
import { authDirectives, authRules } from './auth-directive.ts';
import { eventResponseName, eventResponseType, isEvent } from './event-response.ts';
import { scalarDirectives } from './lower-field.ts';
import { lowerHandlers } from './lower-handlers.ts';
import { inputType } from './lower-input.ts';
import type { Lowering, RootType } from './lowering.ts';
import { NativeAuth } from './native-auth.ts';
import { nestedCustomTypes } from './nested-custom-types.ts';
import { returnsOf } from './returns-of.ts';
import type { Entry } from './scope.ts';
import { lowerSources } from './subscription-sources.ts';

const rootOf: Readonly<Record<string, RootType>> = {
  query: 'Query',
  mutation: 'Mutation',
  subscription: 'Subscription',
};

/** Lowers a query, mutation or subscription to a field of the root type. */
export function lowerOperation(lowering: Lowering, entry: Entry, operation: OperationDefinition): void {
  const { name, schemaRules } = entry;
  const { site } = operation;
  const root = rootOf[operation.operation]!;
  const handlers = lowerHandlers(lowering, name, operation);
  const rules = authRules(operation.rules.length > 0 ? operation.rules : schemaRules);
  if (rules.length > 0 !== (handlers !== null)) {
    throw new BuilderError(
      'builder-operation-incomplete',
      `Custom operation ${name} requires both an authorization rule and a handler reference`,
      site,
      handlers === null ? 'Add .handler(…).' : 'Add .authorization(…), to the operation or to the schema.',
    );
  }
  const sources = lowerSources(lowering.scope, name, operation);
  const type = isEvent(operation) ? namedType(eventResponseName) : returnType(lowering, entry, operation);
  const own = new NativeAuth();
  if (handlers !== null) {
    if (handlers.kind === 'custom') for (const rule of rules) own.add(rule, 'custom', site);
    const returned = customTypeReturned(lowering, operation, name);
    const readable = returned === null ? [] : nestedCustomTypes(lowering.scope, ...returned);
    for (const type of readable) for (const rule of rules) lowering.nativeAuthOf(type).add(rule, handlers.kind, site);
  }
  const directives: ConstDirectiveNode[] = [
    ...(isEvent(operation) ? [] : scalarDirectives(name, returnsOf(lowering.scope, operation, name))),
    ...sources,
    ...(handlers?.directives ?? []),
    ...(handlers?.kind === 'function' ? authDirectives(rules) : own.directives()),
  ];
  const parameters = Object.entries(operation.arguments).map(([argument, { data }]) =>
    lowering.placed(
      inputValueNode(argument, inputType(lowering, entry, argument, data), scalarDirectives(argument, data)),
      data.site,
    ),
  );
  lowering.roots[root].push(lowering.placed(fieldNode(name, type, directives, parameters), site));
  if (handlers !== null && handlers.custom.length > 0) {
    lowering.resolvers.push({ parent: root, field: name, handlers: handlers.custom });
  }
}

/** The type of the field; inline enums and custom types are hoisted as `<Operation>ReturnType`. */
function returnType(lowering: Lowering, { name, schemaRules }: Entry, operation: OperationDefinition): TypeNode {
  const returns = returnsOf(lowering.scope, operation, name);
  switch (returns.kind) {
    case 'scalar':
      return typeNode(returns.type, returns);
    case 'ref':
      lowering.scope.resolve(returns.link, name, returns.site);
      return typeNode(returns.link, returns);
    case 'enum':
    case 'customType':
      lowering.hoist(`${upperFirst(name)}ReturnType`, returns, schemaRules);
      return namedType(`${upperFirst(name)}ReturnType`);
    case 'relation':
      throw new BuilderError('builder-return-type', `Unrecognized return type on ${name}`, operation.site);
  }
}

/** The custom type that an operation returns, with its name; `null` where it returns something else. */
function customTypeReturned(
  lowering: Lowering,
  operation: OperationDefinition,
  name: string,
): readonly [string, CustomTypeDefinition] | null {
  if (isEvent(operation)) return [eventResponseName, eventResponseType];
  const returns = returnsOf(lowering.scope, operation, name);
  if (returns.kind === 'customType') return [`${upperFirst(name)}ReturnType`, returns];
  if (returns.kind !== 'ref') return null;
  const target = lowering.scope.resolve(returns.link, name, returns.site);
  return target.kind === 'customType' ? [returns.link, target] : null;
}
