import type { ConstDirectiveNode } from 'graphql';
import { BuilderError } from '../builder-error.ts';
import type { Definition, OperationDefinition, RefDefinition } from '../definition.ts';
import { directive } from './ast.ts';
import { returnsOf } from './returns-of.ts';
import type { Scope } from './scope.ts';

/** `@aws_subscribe` with the mutations that feed a subscription; none for other operations. */
export function lowerSources(
  scope: Scope,
  name: string,
  operation: OperationDefinition,
): readonly ConstDirectiveNode[] {
  const sources = operation.sources ?? [];
  if (operation.operation !== 'subscription') {
    if (operation.sources === null) return [];
    throw invalid(
      `The .for() modifier function can only be used with a custom subscription. ${name} is not a custom subscription.`,
      operation,
    );
  }
  if (sources.length === 0) {
    throw invalid(
      `${name} is missing a mutation source. Custom subscriptions must reference a mutation source via subscription().for(a.ref('ModelOrOperationName')) `,
      operation,
    );
  }
  const mutations: string[] = [];
  const types = new Set<string>();
  for (const { data: source } of sources) {
    const target = scope.resolve(source.link, name, source.site);
    mutations.push(...mutationsOf(name, source, target));
    types.add(typeKey(scope, source, target));
  }
  if (types.size > 1) {
    throw invalid(
      `Invalid subscription definition. .for() can only reference resources that have the same return type. ${name} is referencing resources that have different return types.`,
      operation,
    );
  }
  return [directive('aws_subscribe', { mutations })];
}

function mutationsOf(name: string, source: RefDefinition, target: Definition): readonly string[] {
  if (target.kind === 'model') {
    if (source.mutations.length > 0) return source.mutations.map((mutation) => `${mutation}${source.link}`);
    throw invalid(
      `Invalid subscription definition. .mutations() modifier must be used with a Model ref subscription source. ${name} is referencing ${source.link} without specifying a mutation`,
      source,
    );
  }
  if (source.mutations.length > 0) {
    throw invalid(
      `Invalid subscription definition. .mutations() modifier can only be used with a Model ref. ${name} is referencing CustomOperation`,
      source,
    );
  }
  if (target.kind === 'operation' && target.operation === 'mutation') return [source.link];
  throw invalid(
    `Invalid subscription definition. .for() can only reference a mutation. ${name} is referencing ${source.link} which is a ${sourceKind(target)}`,
    source,
  );
}

function sourceKind(target: Definition): string {
  if (target.kind === 'operation') return target.operation === 'query' ? 'Query' : target.operation;
  return target.kind === 'customType' ? 'Custom Type' : target.kind;
}

/** A text that is equal for equal result types. */
function typeKey(scope: Scope, source: RefDefinition, target: Definition): string {
  if (target.kind !== 'operation') return source.link;
  const returns = returnsOf(scope, target, source.link);
  if (returns.kind === 'ref') return returns.link;
  return returns.kind === 'scalar' ? returns.type : `${source.link} ${returns.kind}`;
}

function invalid(message: string, { site }: { readonly site: RefDefinition['site'] }): BuilderError {
  return new BuilderError('builder-subscription-source', message, site);
}
