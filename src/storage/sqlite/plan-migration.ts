import type Database from 'better-sqlite3';
import type { MigrationPlan, MigrationStep } from '../migration-plan.ts';
import { historyTable } from '../sql/derive-layout.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { SchemaLayout, TableLayout } from '../sql/schema-layout.ts';
import type { AppliedLayout } from './applied-layout.ts';
import { planTable } from './plan-table.ts';
import { createIndexSql, createTableSql } from './table-ddl.ts';

/** Compares the layout that is applied with the one that is wanted, and counts what would be lost. Changes nothing. */
export function planMigration(
  database: Database.Database,
  applied: AppliedLayout,
  wanted: SchemaLayout,
): MigrationPlan {
  const steps: MigrationStep[] = [];
  const before = new Map(applied.layout.tables.map((table) => [table.table, table]));
  const after = new Set(wanted.tables.map((table) => table.table));
  for (const table of applied.layout.tables) {
    if (!after.has(table.table)) steps.push(dropTable(database, table));
  }
  for (const table of wanted.tables) {
    const old = before.get(table.table);
    steps.push(...(old === undefined ? [createTable(table)] : planTable(database, old, table)));
  }
  if (steps.length > 0) steps.push(recordStep(applied.revision + 1, steps, wanted));
  return { steps };
}

function createTable(table: TableLayout): MigrationStep {
  return {
    impact: 'safe',
    description: `Creates the table of ${table.model}.`,
    statements: [createTableSql(table), ...table.indexes.map((index) => createIndexSql(table, index))],
  };
}

function dropTable(database: Database.Database, table: TableLayout): MigrationStep {
  const name = quoteIdentifier(table.sqlName);
  const count = database.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number;
  return {
    impact: count === 0 ? 'safe' : 'destructive',
    description:
      count === 0
        ? `Removes the empty table of ${table.model}.`
        : `Removes the table of ${table.model} and its ${items(count)}.`,
    statements: [`DROP TABLE ${name}`],
  };
}

/** The revision is the history's key, so a plan that was made for another state of the store fails here. */
function recordStep(revision: number, steps: readonly MigrationStep[], layout: SchemaLayout): MigrationStep {
  const changes = steps.map((step) => step.description);
  const columns = 'revision INTEGER PRIMARY KEY, applied_at TEXT NOT NULL, changes TEXT NOT NULL, layout TEXT NOT NULL';
  const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
  return {
    impact: 'safe',
    description: `Records revision ${revision} of the schema.`,
    statements: [
      `CREATE TABLE IF NOT EXISTS ${historyTable} (${columns}) STRICT`,
      `INSERT INTO ${historyTable} VALUES (${revision}, ${now}, ${literal(changes)}, ${literal(layout)})`,
    ],
  };
}

function literal(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}

function items(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
