import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { sizeOf } from '../../filter/size-of.ts';
import { keyTextFunction, textSizeFunction } from './sqlite-dialect.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Opens a database file, created with its directory for the owner only (0600, 0700), or `:memory:`. Commits are durable:
 * write-ahead log, synchronised at each.
 *
 * @param lockTimeout milliseconds to wait for another process's lock
 * @throws PreampError `storage-…`
 */
export function openDatabase(file: string, lockTimeout: number): Database.Database {
  try {
    if (file !== ':memory:') createForOwner(file);
    const database = new Database(file, { timeout: lockTimeout });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    database.function(textSizeFunction, { deterministic: true }, sizeOf);
    database.function(keyTextFunction, { deterministic: true }, (value) => (value === null ? null : String(value)));
    return database;
  } catch (error) {
    throw storageFailure(error, file);
  }
}

/** SQLite gives its log files the permissions of the database file, so that is made before SQLite opens it. */
function createForOwner(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return;
  }
  chmodSync(file, 0o600);
}
