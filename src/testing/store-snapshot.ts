import type { DataModel, Model } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import type { Cursor, Key, Store, WriteOperation } from '../storage/storage-engine.ts';

/** All items of a store at one moment, by model and key. */
export type StoreSnapshot = ReadonlyMap<string, ReadonlyMap<string, Item>>;

export async function takeSnapshot(store: Store, model: DataModel): Promise<StoreSnapshot> {
  const models = model.models.map(async (each) => [each.name, await itemsOf(store, each)] as const);
  return new Map(await Promise.all(models));
}

/** Writes only what differs, all of it or nothing. */
export async function restoreSnapshot(store: Store, model: DataModel, snapshot: StoreSnapshot): Promise<void> {
  const now = await takeSnapshot(store, model);
  const writes = model.models.flatMap((each): WriteOperation[] => {
    const wanted = snapshot.get(each.name) ?? new Map<string, Item>();
    const present = now.get(each.name) ?? new Map<string, Item>();
    const gone = [...present].filter(([key]) => !wanted.has(key));
    const changed = [...wanted].filter(([key, item]) => JSON.stringify(item) !== JSON.stringify(present.get(key)));
    return [
      ...gone.map(([, item]) => ({ kind: 'delete', model: each.name, key: keyOf(each, item), checks: [] }) as const),
      ...changed.map(([, item]) => ({ kind: 'put', model: each.name, item }) as const),
    ];
  });
  if (writes.length > 0) await store.write(writes);
}

const pageSize = 1000;

async function itemsOf(store: Store, model: Model): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>();
  let after: Cursor | null = null;
  do {
    const page = await store.scan({ model: model.name, filter: null, limit: pageSize, after });
    for (const item of page.items) items.set(JSON.stringify(keyOf(model, item)), item);
    after = page.next;
  } while (after !== null);
  return items;
}

function keyOf(model: Model, item: Item): Key {
  return Object.fromEntries(model.primaryKey.fields.map((field) => [field, item[field]]));
}
