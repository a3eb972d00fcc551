import type { RawItem, TableBinding } from './table-binding.ts';

/** An item's place: its table and its primary key. */
export interface TableKey {
  readonly table: TableBinding;
  /** May be a whole item. */
  readonly key: RawItem;
}

/** Text that is the same for the same item: numbers are compared by value, since DynamoDB writes them in its own way. */
export function itemKeyText({ table, key }: TableKey): string {
  const { hash, sort } = table.primary;
  return JSON.stringify([table.tableName, keyPart(key, hash.name), sort === null ? null : keyPart(key, sort.name)]);
}

function keyPart(key: RawItem, name: string): readonly unknown[] {
  const { S, N } = key[name] ?? {};
  return typeof N === 'string' ? ['N', canonicalNumber(N)] : ['S', S];
}

/** A decimal number as its digits without zeros at either end, and its exponent. */
function canonicalNumber(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${power}`;
}
