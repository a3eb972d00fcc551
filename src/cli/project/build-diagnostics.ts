import { isAbsolute, resolve } from 'node:path';
import type { Message } from 'esbuild';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** What the bundler found wrong, as diagnostics. `root` is the folder its relative paths start from. */
export function buildDiagnostics(messages: readonly Message[], root: string): readonly Diagnostic[] {
  return messages.map((message) => {
    const { location } = message;
    const unresolved = /^Could not resolve "(.+)"$/.exec(message.text);
    const column = location === null ? 1 : columnOf(location.lineText, location.column);
    return {
      code: unresolved ? 'module-not-found' : 'typescript-syntax',
      severity: 'error',
      name: unresolved ? 'ModuleNotFoundError' : 'SyntaxError',
      message: unresolved ? `Cannot find '${unresolved[1]}'.` : `${message.text}.`.replace(/([.!?])\.$/, '$1'),
      location:
        location === null
          ? null
          : {
              file: resolve(root, location.file),
              line: location.line,
              column,
              endLine: location.line,
              endColumn:
                column + Math.max(1, [...location.lineText.slice(column - 1)].slice(0, location.length).length),
            },
      hint: unresolved
        ? unresolvedHint(unresolved[1]!)
        : location?.suggestion
          ? `Write '${location.suggestion}' here.`
          : null,
    };
  });
}

/** The bundler counts columns in bytes of UTF-8, from 0. */
function columnOf(line: string, bytes: number): number {
  return Buffer.from(line).subarray(0, bytes).toString().length + 1;
}

function unresolvedHint(specifier: string): string {
  if (specifier.startsWith('.') || isAbsolute(specifier)) return 'Create the file, or correct the path of the import.';
  return `Install it with 'npm install ${packageName(specifier)}', or remove the import.`;
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
