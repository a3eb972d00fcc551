import type Database from 'better-sqlite3';
import type { AppliedMigration } from '../migration-plan.ts';
import { historyTable } from '../sql/derive-layout.ts';
import type { SchemaLayout } from '../sql/schema-layout.ts';

/** What the database's tables are now, as its own history says. Revisions count from 1; 0 is the empty database. */
export interface AppliedLayout {
  readonly revision: number;
  readonly layout: SchemaLayout;
}

export function readAppliedLayout(database: Database.Database): AppliedLayout {
  if (!hasHistory(database)) return { revision: 0, layout: { tables: [] } };
  const row = database.prepare(`SELECT revision, layout FROM ${historyTable} ORDER BY revision DESC LIMIT 1`).get() as {
    revision: number;
    layout: string;
  };
  return { revision: row.revision, layout: JSON.parse(row.layout) as SchemaLayout };
}

/** Every migration the database has seen, oldest first. */
export function readHistory(database: Database.Database): readonly AppliedMigration[] {
  if (!hasHistory(database)) return [];
  const rows = database
    .prepare(`SELECT revision, applied_at AS appliedAt, changes FROM ${historyTable} ORDER BY revision`)
    .all() as { revision: number; appliedAt: string; changes: string }[];
  return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) as string[] }));
}

function hasHistory(database: Database.Database): boolean {
  const find = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  return find.get(historyTable) !== undefined;
}
