import Database from 'better-sqlite3';

/** Opens SQLite files in one way: as they are, or under a key. */
export interface SqliteDriver {
  /** Opens a file, or `:memory:`. A wrong key shows at the first read, as `SQLITE_NOTADB`. */
  open(file: string, options?: Database.Options): Database.Database;
  /** The key of its files as 64 hexadecimal digits, for threads that open the same; `null` for plain files. */
  readonly key: string | null;
}

/** Plain files. */
export const plainSqlite: SqliteDriver = Object.freeze({
  key: null,
  open: (file: string, options?: Database.Options) => new Database(file, options),
});
