import type Database from 'better-sqlite3';
import type { MigrationStep } from '../migration-plan.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import { quoteText } from '../sql/quote-text.ts';
import type { ColumnLayout, IndexLayout, TableLayout } from '../sql/schema-layout.ts';
import { conversionSql, sameShape } from './convert-column.ts';
import { itemCount } from './item-count.ts';
import {
  addColumnSql,
  columnName,
  compositeSql,
  createIndexSql,
  createTableSql,
  dropColumnSql,
  dropIndexSql,
} from './table-ddl.ts';

/** Steps that turn one table into another, keeping what both can hold. */
export function planTable(database: Database.Database, from: TableLayout, to: TableLayout): MigrationStep[] {
  return new TablePlanner(database, from, to).plan();
}

class TablePlanner {
  readonly #database: Database.Database;
  readonly #from: TableLayout;
  readonly #to: TableLayout;
  readonly #old: ReadonlyMap<string, ColumnLayout>;
  readonly #sqlName: string;
  #isEmpty: boolean | null = null;

  constructor(database: Database.Database, from: TableLayout, to: TableLayout) {
    this.#database = database;
    this.#from = from;
    this.#to = to;
    this.#old = new Map(from.columns.map((column) => [column.attribute, column]));
    this.#sqlName = quoteIdentifier(from.sqlName);
  }

