import type { Filter } from '../filter/filter.ts';
import type { SortCondition } from '../filter/sort-condition.ts';
import type { DataModel } from '../ir/data-model.ts';
import type { Item } from '../ir/item.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { ItemShape } from './item-shape.ts';
import type { AppliedMigration, MigrationPlan, PlanOptions } from './migration-plan.ts';

/**
 * The storage port. An engine keeps items in tables (one per model), finds them by key, and writes them under
 * conditions. Ids, timestamps, defaults, composite attributes and filters are computed above it, so engines agree by
 * construction; `testing/` holds the contract suite that every engine passes.
 *
 * Reads of a synchronous engine return values, not promises: the planner never awaits what is already there.
 */
export interface StorageEngine {
  /** Short name for messages: `sqlite`, `dynamodb`. */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Compares what is stored with what the model needs. Changes nothing. */
  plan(model: DataModel, options?: PlanOptions): MaybePromise<MigrationPlan>;
  /** Carries a plan out, in one transaction where the engine has them. Throws when it needs consent that is not given. */
  migrate(plan: MigrationPlan, consent: { readonly destructive: boolean }): MaybePromise<void>;
  /** Binds one revision of the data model. Cheap; several revisions may be open while requests drain. */
  open(model: DataModel): Store;
  /** The migrations that were carried out, oldest first. */
  history?(): MaybePromise<readonly AppliedMigration[]>;
  /** Writes a consistent copy of all data to `file` while the engine serves. */
  backup?(file: string): Promise<void>;
  close(): MaybePromise<void>;
}

/** What an engine does itself. The defaults in parentheses are what the layers above assume without a flag. */
export interface Capabilities {
  /** Reads return at once instead of a promise (false). */
  readonly synchronousReads: boolean;
  /** Several writes in one `write` call are all done or none is (true; engines may bound how many). */
  readonly maxAtomicWrites: number;
  /** A scan without an index returns items in primary-key order (false: unspecified order). */
  readonly orderedScan: boolean;
  /** AWSJSON comes back as the text that was written (false: as the text of an equal value, and `null` as absent). */
  readonly keepsJsonText: boolean;
  /** Key attributes may be empty texts (false: writing them is refused). */
  readonly emptyKeys: boolean;
}

/** All data of one revision of a model. `model` arguments are model names, `index` arguments names of its indexes. */
export interface Store {
  get(model: string, key: Key, attributes?: Attributes): MaybePromise<Item | null>;
  /** Items in the order of `keys`; `null` where there is none. Keys may repeat. */
  batchGet(model: string, keys: readonly Key[], attributes?: Attributes): MaybePromise<readonly (Item | null)[]>;
  query(request: QueryRequest): MaybePromise<Page>;
  /** One page for each partition, each with its own limit: how relations of many parents are loaded in one call. */
  batchQuery(request: BatchQueryRequest): MaybePromise<readonly Page[]>;
  scan(request: ScanRequest): MaybePromise<Page>;
  /**
   * `query` with JSON text instead of items, which an engine may offer, together with `scanJson`; `undefined` where it
   * cannot make it of these items and this shape: then read items.
   */
  queryJson?(request: QueryRequest & JsonOptions): MaybePromise<JsonPage | undefined>;
  /** `scan` with JSON text instead of items; `undefined` as for `queryJson`. */
  scanJson?(request: ScanRequest & JsonOptions): MaybePromise<JsonPage | undefined>;
  /**
   * Applies writes atomically and returns, once they are durable, one result each, in order. When one is rejected none
   * is applied, and the others' result is `{ status: 'aborted' }`.
   */
  write(operations: readonly WriteOperation[]): Promise<readonly WriteResult[]>;
}

/**
 * Stored attributes that the caller will look at: items hold at least these, and may hold no others. Without it, items
 * are whole. A hint for engines that can read parts of an item; they may remember what they make of an array by its
 * identity, so callers keep theirs and do not change them.
 */
export type Attributes = readonly string[];

/** Values of the primary key's fields by name. */
export type Key = Readonly<Record<string, unknown>>;

interface ReadOptions {
  /** Applied before `limit`: pages are full. */
  readonly filter: Filter | null;
  /**
   * Most items to return; at least 1. Where few items match, an engine that pays for what it reads may end a page
   * before it is full, even empty: `next` is then where it goes on.
   */
  readonly limit: number;
  /** The filter's own attributes need not be among them. */
  readonly attributes?: Attributes | undefined;
}

export interface ScanRequest extends ReadOptions {
  readonly model: string;
  readonly after: Cursor | null;
}

export interface Partition {
  /** Value of the key's hash field. */
  readonly hash: string | number;
  readonly sort: SortCondition | null;
  readonly after: Cursor | null;
}

export interface QueryRequest extends ReadOptions, Partition {
  readonly model: string;
  /** `null` is the primary key. */
  readonly index: string | null;
  readonly descending: boolean;
}

export interface BatchQueryRequest extends ReadOptions {
  readonly model: string;
  readonly index: string | null;
  readonly descending: boolean;
  readonly partitions: readonly Partition[];
}

/** Where a page ended: the primary key and, in an index, the index key attributes of its last item. JSON-safe. */
export type Cursor = Readonly<Record<string, string | number>>;

export interface Page {
  readonly items: readonly Item[];
  /** `null` when nothing follows. */
  readonly next: Cursor | null;
}

/** `attributes` says nothing here: the shape does. */
export interface JsonOptions {
  readonly shape: ItemShape;
  /** Whether `next` is wanted; without it the page's is null. */
  readonly wantsNext: boolean;
}

export interface JsonPage {
  /** JSON text of the items, joined by commas. */
  readonly items: string;
  readonly count: number;
  readonly next: Cursor | null;
}

export type WriteOperation =
  /** Creates the item; rejected with `exists` when its key is taken. */
  | { readonly kind: 'create'; readonly model: string; readonly item: Item; readonly checks: readonly Filter[] }
  /**
   * Sets and removes attributes of an existing item; rejected with `missing` when there is none. A null in `set` removes.
   * Key fields cannot change: in `set` they may only repeat the key.
   */
  | {
      readonly kind: 'update';
      readonly model: string;
      readonly key: Key;
      readonly set: Item;
      readonly remove: readonly string[];
      readonly checks: readonly Filter[];
    }
  | { readonly kind: 'delete'; readonly model: string; readonly key: Key; readonly checks: readonly Filter[] }
  /** Creates or replaces, unconditionally: imports and restores. Nobody looks what was there: `previous` is null. */
  | { readonly kind: 'put'; readonly model: string; readonly item: Item };

/**
 * `checks` are evaluated in order on the item as it was before the write (on create: on no item), atomically with it;
 * `check` is the position of the first that fails, and -1 for the other reasons, which come before checks: `exists`
 * and `missing`.
 */
export type WriteResult =
  | { readonly status: 'written'; readonly item: Item | null; readonly previous: Item | null }
  | {
      readonly status: 'rejected';
      readonly reason: 'exists' | 'missing' | 'check';
      readonly check: number;
      readonly previous: Item | null;
    }
  | { readonly status: 'aborted' };
