import type Database from 'better-sqlite3';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';
import { storageFailure } from './storage-failure.ts';
import { writeBackup } from './write-backup.ts';

/**
 * Writes a consistent copy of a database that another process may be writing to. It is read in one go, from one
 * snapshot: page by page, as a server backs itself up, every write of the other process would start it over.
 *
 * @throws PreampError `backup-target-invalid`, `backup-damaged` or `storage-…`
 */
export async function backupDatabaseFile(source: string, target: string, driver: SqliteDriver): Promise<void> {
  let database: Database.Database;
  try {
    database = driver.open(source, { fileMustExist: true });
  } catch (error) {
    throw storageFailure(error, source);
  }
  try {
    await writeBackup(database, target, driver, { atOnce: true });
  } finally {
    database.close();
  }
}
