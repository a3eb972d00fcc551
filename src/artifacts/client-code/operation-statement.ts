import type { GraphQLField, GraphQLOutputType } from 'graphql';
import type { Api } from '../../api/api.ts';
import { capitalize } from '../../api/naming/capitalize.ts';
import { type Selection, selectionOf } from './selection.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription';

/** One root field with all it can select: what a generated statement asks for. */
export interface OperationStatement {
  readonly kind: OperationKind;
  /** Name of the root field. */
  readonly field: string;
  /** Name of the operation: that of the field, capitalised. */
  readonly name: string;
  readonly arguments: GraphQLField<unknown, unknown>['args'];
  readonly type: GraphQLOutputType;
  readonly selection: Selection;
}

export interface StatementOptions {
  /** Levels of objects that statements select; default 2. */
  readonly maxDepth?: number;
  /** Whether every level selects `__typename`; default true. */
  readonly typename?: boolean;
}

/** The statements of every root field of one kind, in the order of the schema. */
export function operationStatements(
  api: Api,
  kind: OperationKind,
  options: StatementOptions = {},
): readonly OperationStatement[] {
  const { schema } = api;
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  return Object.values(roots[kind]?.getFields() ?? {}).flatMap((field: GraphQLField<unknown, unknown>) => {
    const selection = selectionOf(api, field.type, options.maxDepth ?? 2, options.typename ?? true);
    if (selection === undefined) return [];
    const { name, args, type } = field;
    return [{ kind, field: name, name: capitalize(name), arguments: args, type, selection }];
  });
}
