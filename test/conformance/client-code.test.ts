import { transformSync } from 'esbuild';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { clientTypes } from '../../src/artifacts/client-types.ts';
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
  for (const file of [...statementFiles(api, { typesModule: './API' }), clientTypes(api)]) {
    expect(transformSync(file.text, { loader: 'ts' }).warnings).toEqual([]);
  }
});
