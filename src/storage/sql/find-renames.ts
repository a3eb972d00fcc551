import type { Rename } from '../migration-plan.ts';
import type { RelationLayout } from './relation-layout.ts';
import type { ColumnLayout, SchemaLayout, TableLayout } from './schema-layout.ts';

/**
 * Removals that may be meant as renames: a field that is gone beside the only new field of its type in the same model,
 * a relation beside the only new one to the same model, where its links are stored elsewhere, and a model that is gone
 * beside the only new model that has its key and most of its fields.
 */
export function findRenames(from: SchemaLayout, to: SchemaLayout): readonly Rename[] {
  const before = new Map(from.tables.map((table) => [table.table, table]));
  const after = new Set(to.tables.map((table) => table.table));
  const removed = from.tables.filter((table) => !after.has(table.table));
  const added = to.tables.filter((table) => !before.has(table.table));
  const models = pairs(removed, added, resembles).map(
    ([old, young]): Rename => ({ model: null, from: old.model, to: young.model }),
  );
  const fields = to.tables.flatMap((table) => {
    const old = before.get(table.table);
    return old === undefined ? [] : [...fieldRenames(old, table), ...relationRenames(old, table)];
  });
  return [...models, ...fields];
}

function fieldRenames(from: TableLayout, to: TableLayout): readonly Rename[] {
  const missingIn = (table: TableLayout) => (column: ColumnLayout) =>
    column.parts === null && !table.columns.some((each) => each.attribute === column.attribute);
  const sameType = (a: ColumnLayout, b: ColumnLayout) => a.type === b.type;
  return pairs(from.columns.filter(missingIn(to)), to.columns.filter(missingIn(from)), sameType).map(
    ([old, young]) => ({
      model: to.model,
      from: old.attribute,
      to: young.attribute,
    }),
  );
}

function relationRenames(from: TableLayout, to: TableLayout): readonly Rename[] {
  const missingIn = (table: TableLayout) => (relation: RelationLayout) =>
    !table.relations?.some((each) => each.name === relation.name);
  const [removed, added] = [from.relations?.filter(missingIn(to)), to.relations?.filter(missingIn(from))];
  // Between fields of the same model it is the fields that are asked about.
  return pairs(removed ?? [], added ?? [], (a, b) => a.model === b.model)
    .filter(([old, young]) => old.on !== young.on)
    .map(([old, young]) => ({ model: to.model, from: old.name, to: young.name }));
}

function resembles(from: TableLayout, to: TableLayout): boolean {
  const columns = new Set(to.columns.map((column) => `${column.attribute}: ${column.type}`));
  const common = from.columns.filter((column) => columns.has(`${column.attribute}: ${column.type}`)).length;
  const sameKey = from.primaryKey.join() === to.primaryKey.join();
  return sameKey && common / Math.max(from.columns.length, to.columns.length) >= 0.7;
}

/** The pairs that match each other and no one else. */
function pairs<T>(removed: readonly T[], added: readonly T[], matches: (a: T, b: T) => boolean): [T, T][] {
  return removed.flatMap((old): [T, T][] => {
    const candidates = added.filter((young) => matches(old, young));
    if (candidates.length !== 1) return [];
    const [young] = candidates as [T];
    return removed.filter((other) => matches(other, young)).length === 1 ? [[old, young]] : [];
  });
}
