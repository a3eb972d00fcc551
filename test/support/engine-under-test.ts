import { inject } from 'vitest';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../src/storage/storage-engine.ts';
import { emptyDynamodb } from '../dynamodb/dynamodb-local.ts';

/** Whether this run is on DynamoDB: the tests of the project `dynamodb` are. */
export function runsOnDynamodb(): boolean {
  // Elsewhere nothing is provided; where Java is missing it is null, and the tests of that project are skipped.
  return typeof inject('dynamodbEndpoint') === 'string';
}

/** A test file has a DynamoDB of its own: making one takes longer than making tables in it. */
const shared: { address: ReturnType<typeof emptyDynamodb> | null; engines: number } = { address: null, engines: 0 };

/** An engine on an empty store in memory: SQLite, or DynamoDB Local in the project `dynamodb`. */
export async function engineUnderTest(): Promise<StorageEngine> {
  if (!runsOnDynamodb()) return createSqliteEngine({ file: ':memory:' });
  shared.address ??= emptyDynamodb();
  shared.engines += 1;
  return createDynamoDbEngine({ ...shared.address, naming: { prefix: `test${shared.engines}-` } });
}
