import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import { plainSqlite, type SqliteDriver } from '../../util/sqlite-driver.ts';
import type { AppliedMigration, MigrationPlan, PlanOptions } from '../migration-plan.ts';
import { deriveLayout } from '../sql/derive-layout.ts';
import type { SchemaLayout } from '../sql/schema-layout.ts';
import type { Capabilities, StorageEngine, Store } from '../storage-engine.ts';
import { readAppliedLayout, readHistory } from './applied-layout.ts';
import { type ArchiveOptions, WalArchive } from './archive/wal-archive.ts';
import { GroupCommit } from './group-commit.ts';
import { JsonFunctions } from './json-functions.ts';
import { openDatabase } from './open-database.ts';
import { planMigration } from './plan-migration.ts';
import { runMigration } from './run-migration.ts';
import { SqliteStore } from './sqlite-store.ts';
import { StatementCache } from './statement-cache.ts';
import { storageFailure } from './storage-failure.ts';
import { writeBackup } from './write-backup.ts';

export interface SqliteEngineOptions {
  /** Path of the database file, which is created where it is missing, or `:memory:`. */
  readonly file: string;
  /** How its files are opened; plain unless given. */
  readonly driver?: SqliteDriver;
  /** Where every commit is shipped to; nowhere unless given. Not for `:memory:`. */
  readonly archive?: ArchiveOptions;
  /** Milliseconds to wait for a lock of another process before `storage-locked`; 2000 by default. */
  readonly lockTimeout?: number;
  /** Bytes the file may grow to before writes fail with `storage-full`; bounded by the disk alone by default. */
  readonly sizeLimit?: number;
}

/**
 * The embedded engine: one SQLite file in this process. Reads are synchronous; writes of one event-loop turn share a
 * transaction and one synchronisation of the disk.
 *
 * @throws PreampError `storage-…` when the file cannot be opened
 */
export function createSqliteEngine(options: SqliteEngineOptions): StorageEngine {
  return new SqliteEngine(options);
}

class SqliteEngine implements StorageEngine {
  readonly name = 'sqlite';
  readonly capabilities: Capabilities = {
    synchronousReads: true,
    maxAtomicWrites: Number.MAX_SAFE_INTEGER,
    orderedScan: true,
    keepsJsonText: true,
    emptyKeys: true,
  };
  readonly #file: string;
  readonly #driver: SqliteDriver;
  readonly #database: Database.Database;
  readonly #statements: StatementCache;
  readonly #commits: GroupCommit;
  readonly #functions: JsonFunctions;
  readonly #archive: WalArchive | null;
  readonly #backups = new Set<Promise<void>>();

  constructor({ file, driver = plainSqlite, archive, lockTimeout = 2000, sizeLimit }: SqliteEngineOptions) {
    this.#file = file;
    this.#driver = driver;
    this.#database = openDatabase(file, driver, lockTimeout, sizeLimit ?? null);
    this.#statements = new StatementCache(this.#database);
    this.#archive = archive === undefined ? null : new WalArchive(this.#database, file, archive);
    this.#commits = new GroupCommit(this.#database, file, () => this.#archive?.committed());
    this.#functions = new JsonFunctions(this.#database);
  }

  plan(model: DataModel, options?: PlanOptions): MigrationPlan {
    this.#commits.flush();
    return this.#reporting(() => planMigration(this.#database, model, options));
  }

  migrate(plan: MigrationPlan, consent: { readonly destructive: boolean }): void {
    this.#commits.flush();
    runMigration(this.#database, plan, consent, this.#file);
    this.#archive?.committed();
    this.#statements.clear();
  }

  open(model: DataModel): Store {
    const { layout } = this.#reporting(() => readAppliedLayout(this.#database));
    const wanted = deriveLayout(model, layout);
    checkApplied(wanted, layout);
    return new SqliteStore(wanted, this.#statements, this.#commits, this.#functions);
  }

  history(): readonly AppliedMigration[] {
    return this.#reporting(() => readHistory(this.#database));
  }

  async backup(file: string): Promise<void> {
    const backup = writeBackup(this.#database, file, this.#driver);
    this.#backups.add(backup);
    try {
      await backup;
    } finally {
      this.#backups.delete(backup);
    }
  }

  /** Commits what waits and closes the file; a backup under way is finished first. */
  close(): MaybePromise<void> {
    this.#commits.close();
    if (this.#backups.size === 0 && this.#archive === null) return this.#closeDatabase();
    return Promise.allSettled([...this.#backups, this.#archive?.close()]).then(() => this.#closeDatabase());
  }

  #reporting<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageFailure(error, this.#file);
    }
  }

  #closeDatabase(): void {
    this.#database.close();
    this.#archive?.release();
  }
}

function checkApplied(wanted: SchemaLayout, applied: SchemaLayout): void {
  const tables = new Map(applied.tables.map((table) => [table.table, table]));
  for (const table of wanted.tables) {
    const columns = new Set(tables.get(table.table)?.columns.map(({ attribute, kind }) => `${kind} ${attribute}`));
    if (table.columns.every(({ attribute, kind }) => columns.has(`${kind} ${attribute}`))) continue;
    throw new PreampError('store-not-migrated', `The database has no table yet that fits the model ${table.model}.`, {
      hint: 'Carry out the migration plan of this data model first.',
    });
  }
}
