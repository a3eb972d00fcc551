import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { DataModel, Model } from '../../ir/data-model.ts';
import type { MigrationPlan, MigrationStep, Rename } from '../migration-plan.ts';
import { attributeOf } from './attribute-of.ts';
import { describeTable } from './describe-tables.ts';
import { expiryAttributes } from './expiry-attributes.ts';
import { planIndexes, unusedIndexes } from './plan-indexes.ts';
import { planSettings } from './plan-settings.ts';
import { createTable, planStep } from './plan-step.ts';
import { hasKey, isEmpty, isReady, readTable, type StoredTable } from './stored-table.ts';
import { keyAttributes } from './table-instruction.ts';
import { type TableNaming, tableNames } from './table-naming.ts';
import type { TableOptions } from './table-options.ts';

/** What a plan may contain beyond what the data model needs. */
export interface TablePlanOptions {
  readonly renames?: readonly Rename[];
  /** Removes indexes that the data model does not have. They stay unless this is true: others may use them. */
  readonly removeUnusedIndexes?: boolean;
  /** Looks through all items for composite attributes that they lack, also where no index is new. */
  readonly completeKeys?: boolean;
}

/** What one table is compared by. */
export interface TableComparison {
  readonly client: DynamoDB;
  readonly model: Model;
  readonly table: string;
  readonly stored: StoredTable;
  readonly settings: TableOptions;
  readonly options: TablePlanOptions;
}

/**
 * Compares the tables there are with those the model needs. Changes nothing. Tables and indexes of no model are left
 * alone, and so is every setting that `settings` does not give.
 *
 * @throws PreampError `table-mismatch` where a table that was named for a model has another key; see `tableNames`
 */
export async function planTables(
  client: DynamoDB,
  model: DataModel,
  naming: TableNaming,
  settings: TableOptions,
  options: TablePlanOptions = {},
): Promise<MigrationPlan> {
  const names = tableNames(model, naming);
  const attributes = expiryAttributes(model, settings);
  const renames = options.renames ?? [];
  for (const rename of renames) checkRename(rename, model);
  const stored = await Promise.all([...names.values()].map((name) => readTable(client, name)));
  const steps = await Promise.all(
    model.models.map((each, position) => {
      const table = names.get(each.name)!;
      const found = stored[position] ?? null;
      const own = { ...settings, timeToLive: attributes };
      if (found === null || found.TableStatus === 'DELETING') return createTable(each, table, own);
      const given = naming.names !== undefined && Object.hasOwn(naming.names, each.name);
      return planTable({ client, model: each, table, stored: found, settings: own, options }, given);
    }),
  );
  return { steps: steps.flat() };
}

/** Indexes that tables have and the data model does not, as `<table>.<index>`. */
export async function findUnusedIndexes(
  client: DynamoDB,
  model: DataModel,
  naming: TableNaming,
): Promise<readonly string[]> {
  const names = tableNames(model, naming);
  const found = await Promise.all(
    model.models.map(async (each) => {
      const table = names.get(each.name)!;
      const stored = await readTable(client, table);
      return stored === null ? [] : unusedIndexes(stored, describeTable(each)).map((index) => `${table}.${index}`);
    }),
  );
  return found.flat();
}

async function planTable(comparison: TableComparison, isGiven: boolean): Promise<readonly MigrationStep[]> {
  const { client, model, table, stored, options } = comparison;
  const description = describeTable(model);
  if (!hasKey(stored, stored.KeySchema, description.keySchema)) return replaceTable(comparison, isGiven);
  const wait = isReady(stored)
    ? []
    : [planStep('safe', `The table ${table} is still being changed; that is waited for.`, { table, kind: 'await' })];
  const renames = (options.renames ?? []).filter((rename) => rename.model === model.name);
  const keys = keyAttributes(description);
  return [
    ...wait,
    ...renames.map(({ from, to }) => {
      const names = { from: attributeOf(model, from), to: attributeOf(model, to) };
      return planStep('backfill', `The field ${model.name}.${from} is called ${to} in all items of ${table}.`, {
        table,
        kind: 'rename',
        keys,
        ...names,
      });
    }),
    ...planIndexes(comparison, description),
    ...(await planSettings(client, comparison)),
  ];
}

async function replaceTable(comparison: TableComparison, isGiven: boolean): Promise<readonly MigrationStep[]> {
  const { client, model, table, stored, settings } = comparison;
  if (isGiven) {
    throw new PreampError(
      'table-mismatch',
      `The table ${table} has another primary key than the model ${model.name}.`,
      {
        hint: 'A table named in engine.tables is never replaced. Name another one, or give the model the key of the table.',
      },
    );
  }
  const impact = (await isEmpty(client, stored)) ? 'safe' : 'destructive';
  const lost = impact === 'safe' ? 'It has no items.' : 'All its items are lost.';
  return [
    planStep(impact, `The table ${table} is deleted: ${model.name} has another primary key. ${lost}`, {
      table,
      kind: 'delete',
    }),
    ...createTable(model, table, settings),
  ];
}

function checkRename({ model: name, from, to }: Rename, model: DataModel): void {
  const owner = model.models.find((each) => each.name === name);
  if (owner?.fields.some((field) => field.name === to) && !owner.primaryKey.fields.includes(to)) {
    if (!owner.fields.some((field) => field.name === from)) return;
  }
  const what = name === null ? `The model ${from} cannot be renamed` : `${name}.${from} cannot be renamed to ${to}`;
  throw new PreampError('rename-impossible', `${what} in DynamoDB.`, {
    hint: 'A model keeps its table with @mapsTo or a name in engine.tables. A field needs its new name, and not its old one, in the data model, outside the primary key.',
  });
}
