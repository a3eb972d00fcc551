import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCaseFile, readManifest } from '../conformance/case-files.ts';
import { compareSdl } from '../conformance/compare-sdl.ts';
import { createFolder, runPreamp } from './preamp-process.ts';

const folder = join(import.meta.dirname, '../conformance/cases');
const cases = readManifest();

/** The input of a case, and the options it needs beyond the defaults. */
const inputOf = (name: string, generation: 1 | 2) =>
  join(folder, name, generation === 1 ? 'input.graphql' : 'input.ts');
const optionsOf = (name: string) =>
  readCaseFile(name, 'options.json') === null ? null : join(folder, name, 'options.json');

/** White space folded, without code frames and offsets, as the corpus compares messages. */
const essence = (message: string) =>
  message
    .replace(/GraphQL request:[\s\S]*/, '')
    .replace(/at location \d+/, 'at location')
    .replace(/\s+/g, ' ')
    .trim();

function expectOfficial(name: string, valid: boolean, line: string): void {
  const { ok, sdl, tables, diagnostics } = JSON.parse(line);
  expect([name, ok]).toEqual([name, valid]);
  if (valid) {
    expect([name, compareSdl(readCaseFile(name, 'expected.graphql')!, sdl)]).toEqual([
      name,
      { structure: [], directives: [] },
    ]);
    expect([name, tables]).toEqual([name, JSON.parse(readCaseFile(name, 'tables.json')!)]);
  } else {
    const { message } = JSON.parse(readCaseFile(name, 'expected-error.json')!);
    expect(diagnostics.map((each: { message: string }) => essence(each.message))).toContain(essence(message));
  }
}

it('the command gives the official result for every case, all in one run', async () => {
  const plain = cases.filter(({ name }) => optionsOf(name) === null);
  const files = plain.map(({ name, generation }) => inputOf(name, generation));
  const { out, code } = await runPreamp(createFolder(), 'compile', ...files, '--json');
  expect(code).toBe(1);
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(plain.length);
  plain.forEach(({ name, valid }, position) => {
    expectOfficial(name, valid, lines[position]!);
  });
});

it.each(cases.filter(({ name }) => optionsOf(name) !== null))(
  'the command takes the options of $name',
  async ({ name, generation, valid }) => {
    const input = inputOf(name, generation);
    const { out } = await runPreamp(createFolder(), 'compile', input, '--json', '--options', optionsOf(name)!);
    expectOfficial(name, valid, out);
  },
);
