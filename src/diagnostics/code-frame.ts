import type { SourceLocation } from './diagnostic.ts';

/** Longest piece of a source line that a frame shows. */
const maxWidth = 120;

/** The line a finding is on, with the line before it and a mark under the range. Lines of the frame end without `\n`. */
export function codeFrame(sourceText: string, location: SourceLocation): string {
  const lines = sourceText.split(/\r\n|\n|\r/);
  const line = lines[location.line - 1];
  if (line === undefined) return '';
  const gutter = String(location.line).length;
  const row = (number: number | null, text: string) =>
    `${(number === null ? '' : String(number)).padStart(gutter)} |${text === '' ? '' : ` ${text}`}`;
  const last = location.endLine === location.line ? location.endColumn : line.length + 1;
  // A long line, as generated schemas have, is shown from a little before the range.
  const from = location.column > maxWidth - 40 ? location.column - 40 : 0;
  const width = Math.max(1, Math.min(last - location.column, from + maxWidth - location.column + 1));
  const before = lines[location.line - 2];
  return [
    ...(before === undefined || before.trim() === '' ? [] : [row(location.line - 1, cut(before, from))]),
    row(location.line, cut(line, from)),
    row(null, ' '.repeat(Math.max(0, location.column - 1 - from)) + '^'.repeat(width)),
  ].join('\n');
}

/** The part of a line a frame shows; tabs become single blanks, so that marks stand where they belong. */
function cut(line: string, from: number): string {
  return line.slice(from, from + maxWidth).replaceAll('\t', ' ');
}
