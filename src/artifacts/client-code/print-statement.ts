import { print } from 'graphql';
import type { OperationStatement } from './operation-statement.ts';
import type { SelectedField, Selection } from './selection.ts';

const lineWidth = 80;

/** A statement as GraphQL, `indent` spaces in; lists of arguments that do not fit 80 columns take a line each. */
export function printStatement(statement: OperationStatement, indent: number): string {
  const pad = ' '.repeat(indent);
  const { variables, passed } = listsOf(statement);
  return [
    ...opening(`${pad}${statement.kind} ${statement.name}`, variables, pad, ' {'),
    ...opening(`${pad}  ${statement.field}`, passed, `${pad}  `, statement.selection === null ? '' : ' {'),
    ...body(statement.selection, `${pad}    `),
    ...(statement.selection === null ? [] : [`${pad}  }`]),
    `${pad}}`,
  ].join('\n');
}

/**
 * A statement as the reference printer of GraphQL writes it: variables stand on one line, however long, and what is passed
 * on is measured without its indentation.
 */
export function printOneLineVariables(statement: OperationStatement): string {
  const { kind, name, field, selection } = statement;
  const { variables, passed } = listsOf(statement);
  const call = opening(field, passed, '', '').map((line) => `  ${line}`);
  return [
    `${kind} ${name}${variables.length === 0 ? '' : `(${variables.join(', ')})`} {`,
    ...call.slice(0, -1),
    `${call.at(-1)}${selection === null ? '' : ' {'}`,
    ...body(selection, '    '),
    ...(selection === null ? [] : ['  }']),
    '}',
  ].join('\n');
}

function listsOf(statement: OperationStatement): { readonly variables: string[]; readonly passed: string[] } {
  return {
    variables: statement.arguments.map((argument) => {
      const literal = argument.default?.literal;
      return `$${argument.name}: ${argument.type}${literal === undefined ? '' : ` = ${print(literal)}`}`;
    }),
    passed: statement.arguments.map((argument) => `${argument.name}: $${argument.name}`),
  };
}

function opening(start: string, items: readonly string[], pad: string, end: string): string[] {
  if (items.length === 0) return [`${start}${end}`];
  const line = `${start}(${items.join(', ')})${end}`;
  if (line.length <= lineWidth) return [line];
  return [`${start}(`, ...items.map((item) => `${pad}  ${item}`), `${pad})${end}`];
}

function body(selection: Selection, pad: string): string[] {
  if (selection === null) return [];
  const cases = selection.cases.flatMap(({ type, fields }) =>
    fields.length === 0
      ? []
      : [`${pad}... on ${type} {`, ...fields.flatMap((field) => printField(field, `${pad}  `)), `${pad}}`],
  );
  return [...selection.fields.flatMap((field) => printField(field, pad)), ...cases];
}

function printField({ name, selection }: SelectedField, pad: string): string[] {
  if (selection === null) return [`${pad}${name}`];
  return [`${pad}${name} {`, ...body(selection, `${pad}  `), `${pad}}`];
}
