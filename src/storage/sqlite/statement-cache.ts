import type Database from 'better-sqlite3';
import type { SqlValue } from '../sql/encode-value.ts';
import { storageFailure } from './storage-failure.ts';

export type Row = Record<string, unknown>;

/**
 * Runs SQL through prepared statements, kept by their text. Bounded by two generations: when the young one is full the
 * old one is dropped, and what was used meanwhile has moved to the young one.
 *
 * Failures come as `storageFailure` makes them.
 */
export class StatementCache {
  readonly #database: Database.Database;
  readonly #generationSize: number;
  #young = new Map<string, Database.Statement>();
  #old = new Map<string, Database.Statement>();

  constructor(database: Database.Database, capacity = 1000) {
    this.#database = database;
    this.#generationSize = capacity / 2;
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
    this.#young.clear();
    this.#old.clear();
  }

  #prepare(sql: string): Database.Statement {
    const young = this.#young.get(sql);
    if (young !== undefined) return young;
    const statement = this.#old.get(sql) ?? this.#database.prepare(sql);
    if (this.#young.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(sql, statement);
    return statement;
  }
}
