import { compileFilter } from '../../filter/compile-filter.ts';
import type { Filter } from '../../filter/filter.ts';
import { filterFields } from '../../filter/filter-fields.ts';
import { matchesSortCondition } from '../../filter/matches-sort-condition.ts';
import type { Item } from '../../ir/item.ts';
import type { Attributes, Page, Partition, QueryRequest, ScanRequest } from '../storage-engine.ts';
import { batchGet } from './batch-get.ts';
import { type FilterColumns, filterExpression } from './filter-expression.ts';
import { itemKeyText } from './item-key-text.ts';
import { keyCondition } from './key-condition.ts';
import { Placeholders } from './placeholders.ts';
import { projectionExpression } from './projection-expression.ts';
import { type ReadBudget, readPage, type Slice } from './read-page.ts';
import type { Requests } from './requests.ts';
import { type KeyBinding, pick, type RawItem, type TableBinding } from './table-binding.ts';

const emptyPage: Page = Object.freeze({ items: [], next: null });

type PartitionRead = Omit<QueryRequest, 'model' | keyof Partition>;

/** One page of a partition, in the order of its sort key. */
export async function readPartition(
  requests: Requests,
  table: TableBinding,
  request: PartitionRead,
  partition: Partition,
  budget: ReadBudget,
): Promise<Page> {
  const { index, descending, filter, limit } = request;
  const key = table.key(index);
  const placeholders = new Placeholders();
  const condition = keyCondition(key, partition, placeholders);
  if (condition === null) return emptyPage;
  // A query may not filter by the key that it queries.
  const narrowing = narrowed(filter, columnsOf(table, key, [key.hash, key.sort]));
  if (narrowing === false) return emptyPage;
  const { attributes } = request;
  const completion = completesItems(table, key, attributes, filter);
  const projection =
    attributes === undefined || completion ? null : projectionExpression(table, attributes, filter, key, placeholders);
  const FilterExpression = narrowing === true ? undefined : narrowing.print(placeholders);
  const input = {
    TableName: table.tableName,
    ...(index === null ? { ConsistentRead: requests.consistentReads } : { IndexName: index }),
    KeyConditionExpression: condition,
    ScanIndexForward: !descending,
    ...(FilterExpression === undefined ? {} : { FilterExpression }),
    ...(projection === null ? {} : { ProjectionExpression: projection }),
    ...placeholders.members,
  };
  const read = async (start: RawItem | null, most: number): Promise<Slice> => {
    const answer = await requests.read(table.model.name, () =>
      requests.client.query({ ...input, Limit: most, ...startAt(start) }),
    );
    const slice = sliceOf(answer);
    return completion ? { ...slice, items: await completed(requests, table, key, slice.items) } : slice;
  };
  const { sort, after } = partition;
  const reader = {
    read,
    decode: (raw: RawItem) => table.decodeItem(raw),
    matches: bothHold(filter, sort === null || key.sort === null ? null : sortTest(key.sort.attribute, sort)),
    cursorOf: (raw: RawItem) => table.cursorOf(raw, index),
  };
  return readPage(reader, limit, after === null ? null : table.startKey(after, index), budget);
}

/** One page of a whole table, in no order. */
export async function readTable(
  requests: Requests,
  table: TableBinding,
  { filter, limit, after, attributes }: Omit<ScanRequest, 'model'>,
): Promise<Page> {
  const placeholders = new Placeholders();
  const narrowing = narrowed(filter, columnsOf(table, table.primary, []));
  if (narrowing === false) return emptyPage;
  const projection =
    attributes === undefined ? null : projectionExpression(table, attributes, filter, table.primary, placeholders);
  const FilterExpression = narrowing === true ? undefined : narrowing.print(placeholders);
  const input = {
    TableName: table.tableName,
    ConsistentRead: requests.consistentReads,
    ...(FilterExpression === undefined ? {} : { FilterExpression }),
    ...(projection === null ? {} : { ProjectionExpression: projection }),
    ...placeholders.members,
  };
  const reader = {
    read: async (start: RawItem | null, most: number) =>
      sliceOf(
        await requests.read(table.model.name, () => requests.client.scan({ ...input, Limit: most, ...startAt(start) })),
      ),
    decode: (raw: RawItem) => table.decodeItem(raw),
    matches: filter === null ? null : compileFilter(filter),
    cursorOf: (raw: RawItem) => table.cursorOf(raw, null),
  };
  const start = after === null ? null : table.startKey(after, null);
  return readPage(reader, limit, start, { requests: requests.readBudget });
}

function narrowed(filter: Filter | null, columns: FilterColumns) {
  return filter === null ? true : filterExpression(filter, columns);
}

/** What a filter's expression may name: not `unnamed`, nor what an index has not. */
function columnsOf(table: TableBinding, key: KeyBinding, unnamed: readonly unknown[]): FilterColumns {
  return (attribute) => {
    const column = table.find(attribute);
    if (column === undefined) return undefined;
    const isThere = key.projected === null || key.projected.has(column.name);
    return unnamed.includes(column) || !isThere ? null : column;
  };
}

/** Whether an index lacks something that is asked for, so that its items are read whole from the table. */
function completesItems(
  table: TableBinding,
  { projected }: KeyBinding,
  attributes: Attributes | undefined,
  filter: Filter | null,
): boolean {
  if (projected === null) return false;
  if (attributes === undefined) return true;
  const asked = [...attributes, ...(filter === null ? [] : filterFields(filter))];
  return asked.some((attribute) => {
    const column = table.find(attribute);
    return column !== undefined && !projected.has(column.name);
  });
}

/** The whole items of entries of an index; those that are gone meanwhile are left out. */
async function completed(
  requests: Requests,
  table: TableBinding,
  { hash, sort }: KeyBinding,
  entries: readonly RawItem[],
): Promise<RawItem[]> {
  const position = sort === null ? [hash.name] : [hash.name, sort.name];
  const keys = entries.map((raw) => ({ table, key: table.keyOf(raw) }));
  const found = await batchGet(requests, keys, { consistent: requests.consistentReads });
  return entries.flatMap((entry, i) => {
    const whole = found.get(itemKeyText(keys[i]!));
    // The index may lag behind: its own keys say where the page goes on.
    return whole === undefined ? [] : [{ ...whole, ...pick(entry, position) }];
  });
}

function sortTest(attribute: string, sort: NonNullable<Partition['sort']>): (item: Item) => boolean {
  return (item) => matchesSortCondition(sort, item[attribute]);
}

function bothHold(filter: Filter | null, test: ((item: Item) => boolean) | null): ((item: Item) => boolean) | null {
  if (filter === null) return test;
  const matches = compileFilter(filter);
  return test === null ? matches : (item) => test(item) && matches(item);
}

function startAt(start: RawItem | null) {
  return start === null ? {} : { ExclusiveStartKey: start as never };
}

function sliceOf({ Items = [], LastEvaluatedKey }: { Items?: unknown[]; LastEvaluatedKey?: unknown }): Slice {
  return { items: Items as RawItem[], last: (LastEvaluatedKey as RawItem | undefined) ?? null };
}
