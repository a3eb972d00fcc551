import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStrings } from './compare-strings.ts';

test.each([
  ['', '', 0],
  ['', 'a', -1],
  ['a', 'ab', -1],
  ['Z', 'a', -1],
  ['z', 'é', -1],
  ['\uffee', '\u{1f600}', -1],
  ['\u{10000}', '\u{10ffff}', -1],
  ['\ud7ff', '\u{10000}', -1],
])('%j and %j', (a, b, expected) => {
  expect(compareStrings(a, b)).toBe(expected);
  expect(compareStrings(b, a)).toBe(expected === 0 ? 0 : 1);
});

test('is the order of the UTF-8 bytes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 5 }).map((value) => value.toWellFormed());
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(compareStrings(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});
