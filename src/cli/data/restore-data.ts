import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { rewriteDatabase } from '../../storage/sqlite/rewrite-database.ts';
import { isSqliteError } from '../../util/is-sqlite-error.ts';
import { plainSqlite, type SqliteDriver } from '../../util/sqlite-driver.ts';
import { displayPath } from '../output/display-path.ts';
import { backupFilesTable } from './backup-data.ts';
import type { DataDirectory } from './data-directory.ts';
import { companionFiles, dataFile, importFile, usersFile } from './data-files.ts';

/** What a restored folder held before, and where it is now; `null` where it was empty. */
export interface Restored {
  readonly keptIn: string | null;
}

/**
 * Replaces what a data folder holds by a backup. The backup is checked first; what was there is moved into a folder of
 * its own. A copy that a migration made has items only: users and keys stay as they are then. A plain backup is encrypted
 * where the folder is. The caller holds the lock.
 *
 * @param now milliseconds since 1970, for the folder's name
 * @throws PreampError `backup-invalid` when the file is not a backup, damaged, or encrypted with another key
 */
export async function restoreData(data: DataDirectory, file: string, now: number): Promise<Restored> {
  removeLeftDrafts(data);
  const draft = data.file(`restore-${randomUUID()}.partial`);
  const drafts = new Map<string, string>([[dataFile, draft]]);
  try {
    copyFileSync(file, draft, constants.COPYFILE_FICLONE);
    chmodSync(draft, 0o600);
    const driver = databaseDriver(draft, data, file);
    for (const [name, content] of takeCompanions(draft, driver, file)) {
      const companion = data.file(`restore-${randomUUID()}.partial`);
      drafts.set(name, companion);
      writeFileSync(companion, content, { mode: 0o600, flush: true });
    }
    if (driver.key !== data.encryption.sqlite.key) await encryptDrafts(drafts, data);
    const keptIn = data.file(`replaced-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
    let kept = false;
    // What an import that was broken off has stored may not be there any more: repeated, it begins anew.
    rmSync(data.file(importFile), { force: true });
    for (const [name, from] of drafts) {
      // A log that belongs to the old database must never meet the new one.
      if (name === dataFile || name === usersFile) foldLog(data.file(name), data.encryption.sqlite);
      for (const part of [`${name}-wal`, `${name}-shm`, name]) {
        if (!existsSync(data.file(part))) continue;
        mkdirSync(keptIn, { recursive: true, mode: 0o700 });
        renameSync(data.file(part), join(keptIn, part));
        kept = true;
      }
      renameSync(from, data.file(name));
    }
    return { keptIn: kept ? keptIn : null };
  } finally {
    for (const left of drafts.values()) rmSync(left, { force: true });
  }
}

/** Drafts of a restore that was killed. */
function removeLeftDrafts(data: DataDirectory): void {
  const folder = data.file('.');
  for (const name of readdirSync(folder)) {
    if (/^restore-.*\.partial$/.test(name)) rmSync(join(folder, name), { force: true });
  }
}

/** Whether a file that no process has open is a database without encryption. */
function isPlainDatabase(file: string): boolean {
  const header = Buffer.alloc(plainHeader.length);
  const descriptor = openSync(file, 'r');
  readSync(descriptor, header, 0, header.length, 0);
  closeSync(descriptor);
  return header.toString('latin1') === plainHeader;
}

const plainHeader = 'SQLite format 3\0';

/** How a backup is to be opened: as a plain file if it says so, else under the folder's key. */
export function databaseDriver(draft: string, { encryption }: DataDirectory, file: string): SqliteDriver {
  if (isPlainDatabase(draft)) return plainSqlite;
  if (encryption.keyId !== null) return encryption.sqlite;
  throw new PreampError('backup-invalid', `${displayPath(file)} is not a backup of Preamp, or is encrypted.`, {
    hint: 'If it is, set PREAMP_ENCRYPTION_KEY or PREAMP_ENCRYPTION_KEY_FILE to the key it was made with.',
  });
}

/** Encrypts what came out of a plain backup. */
async function encryptDrafts(drafts: Map<string, string>, { encryption }: DataDirectory): Promise<void> {
  for (const [name, draft] of drafts) {
    if (name === dataFile || name === usersFile) {
      const target = `${draft}.encrypted`;
      await rewriteDatabase({ file: draft, key: null }, { file: target, key: encryption.sqlite.key });
      renameSync(target, draft);
    } else {
      const text = readFileSync(draft, 'utf8');
      writeFileSync(draft, encryption.seal.seal(text, name), { mode: 0o600, flush: true });
    }
  }
}

/** Checks the copy and takes out of it what belongs beside the items. */
function takeCompanions(draft: string, driver: SqliteDriver, file: string): readonly (readonly [string, Buffer])[] {
  let database: Database.Database | null = null;
  try {
    database = driver.open(draft);
    const [answer] = database.pragma('integrity_check') as { integrity_check: string }[];
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    if (answer?.integrity_check !== 'ok') throw invalid(file, 'is damaged');
    if (!tables.includes('_preamp_history')) throw invalid(file, 'is not a backup of Preamp');
    if (!tables.includes(backupFilesTable)) return [];
    const rows = database.prepare(`SELECT name, content FROM ${backupFilesTable}`).all();
    database.exec(`DROP TABLE ${backupFilesTable}`);
    const known: readonly string[] = companionFiles;
    return (rows as { name: string; content: Buffer }[])
      .filter(({ name }) => known.includes(name))
      .map(({ name, content }) => [name, content]);
  } catch (error) {
    const what =
      driver.key === null ? 'is not a backup of Preamp' : 'is not a backup, or is encrypted with another key';
    throw isSqliteError(error) ? invalid(file, what, error) : error;
  } finally {
    database?.close();
  }
}

/** Brings what the log holds into the database, where that is sound enough to be opened. */
function foldLog(path: string, driver: SqliteDriver): void {
  if (!existsSync(path)) return;
  try {
    const database = driver.open(path);
    try {
      database.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      database.close();
    }
  } catch (error) {
    // A damaged database is kept as it is, its log beside it.
    if (!isSqliteError(error)) throw error;
  }
}

function invalid(file: string, what: string, cause?: unknown): PreampError {
  return new PreampError('backup-invalid', `${displayPath(file)} ${what}.`, {
    hint: 'Choose another backup. The data folder has not been touched.',
    cause,
  });
}
