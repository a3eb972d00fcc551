import type Database from 'better-sqlite3';
import { RecentMap } from '../../util/recent-map.ts';
import type { SqlValue } from '../sql/encode-value.ts';
import { storageFailure } from './storage-failure.ts';

export type Row = Record<string, unknown>;

/**
 * Runs SQL through prepared statements; those used lately are kept by their text.
 *
 * Failures come as `storageFailure` makes them.
 */
export class StatementCache {
  readonly #database: Database.Database;
  readonly #recent: RecentMap<string, Database.Statement>;

  constructor(database: Database.Database, capacity = 1000) {
    this.#database = database;
    this.#recent = new RecentMap(capacity);
  }

  all(sql: string, parameters: readonly SqlValue[]): Row[] {
    try {
      return this.#prepare(sql).all(parameters) as Row[];
    } catch (error) {
      throw storageFailure(error, this.#database.name);
    }
  }

  get(sql: string, parameters: readonly SqlValue[]): Row | undefined {
    try {
      return this.#prepare(sql).get(parameters) as Row | undefined;
    } catch (error) {
      throw storageFailure(error, this.#database.name);
    }
  }

  /** Runs a write; returns how many rows it changed. */
  run(sql: string, parameters: readonly SqlValue[]): number {
    return this.#prepare(sql).run(parameters).changes;
  }

  /** Forgets every statement: after the schema has changed. */
  clear(): void {
    this.#recent.clear();
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#recent.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#recent.set(sql, statement);
    }
    return statement;
  }
}
