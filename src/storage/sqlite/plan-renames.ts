import type { MigrationStep, Rename } from '../migration-plan.ts';
import { quoteIdentifier } from '../sql/quote-identifier.ts';
import type { SchemaLayout, TableLayout } from '../sql/schema-layout.ts';

/** The layout after the confirmed renames, and the steps that lead there. Renames of what does not exist are ignored. */
export function planRenames(
  layout: SchemaLayout,
  renames: readonly Rename[],
): { readonly layout: SchemaLayout; readonly steps: readonly MigrationStep[] } {
  const steps: MigrationStep[] = [];
  // Models first: a field's rename names its model as it is called afterwards.
  const ordered = renames.toSorted((a, b) => Number(a.model !== null) - Number(b.model !== null));
  let tables = layout.tables;
  for (const rename of ordered) {
    const names = new Set(
      tables.flatMap((table) => [table, ...table.indexes]).map((each) => each.sqlName.toLowerCase()),
    );
    tables = tables.map((table) => {
      if (rename.model === null)
        return table.model === rename.from ? renameTable(table, rename.to, names, steps) : table;
      return table.model === rename.model ? renameField(table, rename, steps) : table;
    });
  }
  return { layout: { tables }, steps };
}

function renameTable(
  table: TableLayout,
  model: string,
  taken: ReadonlySet<string>,
  steps: MigrationStep[],
): TableLayout {
  const description = `Renames the model ${table.model} to ${model}, with its items.`;
  // A table that `@mapsTo` named keeps its name, as does one whose new name is taken.
  const follows = table.table === table.model;
  const sqlName = follows && !taken.has(model.toLowerCase()) ? model : table.sqlName;
  const statement = `ALTER TABLE ${quoteIdentifier(table.sqlName)} RENAME TO ${quoteIdentifier(sqlName)}`;
  steps.push({ impact: 'safe', description, statements: sqlName === table.sqlName ? [] : [statement] });
  return { ...table, model, sqlName, table: follows ? model : table.table };
}

function renameField(table: TableLayout, { from, to }: Rename, steps: MigrationStep[]): TableLayout {
  const column = table.columns.find((each) => each.attribute === from);
  if (column === undefined || table.columns.some((each) => each.attribute === to)) return table;
  const taken = table.columns.some((each) => each.sqlName.toLowerCase() === to.toLowerCase());
  const sqlName = taken ? column.sqlName : to;
  const change = `RENAME COLUMN ${quoteIdentifier(column.sqlName)} TO ${quoteIdentifier(sqlName)}`;
  steps.push({
    impact: 'safe',
    description: `Renames the field ${table.model}.${from} to ${to}, with its values.`,
    statements: taken ? [] : [`ALTER TABLE ${quoteIdentifier(table.sqlName)} ${change}`],
  });
  const renamed = (attributes: readonly string[]) => attributes.map((each) => (each === from ? to : each));
  return {
    ...table,
    columns: table.columns.map((each) => (each === column ? { ...each, attribute: to, sqlName } : each)),
    primaryKey: renamed(table.primaryKey),
    indexes: table.indexes.map((index) => ({ ...index, key: renamed(index.key), order: renamed(index.order) })),
  };
}
