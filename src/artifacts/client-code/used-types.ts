import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import type { Api } from '../../api/api.ts';
import type { OperationStatement } from './operation-statement.ts';

/**
 * Every type that statements name, arguments before results, each type followed by those it is made of. The five scalars
 * of GraphQL itself are left out.
 */
export function usedTypes(api: Api, statements: readonly OperationStatement[]): readonly GraphQLNamedType[] {
  const used = new Map<string, GraphQLNamedType>();
  const visit = (type: GraphQLInputType | GraphQLOutputType) => {
    const named: GraphQLNamedType = getNamedType(type);
    if (isSpecifiedScalarType(named) || used.has(named.name)) return;
    used.set(named.name, named);
    if (isUnionType(named) || isInterfaceType(named)) {
      for (const member of api.schema.getPossibleTypes(named)) visit(member);
    }
    if (isObjectType(named) || isInterfaceType(named) || isInputObjectType(named)) {
      for (const field of Object.values(named.getFields())) visit(field.type);
    }
  };
  for (const statement of statements) {
    for (const argument of statement.arguments) visit(argument.type);
    visit(statement.type);
  }
  return [...used.values()];
}
