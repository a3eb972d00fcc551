import { closeSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { displayPath } from '../output/display-path.ts';
import type { DataDirectory } from './data-directory.ts';

/**
 * Makes this process the only one that serves a data folder: subscribers of one process would not hear of what another
 * writes. The lock is one of the operating system's, held through an otherwise empty database, so that it ends with the
 * process however that ends. Returns the function that gives it back.
 *
 * @throws PreampError `data-in-use` when another process has it
 */
export function lockData(data: DataDirectory): () => void {
  if (data.path === null) return () => {};
  const file = data.file('lock');
  // SQLite would make it readable by everybody.
  closeSync(openSync(file, 'a', 0o600));
  const lock = new Database(file, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
    throw new PreampError('data-in-use', `Another Preamp serves ${displayPath(data.path)}.`, {
      hint: 'Stop it, or choose another folder with --data.',
    });
  }
  return () => lock.close();
}
