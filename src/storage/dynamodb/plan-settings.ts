import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { MigrationStep } from '../migration-plan.ts';
import { sseSpecification } from './create-table-input.ts';
import { planStep } from './plan-step.ts';
import type { TableComparison } from './plan-tables.ts';
import { isEmpty, isLocal, type StoredTable } from './stored-table.ts';

/** What the settings of a table need. Each that is not given stays. DynamoDB Local has neither backups nor encryption. */
export async function planSettings(client: DynamoDB, comparison: TableComparison): Promise<readonly MigrationStep[]> {
  const { stored } = comparison;
  return [
    ...deletionProtection(comparison),
    ...(isLocal(stored) ? [] : encryption(comparison)),
    ...(isLocal(stored) ? [] : await pointInTimeRecovery(client, comparison)),
    ...(await timeToLive(client, comparison)),
  ];
}

function deletionProtection({ table, stored, settings }: TableComparison): readonly MigrationStep[] {
  const { deletionProtection: wanted } = settings;
  if (wanted === undefined || wanted === (stored.DeletionProtectionEnabled ?? false)) return [];
  return [
    planStep('safe', `Deletion protection of ${table} is switched ${onOff(wanted)}.`, {
      table,
      kind: 'update',
      input: { DeletionProtectionEnabled: wanted },
    }),
  ];
}

function encryption({ table, stored, settings }: TableComparison): readonly MigrationStep[] {
  const { encryption: wanted } = settings;
  if (wanted === undefined || isEncryptedWith(stored, wanted)) return [];
  return [
    planStep('safe', `${table} is encrypted with ${wanted}.`, {
      table,
      kind: 'update',
      input: { SSESpecification: sseSpecification(wanted) },
    }),
  ];
}

/** A table without a description is encrypted with the service's own key. Keys are described by their ARN. */
function isEncryptedWith({ SSEDescription: stored }: StoredTable, wanted: string): boolean {
  const isOwned = stored?.Status !== 'ENABLED' && stored?.Status !== 'UPDATING';
  if (wanted === 'aws-owned' || isOwned) return wanted === 'aws-owned' && isOwned;
  // The managed key's ARN does not tell it from others, and naming a key again changes nothing.
  return (
    wanted === 'aws-managed' || stored.KMSMasterKeyArn === wanted || stored.KMSMasterKeyArn!.endsWith(`/${wanted}`)
  );
}

async function pointInTimeRecovery(
  client: DynamoDB,
  { table, settings }: TableComparison,
): Promise<readonly MigrationStep[]> {
  const { pointInTimeRecovery: wanted } = settings;
  if (wanted === undefined) return [];
  const { ContinuousBackupsDescription: backups } = await client.describeContinuousBackups({ TableName: table });
  const status = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  if (wanted === (status === 'ENABLED')) return [];
  return [
    planStep(
      wanted ? 'safe' : 'destructive',
      `Point-in-time recovery of ${table} is switched ${onOff(wanted)}.${wanted ? '' : ' Its backups are lost.'}`,
      { table, kind: 'pointInTimeRecovery', enabled: wanted },
    ),
  ];
}

async function timeToLive(
  client: DynamoDB,
  { table, model, stored, settings }: TableComparison,
): Promise<readonly MigrationStep[]> {
  const attribute = settings.timeToLive?.[model.name];
  if (attribute === undefined) return [];
  const { TimeToLiveDescription: expiry } = await client.describeTimeToLive({ TableName: table });
  const isOn = expiry?.TimeToLiveStatus === 'ENABLED' || expiry?.TimeToLiveStatus === 'ENABLING';
  if (isOn && expiry.AttributeName === attribute) return [];
  return [
    planStep(
      (await isEmpty(client, stored)) ? 'safe' : 'destructive',
      `Items of ${table} expire by ${attribute}: DynamoDB removes those whose time has passed.`,
      { table, kind: 'timeToLive', attribute },
    ),
  ];
}

function onOff(wanted: boolean): string {
  return wanted ? 'on' : 'off';
}
