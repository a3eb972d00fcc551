import { getNamedType } from 'graphql';
import { capitalize } from '../../api/naming/capitalize.ts';
import type { OperationStatement } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';
import { typeScriptType } from './typescript-type.ts';

/** The types of a statement's variables and of its result. */
export function operationTypes(statement: OperationStatement): readonly [variables: string, result: string] {
  const name = `${statement.name}${capitalize(statement.kind)}`;
  const variables = statement.arguments.map((argument) => `  ${typeScriptType(argument.name, argument.type, null)},\n`);
  const result: SelectedField = { name: statement.field, type: statement.type, selection: statement.selection };
  return [
    `export type ${name}Variables = {\n${variables.join('')}};`,
    `export type ${name} = {\n${printField(result, '  ')}};`,
  ];
}

function printField(field: SelectedField, pad: string): string {
  if (field.type === null) return '';
  const object = field.selection === null ? null : printObject(field.selection, getNamedType(field.type).name, pad);
  return `${pad}${typeScriptType(field.name, field.type, object)},\n`;
}

/** An object type, or for an interface or union one for each concrete type. */
function printObject(selection: Exclude<Selection, null>, typeName: string, pad: string): string {
  if (selection.cases.length === 0) return block(typeName, selection.fields, pad);
  const members = selection.cases.map(({ type, fields }) => block(type, [...selection.fields, ...fields], `${pad}  `));
  return `( ${members.join(' | ')}\n${pad})`;
}

function block(typeName: string, fields: readonly SelectedField[], pad: string): string {
  const lines = fields.map((field) => printField(field, `${pad}  `)).join('');
  return `{\n${pad}  __typename: ${JSON.stringify(typeName)},\n${lines}${pad}}`;
}