  plan(): MigrationStep[] {
    const retyped = this.#to.columns.filter((column) => {
      const old = this.#old.get(column.attribute);
      return old !== undefined && !sameShape(old, column);
    });
    const rekeyed = !sameList(this.#from.primaryKey, this.#to.primaryKey);
    return rekeyed || retyped.length > 0 ? this.#rebuild(rekeyed, retyped) : this.#alter();
  }

  #alter(): MigrationStep[] {
    const steps: MigrationStep[] = [];
    const kept = new Map(this.#to.indexes.map((index) => [index.name, index]));
    const unchanged = new Set<string | null>();
    for (const index of this.#from.indexes) {
      const wanted = kept.get(index.name);
      if (wanted !== undefined && sameIndex(index, wanted)) unchanged.add(index.name);
      else steps.push(step('safe', `Removes ${this.#indexName(index)}.`, [dropIndexSql(index)]));
    }
    for (const column of this.#removedColumns()) {
      steps.push(this.#lossOf(column, [dropColumnSql(this.#from, column)]));
    }
    for (const column of this.#to.columns) {
      if (!this.#old.has(column.attribute)) steps.push(this.#addColumn(column));
    }
    for (const index of this.#to.indexes) {
      if (unchanged.has(index.name)) continue;
      const description = `Builds ${this.#indexName(index)}.`;
      steps.push(step(this.#empty() ? 'safe' : 'backfill', description, [createIndexSql(this.#to, index)]));
    }
    return steps;
  }

  #addColumn(column: ColumnLayout): MigrationStep {
    const add = addColumnSql(this.#to, column);
    if (column.parts === null) return this.#addField(column, add);
    const fill = `UPDATE ${this.#sqlName} SET ${quoteIdentifier(column.sqlName)} = ${compositeSql(this.#to, column.parts)}`;
    return step(this.#empty() ? 'safe' : 'backfill', `Adds the key attribute ${this.#name(column)}.`, [add, fill]);
  }

  #addField(column: ColumnLayout, add: string): MigrationStep {
    const what = `Adds the ${column.required ? 'required ' : ''}field ${this.#name(column)}`;
    if (!column.required || this.#empty()) return step('safe', `${what}.`, [add]);
    const count = itemCount(this.#count('1 = 1'));
    if (column.fill === null) {
      return step('safe', `${what}, which ${count} will lack: reading it there fails until it is set.`, [add]);
    }
    const name = quoteIdentifier(column.sqlName);
    return step('backfill', `${what}, and sets it to its default in ${count}.`, [
      add,
      `UPDATE ${this.#sqlName} SET ${name} = ${literal(column.fill)}`,
    ]);
  }

  /** Copies the table: SQLite changes neither a primary key nor a column's type in place. */
  #rebuild(rekeyed: boolean, retyped: readonly ColumnLayout[]): MigrationStep[] {
    const steps: MigrationStep[] = this.#removedColumns().map((column) => this.#lossOf(column, []));
    for (const column of retyped) steps.push(this.#retype(column));
    const keyRetyped = retyped.some((column) => this.#isKey(column));
    if (rekeyed || keyRetyped) steps.push(...this.#rekey(rekeyed));
    const temporary = `${this.#to.sqlName}~new`;
    const columns = this.#to.columns.map((column) => quoteIdentifier(column.sqlName)).join(', ');
    const oldKey = this.#from.primaryKey.map((attribute) => columnName(this.#from, attribute)).join(', ');
    steps.push(
      step(this.#empty() ? 'safe' : 'backfill', `Copies the table of ${this.#to.model}.`, [
        createTableSql(this.#to, temporary),
        `INSERT OR IGNORE INTO ${quoteIdentifier(temporary)} (${columns}) SELECT * FROM (${this.#selectConverted()}) WHERE ${this.#hasNewKey()} ORDER BY ${oldKey}`,
        `DROP TABLE ${this.#sqlName}`,
        `ALTER TABLE ${quoteIdentifier(temporary)} RENAME TO ${this.#sqlName}`,
        ...this.#to.columns
          .filter((column) => column.parts !== null)
          .map(
            (column) =>
              `UPDATE ${this.#sqlName} SET ${quoteIdentifier(column.sqlName)} = ${compositeSql(this.#to, column.parts!)}`,
          ),
        ...this.#to.indexes.map((index) => createIndexSql(this.#to, index)),
      ]),
    );
    return steps;
  }

  #retype(column: ColumnLayout): MigrationStep {
    const old = this.#old.get(column.attribute)!;
    const source = quoteIdentifier(old.sqlName);
    const converted = conversionSql(old, column) ?? 'NULL';
    const lost = this.#count(`${source} IS NOT NULL AND (${converted}) IS NULL`);
    const what = `the field ${this.#name(column)} from ${old.type} to ${column.type}`;
    // An item whose key does not convert is lost altogether, which is counted with the key.
    if (lost === 0 || this.#isKey(column)) return step(this.#empty() ? 'safe' : 'backfill', `Converts ${what}.`, []);
    return step(
      'destructive',
      `Converts ${what}, and removes its value from ${itemCount(lost)} where it does not fit.`,
      [],
    );
  }

  /** The loss of items that have no new key, or one that another item has. */
  #rekey(otherFields: boolean): MigrationStep[] {
    const change = otherFields
      ? `Changes the primary key of ${this.#to.model} from (${this.#from.primaryKey.join(', ')}) to (${this.#to.primaryKey.join(', ')})`
      : `Converts the primary key of ${this.#to.model}`;
    if (this.#empty()) return [step('safe', `${change}.`, [])];
    const total = this.#count('1 = 1');
    const key = this.#to.primaryKey.map((attribute) => columnName(this.#to, attribute)).join(', ');
    const kept = this.#value(
      `SELECT count(*) FROM (SELECT DISTINCT ${key} FROM (${this.#selectConverted()}) WHERE ${this.#hasNewKey()})`,
    );
    if (total > kept) {
      const loss = `removes ${total - kept} of ${itemCount(total)}, which have no such key or that of another`;
      return [step('destructive', `${change}: ${loss}.`, [])];
    }
    if (!otherFields) return [step('backfill', `${change}.`, [])];
    return [step('destructive', `${change}: its ${itemCount(total)} are found under new keys only.`, [])];
  }

  #isKey(column: ColumnLayout): boolean {
    return this.#to.primaryKey.includes(column.attribute);
  }

  #removedColumns(): ColumnLayout[] {
    const wanted = new Set(this.#to.columns.map((column) => column.attribute));
    return this.#from.columns.filter((column) => !wanted.has(column.attribute));
  }

  /** A removed field is a loss only where items have a value in it; composite attributes are derived. */
  #lossOf(column: ColumnLayout, statements: readonly string[]): MigrationStep {
    const what = `Removes the ${column.parts === null ? 'field' : 'key attribute'} ${this.#name(column)}`;
    const lost = column.parts === null ? this.#count(`${quoteIdentifier(column.sqlName)} IS NOT NULL`) : 0;
    if (lost === 0) return step('safe', `${what}.`, statements);
    return step('destructive', `${what} and its value in ${itemCount(lost)}.`, statements);
  }

  /** The old rows with the new columns, in their order. */
  #selectConverted(): string {
    const expressions = this.#to.columns.map((column) => {
      const old = this.#old.get(column.attribute);
      const name = quoteIdentifier(column.sqlName);
      if (column.parts !== null) return `NULL AS ${name}`;
      const value = old === undefined ? null : conversionSql(old, column);
      return `${value ?? literal(old === undefined ? column.fill : null)} AS ${name}`;
    });
    return `SELECT ${expressions.join(', ')} FROM ${this.#sqlName}`;
  }

  #hasNewKey(): string {
    return this.#to.primaryKey.map((attribute) => `${columnName(this.#to, attribute)} IS NOT NULL`).join(' AND ');
  }

  #empty(): boolean {
    this.#isEmpty ??= this.#value(`SELECT EXISTS (SELECT 1 FROM ${this.#sqlName})`) === 0;
    return this.#isEmpty;
  }

  #count(condition: string): number {
    return this.#value(`SELECT count(*) FROM ${this.#sqlName} WHERE ${condition}`);
  }

  #value(sql: string): number {
    return this.#database.prepare(sql).pluck().get() as number;
  }

  #name(column: ColumnLayout): string {
    return `${this.#to.model}.${column.attribute}`;
  }

  #indexName(index: IndexLayout): string {
    return index.name === null
      ? `the key order of ${this.#to.model}`
      : `the index '${index.name}' of ${this.#to.model}`;
  }
}

function step(impact: MigrationStep['impact'], description: string, statements: readonly string[]): MigrationStep {
  return { impact, description, statements };
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : quoteText(value);
}

function sameIndex(a: IndexLayout, b: IndexLayout): boolean {
  return sameList(a.key, b.key) && sameList(a.order, b.order);
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}
