import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '../../docs/decisions');
const files = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .toSorted();

it('the index has a line for each decision, with its number, its file and its title, in order', () => {
  const index = readFileSync(join(folder, 'README.md'), 'utf8');
  const titles = files.map((file) => {
    const [, number, title] = /^# (\d{3}) (.+)/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    expect(`${number}-`, file).toBe(file.slice(0, 4));
    return `- [${number}](${file}) ${title}`;
  });
  expect(index.split('\n').filter((line) => line.startsWith('- '))).toEqual(titles);
});

it('no two decisions have the same number', () => {
  const numbers = files.map((file) => file.slice(0, 3));
  expect(numbers).toEqual([...new Set(numbers)]);
});
