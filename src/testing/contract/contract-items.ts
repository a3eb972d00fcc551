import { randomUUID } from 'node:crypto';
import { compositeAttribute } from '../../ir/composite-attribute.ts';
import type { Item } from '../../ir/item.ts';
import type { StorageEngine, Store, WriteOperation } from '../../storage/storage-engine.ts';
import { contractModel } from './contract-model.ts';

/** What the tests of the contract work with: a migrated engine and a store open on it. */
export interface ContractSubject {
  readonly engine: () => StorageEngine;
  readonly store: () => Store;
}

/** The item with its composite key attributes, as the layers above the port write it. */
export function complete(model: string, item: Item): Item {
  const { primaryKey, indexes } = contractModel.models.find(({ name }) => name === model)!;
  const completed: Record<string, unknown> = { ...item };
  for (const { fields } of [primaryKey, ...indexes]) {
    const attribute = compositeAttribute(fields);
    const parts = fields.slice(1).map((field) => item[field] ?? null);
    if (attribute !== null && !parts.includes(null)) completed[attribute] = parts.join('#');
  }
  return completed;
}

/** The item without attributes that are null, which is the same as absent. */
export function present(item: Item | null): Item | null {
  return item === null ? null : Object.fromEntries(Object.entries(item).filter(([, value]) => value != null));
}

/** A create without checks. */
export function creation(model: string, item: Item): WriteOperation {
  return { kind: 'create', model, item: complete(model, item), checks: [] };
}

/** Creates the items, in writes of at most 50. */
export async function createAll(store: Store, model: string, items: readonly Item[]): Promise<void> {
  for (let i = 0; i < items.length; i += 50) {
    const results = await store.write(items.slice(i, i + 50).map((item) => creation(model, item)));
    const failed = results.find((result) => result.status !== 'written');
    if (failed !== undefined) throw new Error(`A test item was not written: ${JSON.stringify(failed)}`);
  }
}

/** A value that no other test uses: tests share tables, because some engines make them slowly. */
export function fresh(): string {
  return randomUUID();
}
