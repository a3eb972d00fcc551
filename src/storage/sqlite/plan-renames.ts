import type { Rename } from '../migration-plan.ts';
import type { LayoutEdit } from './layout-edit.ts';

/** The steps of models' renames that the user has confirmed. Renames of what does not exist are ignored. */
export function renameModels(edit: LayoutEdit, renames: readonly Rename[]): void {
  for (const { model, from, to } of renames) {
    const table = model === null ? edit.tableOf(from) : undefined;
    if (table === undefined) continue;
    // A table that `@mapsTo` named keeps its name.
    const name = table.table === table.model ? to : table.table;
    edit.moveTable(table, name, `Renames the model ${from} to ${to}, with its items.`);
    edit.renameModels(new Map([[from, to]]));
  }
}

/** The steps of fields' and relations' renames. To be called once models are called as the data model has them. */
export function renameFields(edit: LayoutEdit, renames: readonly Rename[]): void {
  for (const { model, from, to } of renames) {
    const table = model === null ? undefined : edit.tableOf(model);
    if (table === undefined) continue;
    if (table.relations?.some((relation) => relation.name === from)) edit.renameRelation(table.model, from, to);
    edit.renameField(table.model, from, to);
  }
}
