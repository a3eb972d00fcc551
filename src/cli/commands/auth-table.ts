import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { summarizeAccess } from '../../auth/access-summary.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { CommandFailed } from '../output/command-failed.ts';
import { displayPath } from '../output/display-path.ts';
import { type AccessFormat, formatAccess } from '../output/format-access.ts';
import type { Terminal } from '../output/terminal.ts';
import { readProject, type ServeFlags } from './serve-command.ts';

export interface AuthTableCommand extends ServeFlags {
  /** `null`: as the file to check is named, else text. */
  readonly format: AccessFormat | null;
  /** A file that must hold the same; `null` prints the table. */
  readonly check: string | null;
}

/** Prints who may do what by the schema's rules, or compares it with a committed file. */
export async function runAuthTable(command: AuthTableCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const table = formatAccess(summarizeAccess(result.model), command.format ?? formatOf(command.check));
  if (command.check === null) {
    terminal.out(table.trimEnd());
    return;
  }
  const file = resolve(command.check);
  const committed = readCommitted(file);
  if (committed.trimEnd() === table.trimEnd()) {
    terminal.note(`${displayPath(file)} is up to date.`);
    return;
  }
  terminal.note(`${displayPath(file)} differs from the rules of the schema:`);
  for (const line of changedLines(committed, table)) terminal.out(line);
  throw new CommandFailed();
}

function formatOf(file: string | null): AccessFormat {
  if (file?.endsWith('.md')) return 'markdown';
  return file?.endsWith('.json') ? 'json' : 'text';
}

function readCommitted(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  } catch (error) {
    throw new PreampError('file-not-found', `${displayPath(file)} cannot be read.`, {
      hint: 'Write it first: preamp auth table > FILE.',
      cause: error,
    });
  }
}

/** Lines that only one of the two has. */
function changedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const [inOld, inNow] = [new Set(old), new Set(now)];
  return [
    ...old.filter((line) => !inNow.has(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !inOld.has(line)).map((line) => `+ ${line}`),
  ];
}
