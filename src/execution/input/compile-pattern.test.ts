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

// Without a watchdog each of these takes minutes at least.
test.each([
  ['(a+)+b', 60],
  ['((a+))+b', 60],
  ['((?:a|a)+)*b', 60],
  ['(?:[a-z]{1,20}){1,20}b', 60],
  ['(a?){60}a{60}b', 60],
  ['(?:a\\\\1?)*(a)*b', 60],
  ['a*a*a*a*a*a*b', 2_000],
  ['\\\\w+\\\\w+\\\\w+\\\\w+-', 2_000],
])('a match of %s that would take for ever counts as none', (pattern, length) => {
  const matches = compilePattern(pattern, 'M.f');
  expect(matches('a'.repeat(length))).toBe(false);
});

test.each([
  ['[^@\\\\s]+@[^@\\\\s]+\\\\.[^@\\\\s]+', `${'a'.repeat(200)}@example.com`, true],
  ['(?:[a-z]+-)*[a-z]+', 'some-slug-of-words', true],
  ['(?:[a-z]+-)*[a-z]+', 'some-slug-of-', false],
])('%s on %s is %s, with the watchdog', (pattern, value, expected) => {
  const matches = compilePattern(pattern, 'M.f');
  expect([matches(value), matches(value)]).toEqual([expected, expected]);
});

test('Java-only syntax is refused when the schema is compiled', () => {
  expect(() => compilePattern('a++', 'M.f')).toThrow(
    expect.objectContaining({
      code: 'validation-pattern-invalid',
      message: "The pattern of 'matches' on M.f is no regular expression.",
    }),
  );
});
