import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import { mapLimited } from '../../util/map-limited.ts';
import { itemKeyText, type TableKey } from './item-key-text.ts';
import { parallelRequests, type Requests } from './requests.ts';
import type { RawItem } from './table-binding.ts';

/** Keys that DynamoDB takes in one request. */
const largestBatch = 100;

export interface BatchGetOptions {
  readonly consistent: boolean;
  /** Members of the request that say which attributes are wanted; whole items unless given. */
  readonly projection?: Pick<KeysAndAttributes, 'ProjectionExpression' | 'ExpressionAttributeNames'>;
}

type Pending = Record<string, KeysAndAttributes>;

/**
 * The items of the keys, by their key texts; keys may repeat and reach into several tables. What DynamoDB leaves
 * unprocessed, because an answer would be too large or a table has too much to do, is asked for again.
 */
export async function batchGet(
  requests: Requests,
  keys: readonly TableKey[],
  { consistent, projection = {} }: BatchGetOptions,
): Promise<ReadonlyMap<string, RawItem>> {
  const distinct = [...new Map(keys.map((each) => [itemKeyText(each), each] as const)).values()];
  const tables = new Map(distinct.map(({ table }) => [table.tableName, table]));
  const what = [...new Set(distinct.map(({ table }) => table.model.name))].join(', ');
  const chunks = Array.from({ length: Math.ceil(distinct.length / largestBatch) }, (_, i) =>
    distinct.slice(i * largestBatch, (i + 1) * largestBatch),
  );
  const found = new Map<string, RawItem>();

  /** Asks once; returns what is still to be asked for. */
  async function ask(RequestItems: Pending): Promise<Pending> {
    const { Responses = {}, UnprocessedKeys = {} } = await requests.client.batchGetItem({ RequestItems });
    for (const [name, items] of Object.entries(Responses)) {
      for (const raw of items as unknown as readonly RawItem[]) {
        found.set(itemKeyText({ table: tables.get(name)!, key: raw }), raw);
      }
    }
    // A request that brings something is progress; only one that brings nothing is repeated with a pause.
    if (countKeys(UnprocessedKeys) > 0 && countKeys(UnprocessedKeys) === countKeys(RequestItems)) {
      throw new UnprocessedKeysError();
    }
    return UnprocessedKeys;
  }

  await mapLimited(chunks, parallelRequests, async (chunk) => {
    const byTable = Map.groupBy(chunk, ({ table }) => table.tableName);
    let pending: Pending = Object.fromEntries(
      [...byTable].map(([name, list]) => {
        return [
          name,
          { ConsistentRead: consistent, ...projection, Keys: list.map(({ key }) => ({ ...key }) as never) },
        ];
      }),
    );
    while (Object.keys(pending).length > 0) {
      const wanted = pending;
      pending = await requests.read(what, () => ask(wanted));
    }
  });
  return found;
}

function countKeys(pending: Pending): number {
  return Object.values(pending).reduce((sum, { Keys = [] }) => sum + Keys.length, 0);
}

/** DynamoDB answered, and did nothing of what it was asked: it has too much to do. */
class UnprocessedKeysError extends Error {
  override readonly name = 'UnprocessedKeys';
}
