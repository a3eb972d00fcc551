import { PreampError } from '../../diagnostics/preamp-error.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { formatDiagnostic } from './format-diagnostic.ts';
import type { Style } from './style.ts';

/** An error for people: what, where, what to do, and the code that the documentation explains. An error that is not ours is a defect and shows its stack. */
export function formatError(error: unknown, style: Style): string {
  if (error instanceof SchemaError) {
    return error.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, style)).join('\n\n');
  }
  if (error instanceof PreampError) {
    const hint = error.hint === null ? '' : `\n  ${error.hint}`;
    return `${style('red', '✖')} ${style('bold', error.message)}${hint}\n  ${style('dim', `[${error.code}]`)}`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${style('red', '✖')} Preamp failed in a way it should not. Please report this:\n${text}`;
}
