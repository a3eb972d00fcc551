import type { TableLayout } from './schema-layout.ts';

/**
 * The tables that get another name: of a model whose `@mapsTo` is added, changed or removed. A table goes to the model
 * that names it; one that no model names stays with its model. A model that only has the name of a table by itself does
 * not take it from the model that has it, where that one is still there.
 */
export function movedTables(
  from: readonly TableLayout[],
  to: readonly TableLayout[],
): readonly { readonly old: TableLayout; readonly young: TableLayout }[] {
  const named = new Map(from.map((table) => [table.table, table]));
  const homeless = to.filter((table) => !named.has(table.table));
  return homeless.flatMap((young) => {
    const old = from.find((table) => table.model === young.model);
    if (old === undefined) return [];
    const heir = to.find((table) => table.table === old.table);
    return heir === undefined || heir.table === heir.model ? [{ old, young }] : [];
  });
}
