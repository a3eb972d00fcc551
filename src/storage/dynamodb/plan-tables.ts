import type { DynamoDB, TableDescription as StoredTable } from '@aws-sdk/client-dynamodb';
import type { DataModel } from '../../ir/data-model.ts';
import type { MigrationPlan } from '../migration-plan.ts';
import { createTableInput } from './create-table-input.ts';
import { describeTable } from './describe-tables.ts';
import { type TableNaming, tableNames } from './table-naming.ts';
import type { TableOptions } from './table-options.ts';

/** What the plan's statements say, as JSON. */
export interface TableInstruction {
  readonly createTable: ReturnType<typeof createTableInput>;
}

/** Compares the tables there are with those the model needs. Changes nothing. */
export async function planTables(
  client: DynamoDB,
  model: DataModel,
  naming: TableNaming,
  options: TableOptions,
): Promise<MigrationPlan> {
  const names = tableNames(model, naming);
  const stored = await Promise.all([...names.values()].map((name) => readTable(client, name)));
  const missing = model.models.filter((_, position) => stored[position] === null);
  return {
    steps: missing.map((each) => {
      const name = names.get(each.name)!;
      const instruction: TableInstruction = { createTable: createTableInput(name, describeTable(each), options) };
      return {
        impact: 'safe',
        description: `The table ${name} is created for the model ${each.name}.`,
        statements: [JSON.stringify(instruction)],
      };
    }),
  };
}

/** A table as it is, or `null`. */
export async function readTable(client: DynamoDB, name: string): Promise<StoredTable | null> {
  try {
    return (await client.describeTable({ TableName: name })).Table ?? null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
    throw error;
  }
}
