import { expect, test } from 'vitest';
import { nestingDepth } from './nesting-depth.ts';

test.each([
  ['', 0],
  ['type A { b: [[Int]] }', 3],
  ['type A { b(c: Int): Int } type D { e: Int }', 2],
  ['""" ((( """ type A { "{{" b: Int # [[[\n }', 1],
  ['type A { b: Int @x(y: "\\"[[[") }', 2],
  [')))(', 0],
])('%j is nested %i deep', (text, depth) => {
  expect(nestingDepth(text)).toBe(depth);
});
