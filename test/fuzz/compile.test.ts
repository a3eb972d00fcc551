import fc from 'fast-check';
import { validateSchema } from 'graphql';
import { expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { type Compilation, compile } from '../../src/compiler/compile.ts';
import { diagnosticCodes } from '../../src/diagnostics/diagnostic-codes.ts';
import { formatDiagnostic } from '../../src/diagnostics/format-diagnostic.ts';
import { arbitraryNearSdl, arbitrarySdl } from './arbitrary-sdl.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 400);

function compileText(text: string): Compilation {
  return compile([{ file: 'schema.graphql', text }]);
}

/** What holds for every compilation, whatever the input. */
function checkCompilation(text: string, { model, diagnostics }: Compilation): void {
  expect(model === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
  const lines = text.split(/\r\n|\n|\r/);
  for (const diagnostic of diagnostics) {
    expect(Object.keys(diagnosticCodes)).toContain(diagnostic.code);
    expect(diagnostic.message).not.toMatch(/^$|undefined|\[object/);
    expect(formatDiagnostic(diagnostic, text)).toContain(diagnostic.message);
    if (diagnostic.location === null) continue;
    const { line, column, endLine } = diagnostic.location;
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
    expect(endLine).toBeGreaterThanOrEqual(line);
  }
}

test('a schema, right or wrong, gives a model or diagnostics, and the same each time', () => {
  let compiled = 0;
  fc.assert(
    fc.property(arbitrarySdl(), (text) => {
      const result = compileText(text);
      checkCompilation(text, result);
      expect(JSON.stringify(compileText(text))).toBe(JSON.stringify(result));
      if (result.model !== null) compiled++;
    }),
    { numRuns },
  );
  // Or the generator has come to make nothing but rubbish.
  expect(compiled / numRuns).toBeGreaterThan(0.1);
});

test('text that is nearly a schema gives diagnostics', () => {
  fc.assert(
    fc.property(arbitraryNearSdl(), (text) => checkCompilation(text, compileText(text))),
    { numRuns },
  );
});

test('whatever compiles makes a valid GraphQL schema', () => {
  fc.assert(
    fc.property(arbitrarySdl(), (text) => {
      const { model } = compileText(text);
      fc.pre(model !== null);
      expect(validateSchema(buildApi(model).schema).map(({ message }) => message)).toEqual([]);
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  );
});
