import { expect, test } from 'vitest';
import type { Diagnostic } from './diagnostic.ts';
import { formatDiagnostic } from './format-diagnostic.ts';

const text = 'type Beetle @model {\n  id: ID!\n  shell: String @index(name: null)\n}\n';

const diagnostic: Diagnostic = {
  code: 'index-name-null',
  severity: 'error',
  name: 'Error',
  message: 'Explicit null value not allowed for name field on @index',
  location: { file: 'schema.graphql', line: 3, column: 17, endLine: 3, endColumn: 35 },
  hint: `Leave 'name' out for the default name.`,
};

test('place, message, frame and hint', () => {
  expect(formatDiagnostic(diagnostic, text)).toBe(
    [
      'schema.graphql:3:17 error index-name-null',
      'Explicit null value not allowed for name field on @index',
      '2 |   id: ID!',
      '3 |   shell: String @index(name: null)',
      '  |                 ^^^^^^^^^^^^^^^^^^',
      `Hint: Leave 'name' out for the default name.`,
    ].join('\n'),
  );
});

test('without a place, a text or a hint there is the rest', () => {
  expect(formatDiagnostic({ ...diagnostic, location: null, hint: null }, text)).toBe(
    'error index-name-null\nExplicit null value not allowed for name field on @index',
  );
  expect(formatDiagnostic({ ...diagnostic, hint: null }, null)).toBe(
    'schema.graphql:3:17 error index-name-null\nExplicit null value not allowed for name field on @index',
  );
});

test('a range of several lines is marked to the end of its first line', () => {
  const location = { file: 'a.graphql', line: 1, column: 6, endLine: 4, endColumn: 2 };
  expect(
    formatDiagnostic({ ...diagnostic, location, hint: null }, text)
      .split('\n')
      .slice(2),
  ).toEqual(['1 | type Beetle @model {', '  |      ^^^^^^^^^^^^^^^']);
});

test('of a very long line only the part around the range is shown', () => {
  const location = { file: 'a.graphql', line: 1, column: 501, endLine: 1, endColumn: 506 };
  const long = `${'x'.repeat(500)}wrong${'y'.repeat(500)}`;
  const [, , line, mark] = formatDiagnostic({ ...diagnostic, location, hint: null }, long).split('\n');
  expect(line).toBe(`1 | ${'x'.repeat(39)}wrong${'y'.repeat(76)}`);
  expect(mark).toBe(`  | ${' '.repeat(39)}^^^^^`);
});
