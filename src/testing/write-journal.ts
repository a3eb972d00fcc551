import type { DataModel } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import type { Key, StorageEngine, Store, WriteOperation } from '../storage/storage-engine.ts';

/** An item as it was before a write; `null` where there was none. */
interface Entry {
  readonly model: string;
  readonly key: Key;
  readonly previous: Item | null;
}

/** A moment of a store. Belongs to the journal that gave it. */
export interface Moment {
  /** Writes before it. Going back makes the present the same moment again. */
  position: number;
}

/**
 * Remembers what writes replace, from the first moment on that somebody may go back to. So going back costs what was
 * changed, however much is stored. For engines whose reads are synchronous.
 */
export class WriteJournal {
  /** The engine whose writes are seen. */
  readonly engine: StorageEngine;
  readonly #keyFields: ReadonlyMap<string, readonly string[]>;
  readonly #entries: Entry[] = [];
  readonly #moments = new WeakSet<Moment>();
  readonly #pending = new Set<Promise<unknown>>();
  #recording = false;

  constructor(engine: StorageEngine, model: DataModel) {
    this.#keyFields = new Map(model.models.map((each) => [each.name, each.primaryKey.fields]));
    this.engine = {
      name: engine.name,
      capabilities: engine.capabilities,
      plan: (next, options) => engine.plan(next, options),
      migrate: (plan, consent) => engine.migrate(plan, consent),
      open: (next) => this.#watch(engine.open(next)),
      close: () => engine.close(),
    };
  }

  /** The present, once every write that has begun is done. */
  async now(): Promise<Moment> {
    await this.#settled();
    this.#recording = true;
    const moment = { position: this.#entries.length };
    this.#moments.add(moment);
    return moment;
  }

  /** Writes back, all of it or nothing, what has changed since. */
  async goBack(moment: Moment, store: Store): Promise<void> {
    if (!this.#moments.has(moment)) throw new TypeError('The snapshot is not one of this test backend.');
    await this.#settled();
    const before = new Map<string, Entry>();
    for (let at = this.#entries.length - 1; at >= moment.position; at--) {
      const entry = this.#entries[at]!;
      before.set(JSON.stringify([entry.model, entry.key]), entry);
    }
    const writes = [...before.values()].map(
      ({ model, key, previous }): WriteOperation =>
        previous === null ? { kind: 'delete', model, key, checks: [] } : { kind: 'put', model, item: previous },
    );
    // What was made and deleted since is not there to be deleted.
    const needed = writes.filter((write) => write.kind === 'put' || store.get(write.model, keyOf(write)) !== null);
    if (needed.length > 0) await store.write(needed);
    moment.position = this.#entries.length;
  }

  #watch(store: Store): Store {
    const watched: Store = {
      get: (...given) => store.get(...given),
      batchGet: (...given) => store.batchGet(...given),
      query: (request) => store.query(request),
      batchQuery: (request) => store.batchQuery(request),
      scan: (request) => store.scan(request),
      write: (operations) => {
        if (this.#recording) for (const operation of operations) this.#record(store, operation);
        const writing = store.write(operations);
        this.#pending.add(writing);
        const done = () => this.#pending.delete(writing);
        writing.then(done, done);
        return writing;
      },
    };
    const { queryJson, scanJson } = store;
    if (queryJson !== undefined) watched.queryJson = (request) => queryJson.call(store, request);
    if (scanJson !== undefined) watched.scanJson = (request) => scanJson.call(store, request);
    return watched;
  }

  #record(store: Store, operation: WriteOperation): void {
    const { model } = operation;
    const source = keyOf(operation);
    const fields = this.#keyFields.get(model) ?? [];
    // A write without its key is refused, and changes nothing.
    if (fields.some((field) => source[field] === undefined || source[field] === null)) return;
    const key = Object.fromEntries(fields.map((field) => [field, source[field]]));
    this.#entries.push({ model, key, previous: store.get(model, key) as Item | null });
  }

  async #settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }
}

function keyOf(operation: WriteOperation): Key {
  return 'key' in operation ? operation.key : operation.item;
}
