import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { DataModel } from '../../ir/data-model.ts';
import type { MigrationPlan, MigrationStep, PlanOptions, Rename, RenameQuestion } from '../migration-plan.ts';
import { deriveLayout, historyTable } from '../sql/derive-layout.ts';
import { findRenames } from '../sql/find-renames.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import { quoteText } from '../sql/quote-text.ts';
import { type Holder, holderOf } from '../sql/relation-layout.ts';
import type { SchemaLayout, TableLayout } from '../sql/schema-layout.ts';
import { readAppliedLayout } from './applied-layout.ts';
import { copyInstruction } from './copy-instruction.ts';
import { itemCount } from './item-count.ts';
import { LayoutEdit } from './layout-edit.ts';
import { planMoves } from './plan-moves.ts';
import { planTable } from './plan-table.ts';
import { createIndexSql, createTableSql } from './table-ddl.ts';

/**
 * Compares the layout that is applied with the one that the model needs, and counts what would be lost. Changes nothing.
 * A plan that loses data begins with a copy of the whole database, beside its file.
 */
export function planMigration(
  database: Database.Database,
  model: DataModel,
  { renames = [] }: PlanOptions = {},
): MigrationPlan {
  const applied = readAppliedLayout(database);
  const edit = new LayoutEdit(database, applied.layout);
  // What follows the renames and moves is planned on what they leave, which is there for as long as this transaction.
  try {
    planMoves(edit, model, renames);
    return planFrom(database, applied.revision, edit, model);
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
  }
}

function planFrom(database: Database.Database, revision: number, edit: LayoutEdit, model: DataModel): MigrationPlan {
  const from = edit.layout;
  const to = deriveLayout(model, from);
  const steps = [...edit.steps, ...planTables(database, from, to)];
  if (steps.length === 0) return { steps };
  const losesData = steps.some((step) => step.impact === 'destructive');
  const copy = losesData && !database.memory ? [copyStep(database.name, revision)] : [];
  const questions = losesData ? renameQuestions(database, from, to) : [];
  return { steps: [...copy, ...steps, recordStep(revision + 1, steps, to)], questions };
}

function planTables(database: Database.Database, from: SchemaLayout, to: SchemaLayout): readonly MigrationStep[] {
  const before = new Map(from.tables.map((table) => [table.table, table]));
  const after = new Set(to.tables.map((table) => table.table));
  const removed = from.tables.filter((table) => !after.has(table.table));
  return [
    ...removed.map((table) => dropTable(database, table)),
    ...to.tables.flatMap((table) => {
      const old = before.get(table.table);
      return old === undefined ? [createTable(table)] : planTable(database, old, table);
    }),
  ];
}

function createTable(table: TableLayout): MigrationStep {
  return {
    impact: 'safe',
    description: `Creates the table of ${table.model}.`,
    statements: [createTableSql(table), ...table.indexes.map((index) => createIndexSql(table, index))],
  };
}

function dropTable(database: Database.Database, table: TableLayout): MigrationStep {
  const count = countOf(database, table, null);
  const statements = [`DROP TABLE ${quoteIdentifier(table.sqlName)}`];
  if (count === 0) return { impact: 'safe', description: `Removes the empty table of ${table.model}.`, statements };
  const description = `Removes the table of ${table.model} and its ${itemCount(count)}.`;
  return { impact: 'destructive', description, statements };
}

function renameQuestions(database: Database.Database, from: SchemaLayout, to: SchemaLayout): readonly RenameQuestion[] {
  return findRenames(from, to).flatMap((rename) => {
    const { model, from: old, to: young } = rename;
    const relation = model === null ? undefined : relationOf(from, model, old);
    const count = relation ? linkCount(database, from, relation) : dataAtStake(database, from, to, rename);
    if (count === 0) return [];
    if (model === null) return [question(rename, `the model ${old} renamed to ${young}`, itemCount(count))];
    const what = relation ? 'relation' : 'field';
    return [question(rename, `the ${what} ${model}.${old} renamed to ${young}`, itemCount(count))];
  });
}

function question(rename: Rename, what: string, count: string): RenameQuestion {
  return { rename, description: `Was ${what}? It has data in ${count}.` };
}

function relationOf(layout: SchemaLayout, model: string, name: string): Holder | undefined {
  const relation = layout.tables.find((table) => table.model === model)?.relations?.find((each) => each.name === name);
  return relation && holderOf(model, relation);
}

/** Items of the model that holds a relation's links. */
function linkCount(database: Database.Database, layout: SchemaLayout, { model, fields }: Holder): number {
  const table = layout.tables.find((each) => each.model === model);
  return table === undefined ? 0 : countOf(database, table, fields[0]!);
}

function dataAtStake(database: Database.Database, from: SchemaLayout, to: SchemaLayout, rename: Rename): number {
  const key = to.tables.find((table) => table.model === rename.model)?.table;
  const table = from.tables.find((each) => (rename.model === null ? each.model === rename.from : each.table === key))!;
  return countOf(database, table, rename.model === null ? null : rename.from);
}

/** Items of the table, or those that have a value in the attribute. */
function countOf(database: Database.Database, table: TableLayout, attribute: string | null): number {
  const column = table.columns.find((each) => each.attribute === attribute);
  const what = column === undefined ? '*' : quoteIdentifier(column.sqlName);
  return database
    .prepare(`SELECT count(${what}) FROM ${quoteIdentifier(table.sqlName)}`)
    .pluck()
    .get() as number;
}

function copyStep(file: string, revision: number): MigrationStep {
  let copy = `${file}.revision-${revision}.backup`;
  for (let n = 2; existsSync(copy); n++) copy = `${file}.revision-${revision}-${n}.backup`;
  return { impact: 'safe', description: `Copies the database to ${copy}.`, statements: [copyInstruction(copy)] };
}

/** The revision is the history's key, so a plan that was made for another state of the store fails here. */
function recordStep(revision: number, steps: readonly MigrationStep[], layout: SchemaLayout): MigrationStep {
  const changes = JSON.stringify(steps.map((step) => step.description));
  const columns = 'revision INTEGER PRIMARY KEY, applied_at TEXT NOT NULL, changes TEXT NOT NULL, layout TEXT NOT NULL';
  const now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
  const values = [revision, now, quoteText(changes), quoteText(JSON.stringify(layout))];
  return {
    impact: 'safe',
    description: `Records revision ${revision} of the schema.`,
    statements: [
      `CREATE TABLE IF NOT EXISTS ${historyTable} (${columns}) STRICT`,
      `INSERT INTO ${historyTable} VALUES (${values.join(', ')})`,
    ],
  };
}
