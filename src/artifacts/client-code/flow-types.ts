import { type GraphQLNamedType, isEnumType, isInputObjectType } from 'graphql';
import type { Api } from '../../api/api.ts';
import { capitalize } from '../../api/naming/capitalize.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { flowLeaf, flowObjectType, flowType } from './flow-type.ts';
import type { OperationStatement, StatementOptions } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';
import { typedStatements } from './typed-statements.ts';
import { usedTypes } from './used-types.ts';

const header = [
  '/* @flow */',
  '/* eslint-disable */',
  '//  This file was automatically generated and should not be edited.',
].join('\n');

/** `API.js`: Flow types of enums, inputs, and what statements send and receive. `options` are those of the statements. */
export function flowTypes(api: Api, options: StatementOptions = {}): GeneratedFile {
  const statements = typedStatements(api, options);
  const declarations = [...usedTypes(api, statements).flatMap(declare), ...statements.flatMap(operationTypes)];
  return { name: 'API.js', text: `${[header, ...declarations].join('\n\n')}\n` };
}

function declare(type: GraphQLNamedType): readonly string[] {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name }) => `  ${JSON.stringify(name)}`);
    return [`export type ${type.name} =\n${values.join(' |\n')};\n`];
  }
  if (!isInputObjectType(type)) return [];
  return [`export type ${type.name} = {|\n${printInputs(Object.values(type.getFields()))}|};`];
}

function operationTypes(statement: OperationStatement): readonly string[] {
  const name = `${statement.name}${capitalize(statement.kind)}`;
  const { field, type, selection } = statement;
  const result = printField({ name: field, type, selection }, '  ', true);
  return [
    ...(statement.arguments.length === 0
      ? []
      : [`export type ${name}Variables = {|\n${printInputs(statement.arguments)}|};`]),
    `export type ${name} = {|\n${result}|};`,
  ];
}

function printInputs(inputs: OperationStatement['arguments'] | readonly SelectedInput[]): string {
  return inputs
    .map(({ name, type }) => {
      const text = flowType(type, flowLeaf(type));
      return `  ${name}${text.startsWith('?') ? '?' : ''}: ${text},\n`;
    })
    .join('');
}

type SelectedInput = Pick<OperationStatement['arguments'][number], 'name' | 'type'>;

/** The name of a type is only written as such where it is told apart: at the top, and in cases. */
function printField({ name, type, selection }: SelectedField, pad: string, isTop: boolean): string {
  if (type === null) return '';
  if (selection === null) return `${pad}${name}: ${flowType(type, flowLeaf(type))},\n`;
  if (selection.cases.length > 0) return `${pad}${name}: ${flowType(type, printCases(selection, pad))},\n`;
  const typename = isTop ? JSON.stringify(flowLeaf(type)) : 'string';
  const object = `{|\n${printFields(typename, selection.fields, `${pad}  `)}${pad}|}`;
  return `${pad}${name}: ${flowObjectType(type, object)},\n`;
}

function printCases(selection: Exclude<Selection, null>, pad: string): string {
  const members = selection.cases.map(({ type, fields }) => {
    const inner = printFields(JSON.stringify(type), [...selection.fields, ...fields], `${pad}    `);
    return `{\n${inner}${pad}  }`;
  });
  return `( ${members.join(' | ')}\n${pad})`;
}

function printFields(typename: string, fields: readonly SelectedField[], pad: string): string {
  return `${pad}__typename: ${typename},\n${fields.map((field) => printField(field, pad, false)).join('')}`;
}
