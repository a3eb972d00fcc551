import {
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Api } from '../../api/api.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { flowLeaf } from './flow-type.ts';
import type { OperationStatement, StatementOptions } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';
import { typedStatements } from './typed-statements.ts';
import { usedTypes } from './used-types.ts';

type Type = GraphQLInputType | GraphQLOutputType;

const rule = '// ====================================================';

/**
 * Flow types of one operation a file, `<Operation>.js`: each object that it returns has a type named after its path, as
 * `GetPost_getPost_blog`, and each file declares the enums and inputs that it needs. `options` are those of the statements.
 */
export function flowModernTypes(api: Api, options: StatementOptions = {}): readonly GeneratedFile[] {
  return typedStatements(api, options).map((statement) => ({
    name: `${statement.name}.js`,
    text: printFile(statement, usedTypes(api, [statement])),
  }));
}

function printFile(statement: OperationStatement, types: readonly GraphQLNamedType[]): string {
  const { kind, name, field, type, selection } = statement;
  const objects: string[] = [];
  const result = typeOfField({ name: field, type, selection }, name, objects);
  const parts = [
    `/* @flow */\n// This file was automatically generated and should not be edited.`,
    `${rule}\n// GraphQL ${kind} operation: ${name}\n${rule}`,
    ...objects,
    `export type ${name} = {\n  ${field}: ${result},\n};`,
    ...(statement.arguments.length === 0
      ? []
      : [`export type ${name}Variables = ${printInputs(statement.arguments)};`]),
    ...types.flatMap(declare),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Declares the objects below a field, and gives the type of the field. */
function typeOfField({ name, type, selection }: SelectedField, path: string, objects: string[]): string {
  if (type === null) return '';
  if (selection === null) return listType(type, flowLeaf(type));
  const own = `${path}_${name}`;
  const text = printObject(selection, getNamedType(type).name, own, objects);
  objects.push(`export type ${own} = ${text};`);
  return listType(type, own);
}

function printObject(selection: Exclude<Selection, null>, typename: string, path: string, objects: string[]): string {
  if (selection.cases.length === 0) return printFields(typename, selection.fields, path, objects);
  return selection.cases
    .map(({ type, fields }) => printFields(type, [...selection.fields, ...fields], `${path}_${type}`, objects))
    .join(' | ');
}

function printFields(typename: string, fields: readonly SelectedField[], path: string, objects: string[]): string {
  const lines = fields
    .filter(({ type }) => type !== null)
    .map((field) => `  ${field.name}: ${typeOfField(field, path, objects)},\n`);
  return `{\n  __typename: ${JSON.stringify(typename)},\n${lines.join('')}}`;
}

function declare(type: GraphQLNamedType): readonly string[] {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => JSON.stringify(name));
    return [`export type ${type.name} = ${values.join(' | ')};`];
  }
  if (!isInputObjectType(type)) return [];
  return [`export type ${type.name} = ${printInputs(Object.values(type.getFields()))};`];
}

function printInputs(inputs: readonly { readonly name: string; readonly type: GraphQLInputType }[]): string {
  const lines = inputs.map(({ name, type }) => {
    return `  ${name}${isNonNullType(type) ? '' : '?'}: ${listType(type, flowLeaf(type))},\n`;
  });
  return `{\n${lines.join('')}}`;
}

/** `?` before what may be null, `[]` after lists; elements that may be null stand in parentheses. */
function listType(type: Type, leaf: string): string {
  const isNullable = !isNonNullType(type);
  const bare = (isNullable ? type : type.ofType) as Type;
  if (!isListType(bare)) return `${isNullable ? '?' : ''}${leaf}`;
  const element = listType(bare.ofType as Type, leaf);
  return `${isNullable ? '?' : ''}${element.startsWith('?') ? `(${element})` : element}[]`;
}
