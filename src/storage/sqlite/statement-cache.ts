import type Database from 'better-sqlite3';

/**
 * Prepared statements by SQL text. Bounded by two generations: when the young one is full the old one is dropped, and
 * what was used meanwhile has moved to the young one.
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

  prepare(sql: string): Database.Statement {
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

  /** Forgets every statement: after the schema has changed. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
