import { getNamedType, isCompositeType, isNonNullType, isScalarType } from 'graphql';
import type { Api } from '../../api/api.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { declareAngularType, plainType, resultType, resultTypeName } from './angular-types.ts';
import type { OperationStatement, StatementOptions } from './operation-statement.ts';
import { printOneLineVariables } from './print-statement.ts';
import { typedStatements } from './typed-statements.ts';
import { usedTypes } from './used-types.ts';

const lineWidth = 80;

const header = [
  '/* tslint:disable */',
  '/* eslint-disable */',
  '//  This file was automatically generated and should not be edited.',
  'import { Injectable } from "@angular/core";',
  'import { generateClient, GraphQLResult } from "aws-amplify/api";',
  'import { Observable } from "rxjs";',
].join('\n');

/**
 * `api.service.ts`: the types of what operations send and receive, and a service with a method for each, by `aws-amplify` 6.
 * Subscriptions are methods whose names end with `Listener`. `options` are those of the statements.
 */
export function angularService(api: Api, options: StatementOptions = {}): GeneratedFile {
  const statements = typedStatements(api, options);
  const types = usedTypes(api, statements).filter((type) => !isScalarType(type));
  const parts = [
    header,
    ...subscriptionContainer(statements),
    ...types.map(declareAngularType),
    ...statements.flatMap((statement) => {
      const { type, selection } = statement;
      return selection === null ? [] : [`export type ${resultTypeName(statement)} = ${resultType(type, selection)};`];
    }),
    printService(statements),
  ];
  return { name: 'api.service.ts', text: `${parts.join('\n\n')}\n` };
}

/** What subscriptions bring, by the names of their fields. */
function subscriptionContainer(statements: readonly OperationStatement[]): readonly string[] {
  const subscriptions = statements.filter(({ kind }) => kind === 'subscription');
  if (subscriptions.length === 0) return [];
  const fields = subscriptions.map((statement) => `  ${statement.field}: ${returned(statement)};\n`);
  return [`export type __SubscriptionContainer = {\n${fields.join('')}};`];
}

function printService(statements: readonly OperationStatement[]): string {
  const calls = statements.filter(({ kind }) => kind !== 'subscription').map(printCall);
  const listeners = statements.filter(({ kind }) => kind === 'subscription').map(printListener);
  return [
    '@Injectable({\n  providedIn: "root"\n})',
    'export class APIService {',
    // Its type is inferred: comparing the client's declared type with itself is too deep for the compiler.
    '  public client = generateClient();',
    ...calls,
    ...(listeners.length === 0 ? [] : [listeners.join('\n\n')]),
    '}',
  ].join('\n');
}

function printCall(statement: OperationStatement): string {
  const result = returned(statement);
  return [
    ...signature(`async ${statement.name}`, statement, `Promise<${result}>`),
    ...callOf(statement),
    ...(hasArguments(statement)
      ? [
          '    const response = (await this.client.graphql({',
          '      query: statement,',
          '      variables: gqlAPIServiceArguments',
          '    })) as any;',
        ]
      : ['    const response = (await this.client.graphql({ query: statement })) as any;']),
    `    return <${result}>response.data.${statement.field};`,
    '  }',
  ].join('\n');
}

function printListener(statement: OperationStatement): string {
  const event = `GraphQLResult<Pick<__SubscriptionContainer, "${statement.field}">>`;
  return [
    ...signature(`${statement.name}Listener`, statement, `Observable<${event}>`),
    ...callOf(statement),
    ...(hasArguments(statement)
      ? [
          '    return this.client.graphql({',
          '      query: statement,',
          '      variables: gqlAPIServiceArguments',
          '    }) as any;',
        ]
      : ['    return this.client.graphql({ query: statement }) as any;']),
    '  }',
  ].join('\n');
}

function signature(name: string, statement: OperationStatement, result: string): readonly string[] {
  // What may be left out comes last.
  const parameters = [...required(statement), ...optional(statement)].map((argument) => {
    const mark = isNonNullType(argument.type) ? '' : '?';
    return `${argument.name}${mark}: ${plainType(argument.type, true)}`;
  });
  const line = `  ${name}(${parameters.join(', ')}): ${result} {`;
  if (line.length <= lineWidth) return [line];
  const list = parameters.length === 0 ? [] : [`  ${name}(`, `    ${parameters.join(',\n    ')}`];
  const start = parameters.length === 0 ? `  ${name}()` : '  )';
  if (`${start}: ${result} {`.length <= lineWidth) return [...list, `${start}: ${result} {`];
  const [, outer, inner] = /^(\w+)<(.*)>$/.exec(result) ?? [];
  return [...list, `${start}: ${outer}<`, `    ${inner}`, '  > {'];
}

/** The statement, and its variables: those that may be left out only where they were given. */
function callOf(statement: OperationStatement): readonly string[] {
  const source = printOneLineVariables(statement).replaceAll('\n', '\n      ');
  const given = required(statement).map(({ name }) => `      ${name}`);
  return [
    `    const statement = \`${source}\`;`,
    ...(hasArguments(statement)
      ? given.length === 0
        ? ['    const gqlAPIServiceArguments: any = {};']
        : ['    const gqlAPIServiceArguments: any = {', given.join(',\n'), '    };']
      : []),
    ...optional(statement).flatMap(({ name }) => [
      `    if (${name} !== undefined) {`,
      `      gqlAPIServiceArguments.${name} = ${name};`,
      '    }',
    ]),
  ];
}

/** Lists and objects are named by their operation, whose type is that of one object. */
function returned(statement: OperationStatement): string {
  const { type } = statement;
  if (!isCompositeType(getNamedType(type))) return plainType(type, false);
  return plainType(type, true, resultTypeName(statement));
}

function required({ arguments: list }: OperationStatement): OperationStatement['arguments'] {
  return list.filter(({ type }) => isNonNullType(type));
}

function optional({ arguments: list }: OperationStatement): OperationStatement['arguments'] {
  return list.filter(({ type }) => !isNonNullType(type));
}

function hasArguments({ arguments: list }: OperationStatement): boolean {
  return list.length > 0;
}
