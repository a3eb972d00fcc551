import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(resolve(root, 'docs/reference/errors.md'), 'utf8');
const sources = globSync('src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(resolve(root, file), 'utf8') }));
const [codesPart, typesPart] = page.split('## What clients see');

describe('docs/reference/errors.md', () => {
  it('lists every code that the source raises, once, and no other', () => {
    const listed = firstColumn(codesPart!);
    expect(listed.toSorted()).toEqual([...new Set(sources.flatMap(({ text }) => codesOf(text)))].toSorted());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('can be compared with the source: codes stand there as they are', () => {
    const others = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/new PreampError\(\s*([^'\s][^,]*),/g)].map(([, code]) => `${file}: ${code}`),
    );
    // Codes of a table that is read above, and of an error that is told again with its place.
    expect(others.toSorted()).toEqual([
      'src/cli/commands/import.ts: error.code',
      "src/cli/data/item-writer.ts: code ?? 'server-refused'",
      'src/storage/sqlite/storage-failure.ts: failure.code',
    ]);
  });

  it('says what each code means and what to do', () => {
    for (const row of codesPart!.split('\n').filter((line) => line.startsWith('| `')))
      expect(row).toMatch(/^\| `[a-z0-9-]+` \| \S.+\. \| \S.+\. \|$/);
  });

  it('names error types that the source sends', () => {
    const text = sources.map((each) => each.text).join('\n');
    expect(firstColumn(typesPart!).filter((type) => !text.includes(`'${type}'`))).toEqual([]);
  });
});

function firstColumn(text: string): string[] {
  return [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!);
}

function literalCodes(text: string): string[] {
  return [...text.matchAll(/new PreampError\(\s*'([a-z0-9-]+)'/g)].map(([, code]) => code!);
}

/** Codes of thrown errors, of subclasses with a code of their own, and of the table of database failures. */
function codesOf(text: string): string[] {
  const inherited = /extends PreampError/.test(text) ? [...text.matchAll(/super\(\s*'([a-z0-9-]+)'/g)] : [];
  const tabled = text.includes('new PreampError(failure.code') ? [...text.matchAll(/code: '([a-z0-9-]+)'/g)] : [];
  return [...literalCodes(text), ...[...inherited, ...tabled].map(([, code]) => code!)];
}
