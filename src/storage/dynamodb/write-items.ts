import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { KeyLocks } from '../../util/key-locks.ts';
import type { WriteOperation, WriteResult } from '../storage-engine.ts';
import { batchGet } from './batch-get.ts';
import { cancellationReasons } from './dynamodb-failure.ts';
import { itemKeyText } from './item-key-text.ts';
import { needsItem, planWrite, type TouchedItem } from './plan-writes.ts';
import type { Requests } from './requests.ts';
import type { RawItem, TableBinding } from './table-binding.ts';
import { transactItem } from './transact-item.ts';
import { delayBefore } from './with-retries.ts';

/** Items that DynamoDB takes in one transaction. */
export const largestTransaction = 100;

/** How often a write is planned anew because somebody else changed an item in between. */
const mostPlans = 100;

/** What is known of an item: `undefined` before anybody looked. */
type Known = RawItem | null | undefined;

interface Target {
  readonly table: TableBinding;
  readonly key: RawItem;
  /** Operations on it, by position. */
  readonly positions: number[];
}

/**
 * Applies the operations atomically. They are carried out in memory on the items as they are, and what comes of it is
 * one transaction on condition that no item has changed since: so filters need no words in DynamoDB's language, the
 * check that failed is known, and both states of an item can be reported. The transaction's token makes repeating it
 * harmless when its answer is lost. Decision 100.
 *
 * Creates expect to find nothing, and puts do not care: they cost no read.
 */
export async function writeItems(
  requests: Requests,
  operations: readonly WriteOperation[],
  tableOf: (model: string) => TableBinding,
  locks: KeyLocks,
): Promise<readonly WriteResult[]> {
  const targets = targetsOf(operations, tableOf);
  if (targets.size > largestTransaction) {
    throw new PreampError('write-too-large', `One write touches ${targets.size} items; DynamoDB takes 100 at once.`, {
      hint: 'Write fewer items at once.',
    });
  }
  if (targets.size === 0) return [];
  // Writers in this process wait for each other rather than failing each other's conditions.
  return locks.run([...targets.keys()], async () => {
    const known = new Map<string, Known>();
    for (let plan = 1; plan <= mostPlans; plan++) {
      await look(requests, operations, targets, known);
      const touched = touchedItems(operations, targets, known);
      const results = operations.map((): WriteResult => ({ status: 'aborted' }));
      for (const [position, operation] of operations.entries()) {
        const result = planWrite(operation, touched.get(position)!);
        if (result.status === 'rejected') {
          return operations.map((_, at) => (at === position ? result : { status: 'aborted' }));
        }
        results[position] = result;
      }
      const failed = await transact(requests, [...new Set(touched.values())]);
      if (failed === null) return results;
      for (const [key, item] of failed) known.set(key, item);
      // Whoever writes at the same time in another process goes on first, or we do.
      if (plan > 1) await wait(delayBefore(plan, { ...requests.policy, longestDelay: 200 }));
    }
    throw new PreampError('storage-contended', 'An item was changed by others again and again while it was written.', {
      hint: 'Send the request again later; nothing of it was done.',
    });
  });
}

function targetsOf(operations: readonly WriteOperation[], tableOf: (model: string) => TableBinding) {
  const targets = new Map<string, Target>();
  for (const [position, operation] of operations.entries()) {
    const table = tableOf(operation.model);
    const key = table.encodeKey('key' in operation ? operation.key : operation.item);
    const text = itemKeyText({ table, key });
    const target = targets.get(text);
    if (target === undefined) targets.set(text, { table, key, positions: [position] });
    else target.positions.push(position);
  }
  return targets;
}

/** Reads the items that operations expect to find and that nobody has looked at. */
async function look(
  requests: Requests,
  operations: readonly WriteOperation[],
  targets: ReadonlyMap<string, Target>,
  known: Map<string, Known>,
): Promise<void> {
  const unknown = [...targets].filter(
    ([text, { positions }]) => !known.has(text) && needsItem(operations[positions[0]!]!),
  );
  if (unknown.length === 0) return;
  const found = await batchGet(
    requests,
    unknown.map(([, target]) => target),
    { consistent: true },
  );
  for (const [text] of unknown) known.set(text, found.get(text) ?? null);
}

/** The touched item of each operation; operations on one item share it. */
function touchedItems(
  operations: readonly WriteOperation[],
  targets: ReadonlyMap<string, Target>,
  known: ReadonlyMap<string, Known>,
): ReadonlyMap<number, TouchedItem> {
  const touched = new Map<number, TouchedItem>();
  for (const [text, { table, key, positions }] of targets) {
    const isPut = operations[positions[0]!]!.kind === 'put';
    const found = isPut ? undefined : (known.get(text) ?? null);
    const item: TouchedItem = { table, key, found, wanted: found ?? null };
    for (const position of positions) touched.set(position, item);
  }
  return touched;
}

/** `null` when the transaction was carried out; else the items whose condition failed, as they are now. */
async function transact(
  requests: Requests,
  items: readonly TouchedItem[],
): Promise<readonly (readonly [string, RawItem | null])[] | null> {
  const [only] = items;
  // Nothing is to be changed: the one item was as it was found.
  if (items.length === 1 && only?.wanted === only?.found) return null;
  const input = { ClientRequestToken: randomUUID(), TransactItems: items.map(transactItem) };
  const what = [...new Set(items.map(({ table }) => table.model.name))].join(', ');
  try {
    await requests.write(what, () => requests.client.transactWriteItems(input));
    return null;
  } catch (error) {
    const reasons = cancellationReasons(error) ?? [];
    const failed = reasons.flatMap(({ Code, Item }, position) => {
      if (Code !== 'ConditionalCheckFailed') return [];
      return [[itemKeyText(items[position]!), (Item as RawItem | undefined) ?? null] as const];
    });
    if (failed.length === 0) throw error;
    return failed;
  }
}
