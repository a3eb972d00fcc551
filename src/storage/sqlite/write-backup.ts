import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { storageFailure } from './storage-failure.ts';

const allPages = 2 ** 31 - 1;

/**
 * Writes a consistent copy of the open database to `file`, for the owner only, while reads and writes go on. The copy is
 * one file; it appears under its name only when it is complete, checked and on disk.
 *
 * @param atOnce whether the whole file is copied in one turn of the event loop, instead of some pages in each
 * @throws PreampError `backup-target-invalid`, `backup-damaged` or `storage-…`
 */
export async function writeBackup(
  database: Database.Database,
  file: string,
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
    await database.backup(partial, atOnce ? { progress: () => allPages } : undefined);
    await sealBackup(partial);
    renameSync(partial, file);
    syncDirectory(dirname(file));
  } catch (error) {
    removeQuietly(partial);
    throw storageFailure(error, file);
  }
}

/** Checks the copy and brings it to disk, in a thread of its own: a large one takes seconds. */
function sealBackup(file: string): Promise<void> {
  const extension = extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./seal-backup-worker${extension}`, import.meta.url), { workerData: file });
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
