import type { Model } from '../../ir/data-model.ts';
import type { MigrationStep } from '../migration-plan.ts';
import { createTableInput } from './create-table-input.ts';
import { describeTable } from './describe-tables.ts';
import type { TableInstruction } from './table-instruction.ts';
import type { TableOptions } from './table-options.ts';

export function planStep(
  impact: MigrationStep['impact'],
  description: string,
  ...instructions: readonly TableInstruction[]
): MigrationStep {
  return { impact, description, statements: instructions.map((each) => JSON.stringify(each)) };
}

/** Makes a table with all its indexes and settings. Attributes of expiry stand in the settings. */
export function createTable(model: Model, table: string, settings: TableOptions): readonly MigrationStep[] {
  const { pointInTimeRecovery, timeToLive = {} } = settings;
  const expiry = timeToLive[model.name];
  const description = describeTable(model);
  const count = description.globalSecondaryIndexes.length;
  const indexes = count === 0 ? '' : count === 1 ? ' with 1 index' : ` with ${count} indexes`;
  return [
    planStep(
      'safe',
      `The table ${table} is created for the model ${model.name}${indexes}.`,
      { table, kind: 'create', input: createTableInput(table, description, settings) },
      ...(pointInTimeRecovery === undefined
        ? []
        : [{ table, kind: 'pointInTimeRecovery', enabled: pointInTimeRecovery } as const]),
      ...(expiry === undefined ? [] : [{ table, kind: 'timeToLive', attribute: expiry } as const]),
    ),
  ];
}
