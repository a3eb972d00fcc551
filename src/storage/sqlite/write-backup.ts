import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';
import type { BackupWork } from './backup-worker.ts';
import { storageFailure } from './storage-failure.ts';

const allPages = 2 ** 31 - 1;

/**
 * Writes a consistent copy of the open database to `file`, for the owner only, while reads and writes go on. The copy is
 * one file, encrypted if the database is; it appears under its name only when it is complete, checked and on disk.
 *
 * @param atOnce whether the whole file is copied in one turn of the event loop, instead of some pages in each
 * @throws PreampError `backup-target-invalid`, `backup-damaged` or `storage-…`
 */
export async function writeBackup(
  database: Database.Database,
  file: string,
  { key }: SqliteDriver,
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): Promise<void> {
  if (resolve(file) === resolve(database.name)) {
    throw new PreampError('backup-target-invalid', `The backup ${file} would replace the database itself.`, {
      hint: 'Name another file.',
    });
  }
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(partial, 'wx', 0o600));
    // SQLite copies no pages between files that are encrypted; there a thread writes the copy from its own snapshot.
    if (key === null) await database.backup(partial, atOnce ? { progress: () => allPages } : undefined);
    await finishBackup({ file: partial, key, source: key === null ? null : resolve(database.name) });
    renameSync(partial, file);
    syncDirectory(dirname(file));
  } catch (error) {
    removeQuietly(partial);
    throw storageFailure(error, file);
  }
}

/** Checks the copy and brings it to disk, in a thread of its own: a large one takes seconds. */
function finishBackup(work: BackupWork): Promise<void> {
  const extension = extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./backup-worker${extension}`, import.meta.url), { workerData: work });
  return new Promise((resolveSeal, reject) => {
    worker.once('error', reject);
    worker.once('message', (problems: readonly string[]) => {
      if (problems.length === 0) return resolveSeal();
      reject(
        new PreampError('backup-damaged', `The backup is damaged: ${problems.join('; ')}`, {
          hint: 'The database itself may be damaged. Keep older backups, and check the disk.',
        }),
      );
    });
  });
}

/** Makes the new name durable. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What made the backup fail may stand in the way here too; that failure is the one to report. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
