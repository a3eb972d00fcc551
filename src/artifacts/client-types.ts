import type { Api } from '../api/api.ts';
import { declareNamedTypes } from './client-code/named-types.ts';
import { operationStatements, type StatementOptions } from './client-code/operation-statement.ts';
import { operationTypes } from './client-code/operation-types.ts';
import type { GeneratedFile } from './generated-file.ts';

const header = [
  '/* tslint:disable */',
  '/* eslint-disable */',
  '//  This file was automatically generated and should not be edited.',
].join('\n');

/**
 * `API.ts`: the TypeScript types of everything the generated statements send and receive. `options` have to be those the
 * statements were generated with. `reference/cli.md` section 3.
 */
export function clientTypes(api: Api, options: StatementOptions = {}): GeneratedFile {
  const statements = (['query', 'mutation', 'subscription'] as const).flatMap((kind) =>
    operationStatements(api, kind, options),
  );
  const declarations = [...declareNamedTypes(api, statements), ...statements.flatMap(operationTypes)];
  return { name: 'API.ts', text: `${[header, ...declarations].join('\n\n')}\n` };
}
