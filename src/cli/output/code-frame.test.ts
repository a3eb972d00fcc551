import { describe, expect, it } from 'vitest';
import { codeFrame } from './code-frame.ts';

const at = (line: number, column: number, endColumn: number, endLine = line) => ({
  file: 'a.graphql',
  line,
  column,
  endLine,
  endColumn,
});

describe('codeFrame', () => {
  it('underlines the range between its neighbours', () => {
    expect(codeFrame('type A {\n  b: Strin\n}\n', at(2, 6, 11))).toBe(
      ['1 │ type A {', '2 │   b: Strin', '  │      ^^^^^', '3 │ }'].join('\n'),
    );
  });

  it('underlines to the end of the line when the range goes on', () => {
    expect(codeFrame('ab\ncd\nef', at(1, 2, 2, 3))).toBe(['1 │ ab', '  │  ^', '2 │ cd'].join('\n'));
  });

  it('aligns numbers of different length and widens tabs', () => {
    const text = `${'\n'.repeat(8)}\tx\n\ty`;
    expect(codeFrame(text, at(9, 2, 3))).toBe([' 8 │', ' 9 │   x', '   │   ^', '10 │   y'].join('\n'));
  });

  it('marks one character of an empty range', () => {
    expect(codeFrame('a', at(1, 1, 1))).toBe(['1 │ a', '  │ ^'].join('\n'));
  });

  it('cuts long lines', () => {
    expect(codeFrame('x'.repeat(500), at(1, 400, 410))).toBe(`1 │ ${'x'.repeat(159)}…`);
  });

  it('has nothing to show of a line that is not there', () => {
    expect(codeFrame('a', at(2, 1, 2))).toBeNull();
  });
});
