import { jsonEqual } from '../filter/json-equal.ts';
import type { Model } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import type { Change } from '../realtime/change.ts';
import type { Store, WriteOperation } from '../storage/storage-engine.ts';

/**
 * Stores items under their keys, past rules and validations, and publishes one event for each that is new or differs
 * from what was there. Each item is atomic by itself.
 */
export async function putItems(
  { store, publish }: { readonly store: Store; readonly publish: (change: Change) => void },
  model: Model,
  items: readonly Item[],
): Promise<void> {
  await Promise.all(
    items.map(async (item) => {
      const change = await putItem(store, model, withoutNulls(item));
      if (change !== null) publish(change);
    }),
  );
}

/** Attempts where others create and delete the same item meanwhile. */
const attempts = 5;

/** `null` where the item is there already. A plain put would not tell what it has replaced. */
async function putItem(store: Store, { name, primaryKey }: Model, item: Item): Promise<Change | null> {
  const key = Object.fromEntries(primaryKey.fields.map((field) => [field, item[field]]));
  const attempt = async (operation: WriteOperation) => (await store.write([operation]))[0];
  for (let n = 0; n < attempts; n++) {
    const created = await attempt({ kind: 'create', model: name, item, checks: [] });
    if (created?.status === 'written') {
      return { kind: 'create', model: name, item: created.item ?? item, previous: null };
    }
    const there = created?.status === 'rejected' ? created.previous : null;
    if (there === null) continue;
    const stored = withoutNulls(there);
    if (jsonEqual(stored, item)) return null;
    const remove = Object.keys(stored).filter((attribute) => !Object.hasOwn(item, attribute));
    const updated = await attempt({ kind: 'update', model: name, key, set: item, remove, checks: [] });
    if (updated?.status === 'written' && updated.item !== null) {
      return { kind: 'update', model: name, item: updated.item, previous: updated.previous };
    }
  }
  throw new Error(`An item of ${name} changes too often to be replaced.`);
}

function withoutNulls(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== undefined));
}
