import type Database from 'better-sqlite3';
import { historyTable } from '../sql/derive-layout.ts';
import type { SchemaLayout } from '../sql/schema-layout.ts';

/** What the database's tables are now, as its own history says. Revisions count from 1; 0 is the empty database. */
export interface AppliedLayout {
  readonly revision: number;
  readonly layout: SchemaLayout;
}

export function readAppliedLayout(database: Database.Database): AppliedLayout {
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(historyTable);
  if (exists === undefined) return { revision: 0, layout: { tables: [] } };
  const row = database.prepare(`SELECT revision, layout FROM ${historyTable} ORDER BY revision DESC LIMIT 1`).get() as {
    revision: number;
    layout: string;
  };
  return { revision: row.revision, layout: JSON.parse(row.layout) as SchemaLayout };
}
