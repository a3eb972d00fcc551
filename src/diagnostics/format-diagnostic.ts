import { codeFrame } from './code-frame.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * A finding as text for people: `file:line:column severity code`, the message, the line it is on and the hint.
 * `sourceText` is the text of the file; `null` leaves the frame out. No colours, no final newline.
 */
export function formatDiagnostic(diagnostic: Diagnostic, sourceText: string | null): string {
  const { location, severity, code, message, hint } = diagnostic;
  const place = location === null ? '' : `${location.file}:${location.line}:${location.column} `;
  const frame = location === null || sourceText === null ? '' : codeFrame(sourceText, location);
  return [`${place}${severity} ${code}`, message, frame, hint === null ? '' : `Hint: ${hint}`]
    .filter((part) => part !== '')
    .join('\n');
}
