import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { isReady, readTable, type StoredTable } from './stored-table.ts';

/** Milliseconds between two looks at a table: at first, and at most. */
const shortest = 200;
const longest = 5_000;

/** What is told while a table is waited for: its own state, or that of an index. */
export type OnWaiting = (state: string) => void;

/** Waits until a table and all its indexes can be used. An index over many items may take hours. */
export async function waitForTable(client: DynamoDB, table: string, onWaiting: OnWaiting): Promise<void> {
  await until(client, table, onWaiting, (stored) => stored !== null && isReady(stored));
}

/** Waits until a table is gone. */
export async function waitForDeletion(client: DynamoDB, table: string, onWaiting: OnWaiting): Promise<void> {
  await until(client, table, onWaiting, (stored) => stored === null);
}

async function until(
  client: DynamoDB,
  table: string,
  onWaiting: OnWaiting,
  isDone: (stored: StoredTable | null) => boolean,
): Promise<void> {
  for (let pause = shortest; ; pause = Math.min(pause * 1.5, longest)) {
    const stored = await readTable(client, table);
    if (isDone(stored)) return;
    if (stored?.TableStatus === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') {
      throw new PreampError('table-key-unusable', `DynamoDB may not use the key that encrypts ${table}.`, {
        hint: 'Check that the key is enabled, and its policy. Then repeat the command.',
      });
    }
    onWaiting(stateOf(stored));
    await delay(pause);
  }
}

function stateOf(stored: StoredTable | null): string {
  const index = stored?.GlobalSecondaryIndexes?.find(({ IndexStatus }) => IndexStatus !== 'ACTIVE');
  if (stored?.TableStatus === 'ACTIVE' && index !== undefined) {
    return `index ${index.IndexName} ${index.Backfilling === true ? 'being filled' : index.IndexStatus!.toLowerCase()}`;
  }
  return stored?.TableStatus?.toLowerCase() ?? 'not there yet';
}
