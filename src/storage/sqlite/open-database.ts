import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { sizeOf } from '../../filter/size-of.ts';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';
import { canonicalJson } from '../sql/canonical-json.ts';
import {
  jsonListFunction,
  keyTextFunction,
  numberFunction,
  textEndsWithFunction,
  textSizeFunction,
} from './sqlite-dialect.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Memory for pages that were read, taken as they are read. SQLite's own 2 MiB hold the inner nodes of a small database at
 * best, and every other page costs a system call.
 */
const pageCacheKibibytes = 64 * 1024;

/**
 * Opens a database file, created with its directory for the owner only (0600, 0700), or `:memory:`. Commits are durable:
 * write-ahead log, synchronised at each.
 *
 * @param lockTimeout milliseconds to wait for another process's lock
 * @param sizeLimit bytes the file may grow to; `null` without a limit
 * @throws PreampError `storage-…`
 */
export function openDatabase(
  file: string,
  driver: SqliteDriver,
  lockTimeout: number,
  sizeLimit: number | null,
): Database.Database {
  let database: Database.Database | null = null;
  try {
    if (file !== ':memory:') createForOwner(file);
    database = driver.open(file, { timeout: lockTimeout });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    database.pragma(`cache_size = -${pageCacheKibibytes}`);
    if (sizeLimit !== null) {
      const pageSize = database.pragma('page_size', { simple: true }) as number;
      database.pragma(`max_page_count = ${Math.max(1, Math.floor(sizeLimit / pageSize))}`);
    }
    addFunctions(database);
    return database;
  } catch (error) {
    database?.close();
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
  }
}

function addFunctions(database: Database.Database): void {
  const options = { deterministic: true };
  database.function(textSizeFunction, options, sizeOf);
  database.function(textEndsWithFunction, options, (text, end) =>
    typeof text === 'string' ? Number(text.endsWith(String(end))) : null,
  );
  database.function(keyTextFunction, options, (value) => (value === null ? null : String(value)));
  database.function(numberFunction, options, (text) => {
    const number = Number(text);
    return Number.isFinite(number) && String(number) === text ? number : null;
  });
  database.function(jsonListFunction, options, (value, isBoolean) =>
    value === null ? null : canonicalJson([isBoolean ? value !== 0 : value]),
  );
}
