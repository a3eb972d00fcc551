import type { DataModel } from '../../ir/data-model.ts';
import type { Rename } from '../migration-plan.ts';
import { deriveLayout } from '../sql/derive-layout.ts';
import { movedTables } from '../sql/match-tables.ts';
import type { TableLayout } from '../sql/schema-layout.ts';
import type { LayoutEdit } from './layout-edit.ts';
import { renameFields, renameModels } from './plan-renames.ts';
import { RelationMoves } from './relation-moves.ts';

/**
 * The steps of what is the same under another name or in another place: what the user has confirmed, and what the data
 * model itself says: tables and fields of `@mapsTo`, join tables, foreign keys, indexes of the same key.
 */
export function planMoves(edit: LayoutEdit, model: DataModel, renames: readonly Rename[]): void {
  const wanted = () => deriveLayout(model, edit.layout).tables;
  renameModels(edit, renames);
  moveTables(edit, wanted());
  renameFields(edit, renames);
  for (const table of wanted()) renameStored(edit, table);
  new RelationMoves(edit, model).plan();
  for (const table of wanted()) renameIndexes(edit, table);
}

function moveTables(edit: LayoutEdit, wanted: readonly TableLayout[]): void {
  for (const { old, young } of movedTables(edit.layout.tables, wanted)) {
    const what = `Moves the table of ${young.model} from '${old.table}' to '${young.table}', with its items.`;
    edit.moveTable(old, young.table, what);
  }
  const given = wanted.flatMap((young): [string, string][] => {
    const old = edit.layout.tables.find((table) => table.table === young.table);
    return old === undefined || old.model === young.model ? [] : [[old.model, young.model]];
  });
  for (const [from, to] of given) edit.add('safe', `Gives the table of ${from} to ${to}.`, []);
  edit.renameModels(new Map(given));
}

/** Fields that `@mapsTo` says to be stored under another name, and those that it said so of before. */
function renameStored(edit: LayoutEdit, wanted: TableLayout): void {
  const old = edit.tableOf(wanted.model);
  if (old === undefined) return;
  const kept = new Set(wanted.columns.map((column) => column.attribute));
  const free = old.columns.filter((column) => !kept.has(column.attribute));
  for (const { attribute, storedAs = attribute } of wanted.columns) {
    if (old.columns.some((column) => column.attribute === attribute)) continue;
    const source = free.find((column) => (column.storedAs ?? column.attribute) === storedAs);
    if (source !== undefined) edit.renameField(wanted.model, source.attribute, attribute);
  }
}

function renameIndexes(edit: LayoutEdit, wanted: TableLayout): void {
  const old = edit.tableOf(wanted.model);
  if (old === undefined) return;
  const isNew = wanted.indexes.filter(({ name }) => !old.indexes.some((index) => index.name === name));
  const isGone = old.indexes.filter(({ name }) => !wanted.indexes.some((index) => index.name === name));
  for (const { name, key } of isNew) {
    const at = isGone.findIndex((index) => index.name !== null && index.key.join('\n') === key.join('\n'));
    const [same] = at < 0 ? [] : isGone.splice(at, 1);
    if (name !== null && same !== undefined) edit.renameIndex(wanted.model, same.name!, name);
  }
}
