import { readFileSync } from 'node:fs';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { codeFrame } from './code-frame.ts';
import { displayPath } from './display-path.ts';
import type { Style } from './style.ts';

/** A diagnostic for people: message, place, the lines of the source, what to do, and its code. No newline at the end. */
export function formatDiagnostic(diagnostic: Diagnostic, style: Style): string {
  const { severity, location, message, hint } = diagnostic;
  const code = style('dim', `[${diagnostic.code}]`);
  const mark = severity === 'error' ? style('red', '✖') : style('yellow', '⚠');
  const parts = [`${mark} ${style('bold', headline(message))}`];
  if (location !== null) {
    parts.push(style('cyan', `  ${displayPath(location.file)}:${location.line}:${location.column}`));
    const frame = codeFrame(sourceOf(location.file), location);
    if (frame !== null) parts.push('', ...frame.split('\n').map((line) => `    ${frameLine(line, style)}`), '');
  }
  if (hint !== null) parts.push(`  ${hint}`);
  parts.push(`  ${code}`);
  return parts.join('\n').trimEnd();
}

/** The official compiler opens every finding of GraphQL's own rules with the same words. */
function headline(message: string): string {
  return message.replace(/^Schema validation failed\.\s+(?=\S)/, '');
}

function frameLine(line: string, style: Style): string {
  return /│ *\^+$/.test(line) ? style('red', line) : style('dim', line);
}

/** Empty when the file is gone, or never was one. */
function sourceOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
