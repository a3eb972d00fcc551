import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareStrings } from '../../filter/compare-strings.ts';
import { prefixEnd } from './prefix-end.ts';

test.each([
  ['a', 'b'],
  ['az', 'a{'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}', null],
  ['', null],
])('%j ends before %j', (prefix, end) => {
  expect(prefixEnd(prefix)).toBe(end);
});

test('separates what begins with the prefix from what follows it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4 }).map((value) => value.toWellFormed());
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const end = prefixEnd(prefix);
      const inRange = compareStrings(other, prefix) >= 0 && (end === null || compareStrings(other, end) < 0);
      expect(inRange).toBe(other.startsWith(prefix));
      expect(end === null || compareStrings(prefix + other, end) < 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
