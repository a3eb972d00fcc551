import { expect, test } from 'vitest';
import { compilePattern } from './compile-pattern.ts';

test.each([
  ['[a-z]+', 'abc', true],
  ['[a-z]+', 'abc1', false],
  ['a|bc', 'bc', true],
  ['a|bc', 'ac', false],
  ['\\\\d{2}', '42', true],
  ['\\d{2}', '42', true],
  ['.', '😀', true],
  ['[\\w\\-]+', 'a-b', true],
  ['', '', true],
])('%s on %s is %s', (pattern, value, expected) => {
  expect(compilePattern(pattern, 'M.f')(value)).toBe(expected);
});

test('a match that would take for ever counts as none', () => {
  const matches = compilePattern('(a+)+b', 'M.f');
  const start = performance.now();
  expect(matches('a'.repeat(60))).toBe(false);
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('Java-only syntax is refused when the schema is compiled', () => {
  expect(() => compilePattern('a++', 'M.f')).toThrow(
    expect.objectContaining({
      code: 'validation-pattern-invalid',
      message: "The pattern of 'matches' on M.f is no regular expression.",
    }),
  );
});
