import { transformSync } from 'esbuild';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { typesFor } from '../../src/artifacts/client-code/types-for.ts';
import { statementFiles } from '../../src/artifacts/statements.ts';
import { compile } from '../../src/compiler/compile.ts';
import { readCaseFile, readManifest } from './case-files.ts';

const valid = readManifest().filter((each) => each.valid);

test.each(valid.map((each) => each.name))('statements and types of %s', (name) => {
  const text = readCaseFile(name, 'input.graphql') ?? readCaseFile(name, 'transformed.graphql');
  const api = buildApi(compile([{ file: 'schema.graphql', text: text! }]).model!);
  for (const maxDepth of [1, 3]) {
    for (const file of statementFiles(api, { target: 'graphql', maxDepth })) {
      expect(validate(api.schema, parse(file.text))).toEqual([]);
    }
  }
  const angular = typesFor(api, 'angular', {});
  for (const file of [
    ...statementFiles(api, { typesModule: './API' }),
    ...typesFor(api, 'typescript', {}),
    ...angular,
  ]) {
    const tsconfigRaw = { compilerOptions: { experimentalDecorators: true } };
    expect(transformSync(file.text, { loader: 'ts', tsconfigRaw }).warnings).toEqual([]);
  }
  const { operations } = JSON.parse(typesFor(api, 'json', {})[0]!.text);
  // Statements of the service are those of the description.
  const [service] = angular;
  for (const { source } of operations) expect(service!.text).toContain(source.replaceAll('\n', '\n      '));
  expect(typesFor(api, 'flow-modern', {}).map((file) => file.name)).toEqual(
    operations.map(({ operationName }: { readonly operationName: string }) => `${operationName}.js`),
  );
});
