import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type RestoredArchive, restoreArchive } from '../../storage/sqlite/archive/restore-archive.ts';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';
import { backupFilesTable } from './backup-data.ts';
import { companionsAt } from './companion-archive.ts';
import type { DataDirectory } from './data-directory.ts';
import { databaseDriver, type Restored, restoreData } from './restore-data.ts';

/**
 * Replaces what a data folder holds by what an archive says it held at a time: items exactly, users and keys as they were
 * copied last before it. What was there is moved aside. The caller holds the lock.
 *
 * @param at milliseconds since 1970; `null` for the end of the archive
 * @throws PreampError `archive-invalid`, or as `restoreData`
 */
export async function restoreArchivedData(
  data: DataDirectory,
  archive: string,
  at: number | null,
  now: number,
): Promise<Restored & RestoredArchive> {
  const draft = data.file(`restore-${randomUUID()}.archive`);
  try {
    const restored = restoreArchive(archive, draft, at);
    const companions = companionsAt(archive, at);
    const driver = databaseDriver(draft, data, archive);
    if (companions !== null) addCompanions(draft, companions, driver);
    return { ...restored, ...(await restoreData(data, draft, now)) };
  } finally {
    for (const part of ['', '-wal', '-shm']) rmSync(`${draft}${part}`, { force: true });
  }
}

/** Gives the database the table that makes it a backup. */
function addCompanions(draft: string, companions: string, driver: SqliteDriver): void {
  const source = driver.open(companions, { readonly: true });
  const target = driver.open(draft);
  try {
    target.pragma('journal_mode = DELETE');
    target.exec(`CREATE TABLE ${backupFilesTable} (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT`);
    const add = target.prepare(`INSERT INTO ${backupFilesTable} VALUES (?, ?)`);
    for (const row of source.prepare(`SELECT name, content FROM ${backupFilesTable}`).raw().all()) {
      add.run(...(row as [string, Buffer]));
    }
  } finally {
    source.close();
    target.close();
  }
}
