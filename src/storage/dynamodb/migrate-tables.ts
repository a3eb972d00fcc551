import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { MigrationNeedsConsent } from '../migration-needs-consent.ts';
import type { MigrationPlan } from '../migration-plan.ts';
import { readTable, type TableInstruction } from './plan-tables.ts';

/** Milliseconds between two looks at a table that is being made. */
const pollInterval = 200;

/** Carries out a plan of `planTables`, and waits until the tables can be used. */
export async function migrateTables(
  client: DynamoDB,
  plan: MigrationPlan,
  consent: { readonly destructive: boolean },
): Promise<void> {
  if (!consent.destructive && plan.steps.some(({ impact }) => impact === 'destructive')) {
    throw new MigrationNeedsConsent(plan);
  }
  const instructions = plan.steps.flatMap(({ statements }) =>
    statements.map((text): TableInstruction => JSON.parse(text)),
  );
  for (const { createTable } of instructions) await client.createTable(createTable);
  for (const { createTable } of instructions) {
    while ((await readTable(client, createTable.TableName))?.TableStatus !== 'ACTIVE') await delay(pollInterval);
  }
}
