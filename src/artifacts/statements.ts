import type { Api } from '../api/api.ts';
import { capitalize } from '../api/naming/capitalize.ts';
import {
  type OperationStatement,
  operationStatements,
  type StatementOptions,
} from './client-code/operation-statement.ts';
import { printStatement } from './client-code/print-statement.ts';
import type { GeneratedFile } from './generated-file.ts';

export type StatementTarget = 'typescript' | 'javascript' | 'flow' | 'graphql' | 'angular';

export interface StatementFilesOptions extends StatementOptions {
  /** Default `typescript`. */
  readonly target?: StatementTarget;
  /** Module of the generated types that TypeScript statements are tied to, as `./API`; default none. */
  readonly typesModule?: string;
}

const kinds = [
  { kind: 'query', file: 'queries' },
  { kind: 'mutation', file: 'mutations' },
  { kind: 'subscription', file: 'subscriptions' },
] as const;

const notice = 'this is an auto generated file. This will be overwritten';

const headers: Record<StatementTarget, readonly string[]> = {
  typescript: ['/* tslint:disable */', '/* eslint-disable */', `// ${notice}`],
  javascript: ['/* eslint-disable */', `// ${notice}`],
  flow: ['// @flow', `// ${notice}`],
  graphql: [`# ${notice}`],
  angular: [`# ${notice}`],
};

const extensions: Record<StatementTarget, string> = {
  typescript: 'ts',
  javascript: 'js',
  flow: 'js',
  graphql: 'graphql',
  angular: 'graphql',
};

/**
 * The files of `generate graphql-client-code`: one statement for each root field, for `client.graphql()`. A kind without
 * operations has no file. `reference/cli.md` section 3, `reference/wire-graphql.md` section 10.
 */
export function statementFiles(api: Api, options: StatementFilesOptions = {}): readonly GeneratedFile[] {
  const target = options.target ?? 'typescript';
  const typesModule = target === 'typescript' ? (options.typesModule ?? null) : null;
  return kinds.flatMap(({ kind, file }) => {
    const statements = operationStatements(api, kind, options);
    if (statements.length === 0) return [];
    const parts = [
      headers[target].join('\n'),
      ...(typesModule === null ? [] : [typedPreamble(kind, typesModule)]),
      printAll(statements, target, typesModule !== null),
    ];
    return [{ name: `${file}.${extensions[target]}`, text: `${parts.join('\n\n')}\n` }];
  });
}

function printAll(statements: readonly OperationStatement[], target: StatementTarget, isTyped: boolean): string {
  if (target === 'graphql' || target === 'angular') {
    return statements
      .map((statement) => `${printStatement(statement, 0)}\n`)
      .join('\n')
      .trimEnd();
  }
  return statements
    .map((statement) =>
      isTyped
        ? `export const ${statement.field} = /* GraphQL */ \`${printStatement(statement, 0)}\n\`${typeOf(statement)};`
        : `export const ${statement.field} = /* GraphQL */ \`\n${printStatement(statement, 2)}\n\`;`,
    )
    .join('\n');
}

/** The brand by which `client.graphql()` infers variables and result. */
function typedPreamble(kind: OperationStatement['kind'], module: string): string {
  const brand = `Generated${capitalize(kind)}`;
  const lower = brand.replace('Generated', '__generated');
  return [
    `import * as APITypes from ${JSON.stringify(module)};`,
    `type ${brand}<InputType, OutputType> = string & {`,
    `  ${lower}Input: InputType;`,
    `  ${lower}Output: OutputType;`,
    '};',
  ].join('\n');
}

function typeOf({ kind, name }: OperationStatement): string {
  const brand = `Generated${capitalize(kind)}`;
  const types = [`APITypes.${name}${capitalize(kind)}Variables`, `APITypes.${name}${capitalize(kind)}`];
  const line = ` as ${brand}<${types.join(', ')}>`;
  // The backquote before it and the semicolon after it share the line.
  return line.length + 2 <= 80 ? line : ` as ${brand}<\n  ${types.join(',\n  ')}\n>`;
}
