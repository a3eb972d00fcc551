import { PreampError } from '../../diagnostics/preamp-error.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { fileFailure } from './file-failure.ts';
import { formatDiagnostic } from './format-diagnostic.ts';
import type { Style } from './style.ts';

/**
 * An error for people: what, where, what to do, and the code that the documentation explains. An error that is neither
 * ours nor that of a file is a defect and shows its stack.
 */
export function formatError(error: unknown, style: Style): string {
  if (error instanceof SchemaError) {
    return error.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, style)).join('\n\n');
  }
  const known = error instanceof PreampError ? error : fileFailure(error);
  if (known !== null) {
    const hint = known.hint === null ? '' : `\n  ${known.hint}`;
    return `${style('red', '✖')} ${style('bold', known.message)}${hint}\n  ${style('dim', `[${known.code}]`)}`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${style('red', '✖')} Preamp failed in a way it should not. Please report this:\n${text}`;
}
