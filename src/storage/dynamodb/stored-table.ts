import type {
  DynamoDB,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { KeyAttribute } from './describe-tables.ts';

/** A table as the service describes it. */
export type StoredTable = TableDescription;

/** A table as it is now, or `null`. */
export async function readTable(client: DynamoDB, name: string): Promise<StoredTable | null> {
  try {
    return (await client.describeTable({ TableName: name })).Table ?? null;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return null;
    throw error;
  }
}

/** Whether there is no item in the table, not even one. */
export async function isEmpty(client: DynamoDB, { TableName, TableStatus }: StoredTable): Promise<boolean> {
  // One that is being made cannot be read yet.
  if (TableStatus === 'CREATING') return true;
  const { Count = 0 } = await client.scan({ TableName, Limit: 1, Select: 'COUNT', ConsistentRead: true });
  return Count === 0;
}

/** DynamoDB Local, which neither has backups nor encrypts. */
export function isLocal({ TableArn = '' }: StoredTable): boolean {
  return TableArn.startsWith('arn:aws:dynamodb:ddblocal:');
}

export function isReady({ TableStatus, GlobalSecondaryIndexes = [] }: StoredTable): boolean {
  return TableStatus === 'ACTIVE' && GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE');
}

export function storedIndex(stored: StoredTable, name: string): GlobalSecondaryIndexDescription | null {
  return stored.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name) ?? null;
}

/** Whether a stored key is what a model needs: the same attributes in the same order, of the same types. */
export function hasKey(
  stored: StoredTable,
  keys: readonly KeySchemaElement[] | undefined,
  wanted: readonly KeyAttribute[],
): boolean {
  const types = new Map(stored.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType]));
  const text = (name: string | undefined, type: string | undefined, keyType: string | undefined) =>
    `${keyType} ${name} ${type}`;
  return (
    keys?.map((key) => text(key.AttributeName, types.get(key.AttributeName), key.KeyType)).join() ===
    wanted.map(({ name, type, keyType }) => text(name, type, keyType)).join()
  );
}

/** Whether an error is the service's of this name. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
