import { type GraphQLSchema, parse, validateSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { operationOf } from '../../src/api/operation-of.ts';
import { printSdl } from '../../src/artifacts/print-sdl.ts';
import { compile } from '../../src/compiler/compile.ts';
import { describeTables } from '../../src/storage/dynamodb/describe-tables.ts';
import { readCaseFile, readCaseSettings, readManifest } from './case-files.ts';
import { caseSource } from './case-source.ts';
import { compareSdl } from './compare-sdl.ts';

const valid = readManifest().filter((each) => each.valid);

describe('compiles to the official schema and tables', () => {
  test.each(valid.map((each) => each.name))('%s', async (name) => {
    const { model, diagnostics } = compile([await caseSource(name)], { settings: readCaseSettings(name) });
    expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    const api = buildApi(model!);
    const sdl = printSdl(api);

    expect(validateSchema(api.schema)).toEqual([]);
    expect(() => parse(sdl)).not.toThrow();
    expect(compareSdl(readCaseFile(name, 'expected.graphql')!, sdl)).toEqual({ structure: [], directives: [] });
    expect(describeTables(model!)).toEqual(JSON.parse(readCaseFile(name, 'tables.json')!));
    expect(fieldsWithoutOperation(api.schema)).toEqual([]);
  });
});

/** Root fields that nothing would execute. */
function fieldsWithoutOperation(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((root) =>
    Object.values(root?.getFields() ?? {})
      .filter((field) => operationOf(field) === null)
      .map((field) => `${root?.name}.${field.name}`),
  );
}
