import type { AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import { rewriteItems } from './rewrite-items.ts';
import type { TableInstruction } from './table-instruction.ts';

type OnProgress = (changed: number) => void;

/** Gives items a composite attribute that they lack though they have all its parts. */
export function completeItems(
  client: DynamoDB,
  { table, keys, attribute, parts }: Extract<TableInstruction, { kind: 'complete' }>,
  onProgress: OnProgress,
): Promise<number> {
  const names = parts.map((_, position) => `#${position + 1}`);
  return rewriteItems(
    client,
    {
      table,
      keys,
      read: [attribute, ...parts],
      filter: ['attribute_not_exists(#0)', ...names.map((name) => `attribute_exists(${name})`)].join(' AND '),
      change: (item) => {
        const texts = parts.map((part) => textOf(item[part]!));
        if (texts.includes(null)) return null;
        return {
          update: 'SET #0 = :whole',
          condition: ['attribute_not_exists(#0)', ...names.map((name) => `${name} = :${name.slice(1)}`)].join(' AND '),
          values: {
            ':whole': { S: texts.join('#') },
            ...Object.fromEntries(parts.map((part, position) => [`:${position + 1}`, item[part]!])),
          },
        };
      },
    },
    onProgress,
  );
}

/** Moves the values of an attribute to another one. Items that have both keep both. */
export function renameAttribute(
  client: DynamoDB,
  { table, keys, from, to }: Extract<TableInstruction, { kind: 'rename' }>,
  onProgress: OnProgress,
): Promise<number> {
  const filter = 'attribute_exists(#0) AND attribute_not_exists(#1)';
  return rewriteItems(
    client,
    {
      table,
      keys,
      read: [from, to],
      filter,
      change: (item) => ({
        update: 'SET #1 = :value REMOVE #0',
        condition: `#0 = :value AND attribute_not_exists(#1)`,
        values: { ':value': item[from]! },
      }),
    },
    onProgress,
  );
}

/** A key part as the composite attribute holds it: numbers as JavaScript writes them. `null` for what keys cannot hold. */
function textOf({ S: text, N: number }: AttributeValue): string | null {
  return text ?? (number === undefined ? null : String(Number(number)));
}
