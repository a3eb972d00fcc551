import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataDirectory } from './data-directory.ts';
import { companionFiles, usersFile } from './data-files.ts';

/** Table of a backup that holds the other files of the data folder. */
export const backupFilesTable = '_preamp_files';

/**
 * Backs a data folder up into one file, for the owner only: a SQLite database with the items, the users, and the keys
 * and ids that clients know the backend by. It is encrypted if the folder is, with the same key. It appears under its name
 * when it is complete.
 *
 * @param copyItems writes the copy of the items
 * @throws PreampError `backup-target-invalid`, `backup-damaged` or `storage-…`
 */
export async function backupData(
  data: DataDirectory,
  file: string,
  copyItems: (target: string) => Promise<void>,
): Promise<void> {
  if (data.path !== null && resolve(file).startsWith(data.path + sep)) {
    throw new PreampError('backup-target-invalid', 'The backup would be in the data folder itself.', {
      hint: 'Name a file elsewhere, best on another disk.',
    });
  }
  const partial = `${file}.${randomUUID()}.partial`;
  try {
    await copyItems(partial);
    addCompanions(data, partial);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Adds to a database, or makes one of, what a data folder holds beside the items. */
export function addCompanions(data: DataDirectory, file: string): void {
  // SQLite would make it readable by everybody.
  closeSync(openSync(file, 'a', 0o600));
  const database = data.encryption.sqlite.open(file);
  try {
    database.pragma('synchronous = FULL');
    database.exec('BEGIN');
    database.exec(`CREATE TABLE ${backupFilesTable} (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT`);
    const add = database.prepare(`INSERT INTO ${backupFilesTable} VALUES (?, ?)`);
    for (const name of companionFiles) {
      const path = data.file(name);
      if (existsSync(path))
        add.run(name, name === usersFile ? contentOfDatabase(data, path, `${file}.users`) : readFileSync(path));
    }
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** What the database holds now, its write-ahead log included, in the form in which it is kept. */
function contentOfDatabase({ encryption }: DataDirectory, path: string, draft: string): Buffer {
  const database = encryption.sqlite.open(path);
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    database.prepare('VACUUM INTO ?').run(draft);
    return readFileSync(draft);
  } finally {
    database.close();
    rmSync(draft, { force: true });
  }
}
