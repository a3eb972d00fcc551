import { join } from 'node:path';
import { parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { printSdl } from '../../src/artifacts/print-sdl.ts';
import { loadModules } from '../../src/cli/project/load-modules.ts';
import { sourceText } from '../../src/cli/project/source-text.ts';
import { compile } from '../../src/compiler/compile.ts';
import { readBackendDefinition } from '../../src/schema/define/read-backend-definition.ts';
import { lowerSchema } from '../../src/schema/lower/lower-schema.ts';
import type { AnySchema } from '../../src/schema/schema.ts';
import { describeTables } from '../../src/storage/dynamodb/describe-tables.ts';
import { readCaseFile, readManifest } from './case-files.ts';

const gen2 = readManifest().filter(({ generation }) => generation === 2);
const valid = gen2.filter((each) => each.valid).map(({ name }) => name);
const invalid = gen2.filter((each) => !each.valid).map(({ name }) => name);

interface Schema extends AnySchema {
  transform(): { readonly schema: string };
}

async function load(name: string): Promise<Readonly<Record<string, unknown>>> {
  const module = await loadModules([join(import.meta.dirname, 'cases', name, 'input.ts')]);
  if (!module.ok) throw new Error(module.diagnostics.map(({ message }) => message).join('\n'));
  return module.exports[0]!;
}

/** A document's text in the one layout of the printer. */
function canonical(sdl: string): string {
  return print(parse(sdl));
}

describe('the builder lowers to the official document', () => {
  test.each(valid)('%s', async (name) => {
    const { schema } = (await load(name)) as { readonly schema: Schema };
    const { document, diagnostics } = lowerSchema([schema.data]);
    const official = canonical(readCaseFile(name, 'transformed.graphql')!);
    expect(diagnostics).toEqual([]);
    expect(print(document)).toBe(official);
    expect(canonical(schema.transform().schema)).toBe(official);
  });
});

describe('a built schema compiles to the same data model as its SDL', () => {
  test.each(valid)('%s', async (name) => {
    const { source } = readBackendDefinition([await load(name)]);
    const built = compile([source]);
    const parsed = compile([{ file: 'schema.graphql', text: readCaseFile(name, 'transformed.graphql')! }]);
    expect(built.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(withoutHandlers(built.model)).toEqual(withoutHandlers(parsed.model));
  });
});

describe('an ejected schema compiles to the same SDL and tables', () => {
  test.each(valid)('%s', async (name) => {
    const { source } = readBackendDefinition([await load(name)]);
    const built = compile([source]).model!;
    const ejected = compile([{ file: 'schema.graphql', text: sourceText([source]) }]).model!;
    expect(printSdl(buildApi(ejected))).toBe(printSdl(buildApi(built)));
    expect(describeTables(ejected)).toEqual(describeTables(built));
  });
});

/** What a document cannot say: resolvers and grants. */
function withoutHandlers(model: unknown): unknown {
  const text = JSON.stringify(model, (key, value) => {
    if (key === 'functionAccess') return [];
    return key === 'handlers' ? value.filter((each: { kind: string }) => each.kind !== 'ResolverHandler') : value;
  });
  return JSON.parse(text);
}

describe('what the official builder refuses is refused with its message', () => {
  test.each(invalid)('%s', async (name) => {
    const { schema } = (await load(name)) as { readonly schema: Schema };
    const official = JSON.parse(readCaseFile(name, 'expected-error.json')!);
    const { diagnostics } = lowerSchema([schema.data]);
    expect(diagnostics.map((each) => [each.name, each.message])).toEqual([[official.name, official.message]]);
    expect(diagnostics[0]!.location?.file).toBe(join(import.meta.dirname, 'cases', name, 'input.ts'));
    expect(() => schema.transform()).toThrow(official.message);
  });
});
