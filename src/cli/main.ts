import { CommanderError } from 'commander';
import { exitCode } from './exit-code.ts';
import { CommandFailed } from './output/command-failed.ts';
import { formatError } from './output/format-error.ts';
import { createTerminal } from './output/terminal.ts';
import { createProgram } from './program/create-program.ts';

/** Runs the command line. `argv` is what follows the program's name. Sets the exit code of the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = createTerminal();
  try {
    await createProgram(terminal).parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end the same way as a wrong command line; only the latter is an error.
      process.exitCode = error.exitCode === 0 ? exitCode.ok : exitCode.usage;
      return;
    }
    if (!(error instanceof CommandFailed)) terminal.note(formatError(error, terminal.noteStyle));
    process.exitCode = exitCode.failed;
  }
}
