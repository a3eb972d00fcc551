import { compareScalars } from '../../filter/compare-scalars.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
import type { Partition } from '../storage-engine.ts';
import type { AttributeValue } from '../transfer/dynamodb-json.ts';
import type { Placeholders } from './placeholders.ts';
import { type Column, encodeKeyValue, isNumberType, type KeyBinding, type RawItem } from './table-binding.ts';

/** Bytes that a key attribute holds at most. */
const longestHash = 2048;
const longestSort = 1024;

const operators = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;

/**
 * The KeyConditionExpression of a partition; `null` where no item can meet it, which DynamoDB says in errors: an operand
 * of another type, an empty or overlong text, bounds in the wrong order. A bound that is longer than any key is left out:
 * readers test the condition again.
 */
export function keyCondition(
  { hash, sort: column }: KeyBinding,
  { hash: value, sort }: Pick<Partition, 'hash' | 'sort'>,
  placeholders: Placeholders,
): string | null {
  const key = operandOf(hash, value, longestHash);
  if (key === null) return null;
  const isHash = `${placeholders.name(hash.name)} = ${placeholders.value(key)}`;
  if (sort === null) return isHash;
  const condition = column === null ? null : sortExpression(column, sort, placeholders);
  if (condition === null) return null;
  return condition === '' ? isHash : `${isHash} AND ${condition}`;
}

/** Empty where every sort key may meet the condition. */
function sortExpression(column: Column, sort: SortCondition, placeholders: Placeholders): string | null {
  const name = () => placeholders.name(column.name);
  switch (sort.op) {
    case 'between': {
      const order = compareScalars(sort.low, sort.high);
      if (order === null || order > 0 || !fits(column, sort.low)) return null;
      // No key is empty: above an empty text are all of them.
      if (sort.low === '') return sortExpression(column, { op: 'le', value: sort.high }, placeholders);
      const [low, high] = [operandOf(column, sort.low, longestSort), operandOf(column, sort.high, longestSort)];
      if (low === null || high === null) return '';
      return `${name()} BETWEEN ${placeholders.value(low)} AND ${placeholders.value(high)}`;
    }
    case 'beginsWith': {
      if (column.keyType !== 'S') return null;
      if (sort.value === '') return '';
      const prefix = operandOf(column, sort.value, longestSort);
      return prefix && `begins_with(${name()}, ${placeholders.value(prefix)})`;
    }
    default: {
      if (!fits(column, sort.value)) return null;
      const isAbove = sort.op === 'gt' || sort.op === 'ge';
      if (sort.value === '') return isAbove ? '' : null;
      const operand = operandOf(column, sort.value, longestSort);
      if (operand === null) return sort.op === 'eq' ? null : '';
      return `${name()} ${operators[sort.op]} ${placeholders.value(operand)}`;
    }
  }
}

/** Whether keys of the column may be of the value's type. */
function fits({ keyType, type }: Column, value: string | number): boolean {
  // A plain `id` holds numbers as text.
  return typeof value === (keyType === 'S' && !isNumberType(type) ? 'string' : 'number');
}

/** `null` for a value that is no key. */
function operandOf(column: Column, value: string | number, longest: number): AttributeValue | null {
  const encoded = fits(column, value) ? encodeKeyValue(value, column.keyType ?? 'S') : null;
  if (encoded === null || encoded.S === '') return null;
  return typeof encoded.S === 'string' && Buffer.byteLength(encoded.S) > longest ? null : encoded;
}

/** Whether an item can have this key: DynamoDB refuses to look for one that is empty or too long. */
export function isReadableKey({ hash, sort }: KeyBinding, key: RawItem): boolean {
  const bounds = [[hash, longestHash] as const, ...(sort === null ? [] : [[sort, longestSort] as const])];
  return bounds.every(([{ name }, longest]) => {
    const text = key[name]?.S;
    return typeof text !== 'string' || (text !== '' && Buffer.byteLength(text) <= longest);
  });
}
