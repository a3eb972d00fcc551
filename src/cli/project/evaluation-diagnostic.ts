import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { builderMemberHint } from './builder-member-hint.ts';

/**
 * An exception thrown while a user's module ran, placed at the first stack frame in one of the `files` it was built
 * from. Its stack must have been taken with source maps on.
 */
export function evaluationDiagnostic(error: unknown, entry: string, files: ReadonlySet<string>): Diagnostic {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { file, line, column } = originOf(thrown, files) ?? { file: entry, line: 1, column: 1 };
  return {
    code: thrown instanceof PreampError ? thrown.code : 'module-failed',
    severity: 'error',
    name: thrown.name,
    message: thrown.message,
    location: { file, line, column, endLine: line, endColumn: column + 1 },
    hint: thrown instanceof PreampError ? thrown.hint : builderMemberHint(thrown.message),
  };
}

function originOf(
  error: Error,
  files: ReadonlySet<string>,
): { readonly file: string; readonly line: number; readonly column: number } | null {
  for (const frame of error.stack?.split('\n') ?? []) {
    const position = /(?:\(|at )((?:file:\/\/)?[^()]+):(\d+):(\d+)\)?$/.exec(frame);
    if (position === null) continue;
    const file = position[1]!.startsWith('file:') ? fileURLToPath(position[1]!) : position[1]!;
    if (!files.has(file) || /[\\/]node_modules[\\/]/.test(file)) continue;
    return { file, line: Number(position[2]), column: Number(position[3]) };
  }
  return null;
}
