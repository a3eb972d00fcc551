import type { AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import { isNamed } from './stored-table.ts';

type StoredItem = Readonly<Record<string, AttributeValue>>;

/** A change that is made to every item it applies to. Made again, it changes nothing. */
export interface Rewriting {
  readonly table: string;
  /** Attributes of the primary key. */
  readonly keys: readonly string[];
  /** Other attributes that are read. */
  readonly read: readonly string[];
  /** A condition that items must fulfil, in the placeholders `#0`, `#1`, … of `read`. */
  readonly filter: string;
  /** What to change of an item; `null` leaves it as it is. Placeholders as in `filter`. */
  readonly change: (item: StoredItem) => {
    readonly update: string;
    /** Holds as long as the item is as it was read. */
    readonly condition: string;
    readonly values: StoredItem;
  } | null;
}

/** Updates that are under way at a time. */
const width = 16;

/**
 * Reads a table through and changes items. What is written meanwhile by others wins. Gives how many were changed.
 *
 * @param onProgress told now and then how many items were changed
 */
export async function rewriteItems(
  client: DynamoDB,
  { table, keys, read, filter, change }: Rewriting,
  onProgress: (changed: number) => void,
): Promise<number> {
  const names = Object.fromEntries(read.map((name, position) => [`#${position}`, name]));
  const keyNames = Object.fromEntries(keys.map((name, position) => [`#k${position}`, name]));
  let changed = 0;
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.scan({
      TableName: table,
      ConsistentRead: true,
      FilterExpression: filter,
      ProjectionExpression: [...Object.keys(names), ...Object.keys(keyNames)].join(', '),
      ExpressionAttributeNames: { ...names, ...keyNames },
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const items = page.Items ?? [];
    for (let first = 0; first < items.length; first += width) {
      const done = await Promise.all(items.slice(first, first + width).map(rewrite));
      changed += done.filter(Boolean).length;
    }
    onProgress(changed);
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return changed;

  async function rewrite(item: StoredItem): Promise<boolean> {
    const wanted = change(item);
    if (wanted === null) return false;
    const { update, condition, values } = wanted;
    try {
      await client.updateItem({
        TableName: table,
        Key: Object.fromEntries(keys.map((name) => [name, item[name]!])),
        UpdateExpression: update,
        ConditionExpression: condition,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      });
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}
