import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { storageFailure } from './storage-failure.ts';

/** A savepoint for one piece of work; used only where the work can be undone half way. */
export interface Savepoint {
  begin(): void;
  release(): void;
  rollback(): void;
}

type Work<T> = (savepoint: Savepoint) => T;

interface Waiting {
  readonly work: Work<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Most pieces of work in one transaction: bounds how long one commit holds up the event loop. */
const largestGroup = 512;

/**
 * Runs all work of one event-loop turn in one transaction, so that it shares one synchronisation of the disk. Each
 * piece is atomic by itself, and its promise settles only after the commit is durable. The transaction begins and ends
 * within one synchronous step, so reads on the same connection never see it half done.
 */
export class GroupCommit {
  readonly #database: Database.Database;
  readonly #file: string;
  readonly #onCommit: () => void;
  #waiting: Waiting[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #closed = false;

  /** @param onCommit called after each commit, in the same step; must not throw */
  constructor(database: Database.Database, file: string, onCommit: () => void) {
    this.#database = database;
    this.#file = file;
    this.#onCommit = onCommit;
  }

  /** @throws PreampError `storage-…` by its promise when the commit fails; what the work itself throws, likewise */
  run<T>(work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new PreampError('storage-closed', 'The database is closed.'));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits, now. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
  }

  close(): void {
    this.#closed = true;
    this.flush();
  }

  #commitScheduled(): void {
    this.#scheduled = null;
    this.#commitGroup();
    if (this.#waiting.length > 0) this.#schedule();
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => this.#commitScheduled());
  }

  #commitGroup(): void {
    const group = this.#waiting.splice(0, largestGroup);
    const settle: (() => void)[] = [];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const waiting of group) settle.push(this.#runOne(waiting));
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      const failure = storageFailure(error, this.#file);
      for (const { reject } of group) reject(failure);
      return;
    }
    this.#onCommit();
    for (const each of settle) each();
  }

  /** Ends a failed transaction. Where even that fails, what made it fail is still the failure to report. */
  #rollBack(): void {
    try {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    } catch {}
  }

  /** Runs one piece; returns what is to be done after the commit. Throws when the transaction itself is lost. */
  #runOne({ work, resolve, reject }: Waiting): () => void {
    let open = false;
    const database = this.#database;
    const end = (sql: string) => {
      database.exec(sql);
      open = false;
    };
    const savepoint: Savepoint = {
      begin() {
        database.exec('SAVEPOINT work');
        open = true;
      },
      release: () => end('RELEASE work'),
      rollback: () => end('ROLLBACK TO work; RELEASE work'),
    };
    try {
      const result = work(savepoint);
      return () => resolve(result);
    } catch (error) {
      // A full disk or a failing one ends the whole transaction; then nothing of the group can be committed.
      if (!database.inTransaction) throw error;
      if (open) savepoint.rollback();
      return () => reject(storageFailure(error, this.#file));
    }
  }
}
