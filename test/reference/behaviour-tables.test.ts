import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Sections of the contract that have behaviour to show, by page. */
const sections: Readonly<Record<string, readonly string[]>> = {
  'docs/reference/runtime.md': [
    ...['1.1', '1.2', '1.3', '1.4'],
    ...['2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7', '2.8', '2.9'],
    ...['3.1', '3.2', '3.3', '3.4', '4.1', '4.2', '4.3', '5', '6.1', '6.2'],
    ...['7.1', '7.2', '7.3', '7.4', '7.5', '8.1', '8.2', '8.3', '9', '10', '11'],
  ],
  'docs/reference/authorization.md': [
    ...['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '2.1', '2.2', '3', '3.1'],
    ...['4.1', '4.2', '4.3', '4.4', '4.5', '4.6', '4.7', '4.8', '5.1', '5.2', '6'],
    ...['7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '8.1', '8.2', '8.3', '9.1', '9.2', '9.3'],
    ...['10', '11', '12', '13', '14', '16'],
  ],
};

interface Row {
  readonly section: string;
  readonly behaviour: string;
  readonly tests: readonly string[];
}

describe.each(Object.keys(sections))('%s', (page) => {
  const rows = rowsOf(readFileSync(resolve(root, page), 'utf8'));

  it('covers every section, in order', () => {
    expect([...new Set(rows.map(({ section }) => section))]).toEqual(sections[page]);
  });

  it('names tests that exist', () => {
    expect(rows.flatMap(({ tests }) => tests).filter((test) => !exists(test))).toEqual([]);
  });

  it('has a test for each behaviour, or a reason where there is none', () => {
    const bare = rows.filter(({ behaviour, tests }) => tests.length === 0 && !/^(Differs|Not here): /.test(behaviour));
    expect(bare).toEqual([]);
  });

  it('gives a decision for each difference', () => {
    for (const { behaviour } of rows) {
      const decision = /\[(\d{3})\]\(\.\.\/decisions\/(\d{3}-[a-z0-9-]+\.md)\)/.exec(behaviour);
      if (behaviour.startsWith('Differs: ')) expect(decision, behaviour).not.toBeNull();
      if (decision === null) continue;
      expect(existsSync(resolve(root, 'docs/decisions', decision[2]!)), behaviour).toBe(true);
      expect(decision[2]).toContain(decision[1]!);
    }
  });
});

/** Rows of the tables `| behaviour | shown by |`, with the number of the heading they stand under. */
function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    section = /^#+ (\d+(?:\.\d+)?)\.? /.exec(line)?.[1] ?? section;
    const [, behaviour, tests] = /^\| (.+) \| (.*) ?\|$/.exec(line) ?? [];
    if (behaviour === undefined || tests === undefined || /^(behaviour|-+)$/.test(behaviour.replaceAll('|', '')))
      continue;
    rows.push({
      section,
      behaviour,
      tests: tests
        .split('<br>')
        .map((test) => test.trim())
        .filter(Boolean),
    });
  }
  return rows;
}

/** Whether a file has a test, or a row of a table of tests, of this title. A name without a folder is a scenario. */
function exists(test: string): boolean {
  const [, name, title] = /^`?([\w./-]+)`? › (.+)$/.exec(test) ?? [];
  if (name === undefined || title === undefined) return false;
  const file = resolve(root, name.includes('/') ? name : `test/scenarios/${name}`);
  if (!existsSync(`${file}.test.ts`)) return false;
  return literalsOf(`${file}.test.ts`).has(title);
}

const known = new Map<string, ReadonlySet<string>>();

/** The texts between quotes of a file: titles of tests, and those of rows. */
function literalsOf(file: string): ReadonlySet<string> {
  let found = known.get(file);
  if (found === undefined) {
    const source = readFileSync(file, 'utf8');
    const literals = source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\\n]|\\.)*)`/g);
    found = new Set(
      [...literals].map(([, single, double, back]) => (single ?? double ?? back ?? '').replaceAll('\\', '')),
    );
    known.set(file, found);
  }
  return found;
}
