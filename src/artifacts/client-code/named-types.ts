import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from 'graphql';
import type { Api } from '../../api/api.ts';
import type { OperationStatement } from './operation-statement.ts';
import { typeScriptType } from './typescript-type.ts';

/**
 * Declarations of every type that statements name, arguments before results, each type followed by those it is made of.
 */
export function declareNamedTypes(api: Api, statements: readonly OperationStatement[]): string[] {
  const seen = new Set<string>();
  const declarations: string[] = [];
  const visit = (type: GraphQLInputType | GraphQLOutputType) => {
    const named: GraphQLNamedType = getNamedType(type);
    if (isScalarType(named) || seen.has(named.name)) return;
    seen.add(named.name);
    declarations.push(declare(named));
    if (isObjectType(named) || isInterfaceType(named) || isInputObjectType(named)) {
      for (const field of Object.values(named.getFields())) visit(field.type);
    }
    if (isUnionType(named) || isInterfaceType(named))
      for (const member of api.schema.getPossibleTypes(named)) visit(member);
  };
  for (const statement of statements) {
    for (const argument of statement.arguments) visit(argument.type);
    visit(statement.type);
  }
  return declarations;
}

function declare(type: GraphQLNamedType): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => `  ${name} = ${JSON.stringify(name)},`);
    return `export enum ${type.name} {\n${values.join('\n')}\n}\n`;
  }
  if (isUnionType(type)) {
    const members = type.getTypes().map(({ name }) => name);
    return `export type ${type.name} = ${members.join(' | ')};`;
  }
  const typename = isInputObjectType(type) ? [] : [`  __typename: ${JSON.stringify(type.name)},`];
  const fields =
    isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const lines = fields.map((field) => {
    const named = getNamedType(field.type);
    return `  ${typeScriptType(field.name, field.type, isCompositeType(named) ? named.name : null)},`;
  });
  return `export type ${type.name} = {\n${[...typename, ...lines].join('\n')}\n};`;
}
