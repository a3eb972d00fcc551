import { setTimeout as delay } from 'node:timers/promises';
import type { CreateTableCommandInput, DynamoDB } from '@aws-sdk/client-dynamodb';
import { MigrationNeedsConsent } from '../migration-needs-consent.ts';
import type { MigrationPlan } from '../migration-plan.ts';
import { completeItems, renameAttribute } from './complete-items.ts';
import { isNamed, readTable, storedIndex } from './stored-table.ts';
import type { TableInstruction } from './table-instruction.ts';
import { waitForDeletion, waitForTable } from './wait-for-table.ts';

/** Told what a table is waiting for, or how far it is. May be told the same again and again. */
export type OnTableProgress = (table: string, state: string) => void;

/** Tables that are worked on at a time. */
const width = 8;
/** Milliseconds until a request is repeated that the service could not take just then, and how often it is. */
const busyPause = 1_000;
const busyAttempts = 300;
const busyErrors = ['LimitExceededException', 'ResourceInUseException', 'ContinuousBackupsUnavailableException'];

/**
 * Carries out a plan of `planTables`: tables side by side, what one of them needs in order, and one index at a time as
 * the service demands. Returns when everything can be used. It may be broken off anywhere: a plan made anew holds what
 * is left.
 */
export async function migrateTables(
  client: DynamoDB,
  plan: MigrationPlan,
  consent: { readonly destructive: boolean },
  onProgress: OnTableProgress = () => {},
): Promise<void> {
  if (!consent.destructive && plan.steps.some(({ impact }) => impact === 'destructive')) {
    throw new MigrationNeedsConsent(plan);
  }
  const instructions = plan.steps.flatMap(({ statements }) =>
    statements.map((text): TableInstruction => JSON.parse(text)),
  );
  const tables = Map.groupBy(instructions, ({ table }) => table).values();
  // Workers take the next table each, from the one iterator. The failure of one table does not keep the others from being finished.
  const results = await Promise.allSettled(Array.from({ length: width }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;

  async function work(): Promise<void> {
    for (const ofTable of tables) {
      for (const instruction of ofTable) await carryOut(client, instruction, onProgress);
    }
  }
}

async function carryOut(client: DynamoDB, instruction: TableInstruction, onProgress: OnTableProgress): Promise<void> {
  const { table } = instruction;
  const onWaiting = (state: string) => onProgress(table, state);
  switch (instruction.kind) {
    case 'create':
      // One that is being deleted must be gone before.
      if ((await readTable(client, table))?.TableStatus === 'DELETING') await waitForDeletion(client, table, onWaiting);
      await createTable(client, instruction.input);
      break;
    case 'delete':
      await whenNotBusy(() => client.deleteTable({ TableName: table }));
      return waitForDeletion(client, table, onWaiting);
    case 'await':
      break;
    case 'createIndex':
      // An index of this name that is being deleted has been waited for by then.
      await waitForTable(client, table, onWaiting);
      await whenNotBusy(() =>
        client.updateTable({
          TableName: table,
          AttributeDefinitions: instruction.attributes,
          GlobalSecondaryIndexUpdates: [{ Create: instruction.index }],
        }),
      );
      break;
    case 'deleteIndex':
      await waitForTable(client, table, onWaiting);
      if (storedIndex((await readTable(client, table))!, instruction.index) === null) return;
      await whenNotBusy(() =>
        client.updateTable({
          TableName: table,
          GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: instruction.index } }],
        }),
      );
      break;
    case 'complete':
      await completeItems(client, instruction, (items) => onWaiting(`${items} items completed`));
      return;
    case 'rename':
      await renameAttribute(client, instruction, (items) => onWaiting(`${items} items changed`));
      return;
    case 'update':
      await whenNotBusy(() => client.updateTable({ TableName: table, ...instruction.input }));
      break;
    case 'pointInTimeRecovery':
      await recoverable(client, instruction);
      return;
    case 'timeToLive':
      await client.updateTimeToLive({
        TableName: table,
        TimeToLiveSpecification: { Enabled: true, AttributeName: instruction.attribute },
      });
      return;
  }
  await waitForTable(client, table, onWaiting);
}

async function recoverable(
  client: DynamoDB,
  { table, enabled }: Extract<TableInstruction, { kind: 'pointInTimeRecovery' }>,
): Promise<void> {
  try {
    await whenNotBusy(() =>
      client.updateContinuousBackups({
        TableName: table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: enabled },
      }),
    );
  } catch (error) {
    // DynamoDB Local knows no backups; the service always does.
    if (!isNamed(error, 'UnknownOperationException')) throw error;
  }
}

async function createTable(client: DynamoDB, input: CreateTableCommandInput): Promise<void> {
  try {
    await whenNotBusy(() => client.createTable(input), 'LimitExceededException');
  } catch (error) {
    // Another deployment was first, with the same in mind.
    if (!isNamed(error, 'ResourceInUseException')) throw error;
  }
}

/** Repeats a request while the account or the table has as many changes under way as it may. */
async function whenNotBusy<T>(send: () => Promise<T>, ...busy: readonly string[]): Promise<T> {
  const names = busy.length > 0 ? busy : busyErrors;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!isNamed(error, ...names) || attempt === busyAttempts) throw error;
    }
    await delay(busyPause);
  }
}
