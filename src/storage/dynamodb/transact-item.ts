import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { jsonEqual } from '../../filter/json-equal.ts';
import { Placeholders } from './placeholders.ts';
import type { TouchedItem } from './plan-writes.ts';
import type { RawItem, TableBinding } from './table-binding.ts';

/** Characters of an expression; DynamoDB takes 4 KB. */
const longest = 4000;

/** Brings a touched item from how it was found to how it is wanted, on condition that it still is as it was found. */
export function transactItem(touched: TouchedItem): TransactWriteItem {
  const { table, found, wanted, key } = touched;
  const placeholders = new Placeholders();
  const target = { TableName: table.tableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const };
  const Key = { ...key } as never;
  if (found === undefined) return { Put: { TableName: table.tableName, Item: { ...wanted } as never } };
  if (found === null) {
    const ConditionExpression = `attribute_not_exists(${placeholders.name(table.primary.hash.name)})`;
    if (wanted === null) return { ConditionCheck: { ...target, Key, ConditionExpression, ...placeholders.members } };
    return { Put: { ...target, Item: { ...wanted } as never, ConditionExpression, ...placeholders.members } };
  }
  const UpdateExpression = wanted === null ? '' : changes(found, wanted, placeholders);
  const ConditionExpression = unchanged(table, found, placeholders);
  const condition = { ...target, Key, ConditionExpression, ...placeholders.members };
  if (wanted === null) return { Delete: condition };
  return UpdateExpression === '' ? { ConditionCheck: condition } : { Update: { ...condition, UpdateExpression } };
}

function changes(found: RawItem, wanted: RawItem, placeholders: Placeholders): string {
  const set = Object.entries(wanted)
    .filter(([name, value]) => !jsonEqual(value, found[name]))
    .map(([name, value]) => `${placeholders.name(name)} = ${placeholders.value(value)}`);
  const remove = Object.keys(found)
    .filter((name) => !Object.hasOwn(wanted, name))
    .map((name) => placeholders.name(name));
  return [set.length === 0 ? '' : `SET ${set.join(', ')}`, remove.length === 0 ? '' : `REMOVE ${remove.join(', ')}`]
    .filter((clause) => clause !== '')
    .join(' ');
}

/**
 * Holds while the item is as it was found: every attribute that it has, and then those of the model that it lacks. Of an
 * item with hundreds of attributes those that do not fit are left out: what is written is still right, only the item
 * that is reported may miss somebody else's change of them.
 */
function unchanged(table: TableBinding, found: RawItem, placeholders: Placeholders): string {
  const lacking = table.columns.filter(({ name }) => !Object.hasOwn(found, name));
  const parts: string[] = [];
  let length = 0;
  const add = (part: () => string, most: number) => {
    if (length + most > longest) return;
    const text = part();
    length += text.length + 5;
    parts.push(text);
  };
  for (const [name, value] of Object.entries(found)) {
    add(() => `${placeholders.name(name)} = ${placeholders.value(value)}`, 20);
  }
  for (const { name } of lacking) add(() => `attribute_not_exists(${placeholders.name(name)})`, 35);
  return parts.join(' AND ');
}
