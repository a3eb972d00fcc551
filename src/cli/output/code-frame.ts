import type { SourceLocation } from '../../diagnostics/diagnostic.ts';

/** Lines shown before and after the one a location starts on. */
const context = 1;
/** Longer lines are cut: generated sources put a whole schema on one. */
const widest = 160;

/**
 * The lines around a location with the range underlined, or `null` when the text does not reach it (the file changed
 * after it was read).
 */
export function codeFrame(text: string, location: SourceLocation): string | null {
  const lines = text.split(/\r?\n/);
  const marked = lines[location.line - 1];
  if (marked === undefined) return null;
  const first = Math.max(1, location.line - context);
  const last = Math.min(lines.at(-1) === '' ? lines.length - 1 : lines.length, location.line + context);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const line = expandTabs(lines[number - 1]!);
    frame.push(`${String(number).padStart(width)} │ ${cut(line)}`.trimEnd());
    if (number !== location.line) continue;
    const start = expandTabs(marked.slice(0, location.column - 1)).length;
    const end = location.endLine === location.line ? location.endColumn - 1 : marked.length;
    const length = Math.max(1, expandTabs(marked.slice(0, end)).length - start);
    if (start < widest)
      frame.push(`${' '.repeat(width)} │ ${' '.repeat(start)}${'^'.repeat(Math.min(length, widest - start))}`);
  }
  return frame.join('\n');
}

function expandTabs(line: string): string {
  return line.replaceAll('\t', '  ');
}

function cut(line: string): string {
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}
