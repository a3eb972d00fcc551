import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { capitalize } from '../../api/naming/capitalize.ts';
import type { OperationStatement } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';
import { typeScriptLeaf } from './typescript-type.ts';

type Type = GraphQLInputType | GraphQLOutputType;

/** A type of TypeScript, `| null` where it may be null unless `isBare`. `leaf` stands in place of the type's own name. */
export function plainType(type: Type, isBare: boolean, leaf: string = typeScriptLeaf(getNamedType(type))): string {
  const isNullable = !isNonNullType(type);
  const bare = (isNullable ? type : type.ofType) as Type;
  const text = isListType(bare) ? `Array<${plainType(bare.ofType as Type, false, leaf)}>` : leaf;
  return isNullable && !isBare ? `${text} | null` : text;
}

/** The declaration of an enum, object, input, interface or union. */
export function declareAngularType(type: GraphQLNamedType): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => `  ${name} = ${JSON.stringify(name)}`);
    return `export enum ${type.name} {\n${values.join(',\n')}\n}`;
  }
  if (isUnionType(type)) {
    const members = type.getTypes().map(({ name }) => name);
    return `export type ${type.name} = ${members.join(' | ')};`;
  }
  const typename = isInputObjectType(type) ? '' : `  __typename: ${JSON.stringify(type.name)};\n`;
  const fields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
  const lines = Object.values(fields).map(
    (field) => `  ${member(field.name, field.type, plainType(field.type, false))}`,
  );
  return `export type ${type.name} = {\n${typename}${lines.join('')}};`;
}

/** Name of the type of one object that an operation returns. */
export function resultTypeName({ name, kind }: OperationStatement): string {
  return `${name}${capitalize(kind)}`;
}

/** The object that an operation selects, one for each case of an interface or union. */
export function resultType(type: GraphQLOutputType, selection: Exclude<Selection, null>, pad = ''): string {
  if (selection.cases.length === 0) return printObject(getNamedType(type).name, selection.fields, pad);
  return selection.cases.map((each) => printObject(each.type, [...selection.fields, ...each.fields], pad)).join(' | ');
}

function printObject(typename: string, fields: readonly SelectedField[], pad: string): string {
  const lines = fields.map((field) => printField(field, `${pad}  `));
  return `{\n${pad}  __typename: ${JSON.stringify(typename)};\n${lines.join('')}${pad}}`;
}

function printField({ name, type, selection }: SelectedField, pad: string): string {
  if (type === null) return '';
  if (selection === null) return `${pad}${member(name, type, plainType(type, false))}`;
  const text = resultType(type, selection, pad);
  return `${pad}${member(name, type, plainType(type, false, selection.cases.length > 1 ? `(${text})` : text))}`;
}

function member(name: string, type: Type, text: string): string {
  return `${name}${isNonNullType(type) ? '' : '?'}: ${text};\n`;
}
