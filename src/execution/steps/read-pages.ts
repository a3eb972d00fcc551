import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { BatchQueryRequest, Cursor, Page, QueryRequest, ScanRequest } from '../../storage/storage-engine.ts';
import { mapMaybe } from '../../util/map-maybe.ts';
import type { MaybePromise } from '../../util/maybe-promise.ts';
import type { ExecutionEnvironment } from '../execution-environment.ts';
import type { KeyFacts, ModelFacts } from '../model-facts.ts';

/**
 * The reads behind lists, index queries and connections. Pages are full, unless `compatibility.appsyncPages` asks for
 * those of the official service: `reference/runtime.md` section 3.2.
 */
export function scanPage(environment: ExecutionEnvironment, request: ScanRequest): MaybePromise<Page> {
  const { store, compatibility, models } = environment;
  if (!compatibility.appsyncPages) return store.scan(request);
  const { primaryKey } = models.get(request.model)!;
  return mapMaybe(store.scan(unfiltered(request)), (page) => appsyncPage(environment, request, page, [primaryKey]));
}

export function queryPage(environment: ExecutionEnvironment, request: QueryRequest): MaybePromise<Page> {
  const { store, compatibility, models } = environment;
  if (!compatibility.appsyncPages) return store.query(request);
  const keys = keysOf(models.get(request.model)!, request.index);
  return mapMaybe(store.query(unfiltered(request)), (page) => appsyncPage(environment, request, page, keys));
}

export function batchPages(
  environment: ExecutionEnvironment,
  request: BatchQueryRequest,
): MaybePromise<readonly Page[]> {
  const { store, compatibility, models } = environment;
  if (!compatibility.appsyncPages) return store.batchQuery(request);
  const keys = keysOf(models.get(request.model)!, request.index);
  return mapMaybe(store.batchQuery(unfiltered(request)), (pages) =>
    pages.map((page) => appsyncPage(environment, request, page, keys)),
  );
}

/** Whole items of a page that is filtered here: the filter and the cursor look at more than the response shows. */
function unfiltered<T extends { readonly filter: Filter | null }>(request: T): T {
  return { ...request, filter: null, attributes: undefined };
}

function appsyncPage(
  environment: ExecutionEnvironment,
  { filter, limit }: { readonly filter: Filter | null; readonly limit: number },
  { items, next }: Page,
  keys: readonly KeyFacts[],
): Page {
  const last = items.at(-1);
  const end = next ?? (items.length >= limit && last !== undefined ? cursorAt(last, keys) : null);
  return { items: filter === null ? items : items.filter(environment.predicateOf(filter)), next: end };
}

/** Where a page that ends with this item goes on. */
function cursorAt(item: Item, keys: readonly KeyFacts[]): Cursor {
  const attributes = keys.flatMap((key) => [...key.fields, ...(key.sortAttribute === null ? [] : [key.sortAttribute])]);
  return Object.fromEntries(attributes.map((attribute) => [attribute, item[attribute] as string | number]));
}

function keysOf(facts: ModelFacts, index: string | null): readonly KeyFacts[] {
  return index === null ? [facts.primaryKey] : [facts.primaryKey, facts.indexes.get(index)!];
}
