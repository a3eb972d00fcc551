import {
  type GraphQLNamedType,
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
import { usedTypes } from './used-types.ts';

/** Declarations of every type but scalars that statements name. */
export function declareNamedTypes(api: Api, statements: readonly OperationStatement[]): string[] {
  return usedTypes(api, statements)
    .filter((type) => !isScalarType(type))
    .map(declare);
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
