import { PreampError } from '../../diagnostics/preamp-error.ts';
import { modelFacts } from '../../execution/model-facts.ts';
import { decodePageToken, encodePageToken } from '../../filter/page-token.ts';
import { pageTokenKey } from '../../filter/page-token-key.ts';
import type { DataSource, DataSources } from '../../functions/resolvers/data-source.ts';
import type { DataModel } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import type { Cursor, Page, Store } from '../../storage/storage-engine.ts';
import { isRecord } from '../../util/is-record.ts';
import { KeyLocks } from '../../util/key-locks.ts';
import { plainValues } from './attribute-values.ts';
import { parseCondition } from './parse-condition.ts';
import { parseKeyCondition } from './parse-key-condition.ts';
import { readWrite, type TableWrite } from './plan-write.ts';
import { projectionOf } from './project-item.ts';
import { conditionFailed, RequestProblem } from './request-problem.ts';
import { keyOf, keyText, present, storable, type Table, tableOf } from './table.ts';

type Request = Readonly<Record<string, unknown>>;

const maxPage = 1000;
const maxBatchGet = 100;
const maxBatchWrite = 25;
const maxTransaction = 100;
/** How often a write is planned anew because another process changed the item in between. */
const maxAttempts = 20;

/**
 * The tables of a model as data sources of resolvers: requests of DynamoDB's form, carried out by the storage port.
 * As in AppSync these writes publish nothing; subscriptions get the mutation's result. Rules do not apply.
 */
export function modelTables(model: DataModel, store: Store, pageTokenSecret: Uint8Array): DataSources {
  const tables = new Map([...modelFacts(model).values()].map(tableOf).map((table) => [table.name, table]));
  const locks = new KeyLocks();
  const tokens = pageTokenKey(pageTokenSecret);

  /** As data sources are called, or as tables are in the cloud: `Post-<API id>-<environment>`. */
  function named(name: string): Table {
    const table = tables.get(name) ?? tables.get(`${name.slice(0, Math.max(0, name.indexOf('-')))}Table`);
    if (table !== undefined) return table;
    throw new RequestProblem(`There is no table '${name}'; tables are: ${[...tables.keys()].join(', ')}`);
  }

  async function writeAll(writes: readonly TableWrite[], refuse: (failed: readonly (Item | null | true)[]) => never) {
    const keys = writes.map((write) => write.keyText);
    return locks.run(keys, async () => {
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const items = await Promise.all(writes.map(({ table, key }) => store.get(table.facts.model.name, key)));
        if (writes.some((write, i) => !write.holds(items[i]!))) {
          refuse(writes.map((write, i) => (write.holds(items[i]!) ? true : items[i]!)));
        }
        const operations = writes.map((write, i) => write.plan(items[i]!));
        const results = await store.write(operations.filter((operation) => operation !== null));
        if (results.some((result) => result.status !== 'written')) continue;
        let next = 0;
        return writes.map((write, i) => {
          const written = operations[i] === null ? null : results[next++]!;
          return write.result(items[i]!, written?.status === 'written' ? written.item : null);
        });
      }
      throw new RequestProblem('The item is changed too often by others', 'DynamoDB:TransactionConflictException');
    });
  }

  async function writeOne(table: Table, request: Request, requestId: string): Promise<Item | null> {
    const [result] = await writeAll([readWrite(table, request)], ([current]) => {
      throw conditionFailed(current === true || !current ? null : present(current), requestId);
    });
    return result ?? null;
  }

  async function transactWrite(request: Request, requestId: string): Promise<unknown> {
    const writes = listOf(request.transactItems, maxTransaction).map((item) =>
      readWrite(named(String(item.table)), item),
    );
    if (new Set(writes.map((write) => write.keyText)).size < writes.length) {
      throw new RequestProblem('Transaction request cannot include multiple operations on one item');
    }
    await writeAll(writes, (failed) => {
      const cancellationReasons = failed.map((current) =>
        current === true
          ? { type: 'None', message: 'None', item: null }
          : {
              type: 'ConditionalCheckFailed',
              message: 'The conditional request failed',
              item: current === null ? null : present(current),
            },
      );
      const codes = cancellationReasons.map(({ type }) => type).join(', ');
      throw new RequestProblem(
        `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}] (Service: DynamoDb, Status Code: 400, Request ID: ${requestId})`,
        'DynamoDB:TransactionCanceledException',
        { keys: null, cancellationReasons },
      );
    });
    return { keys: writes.map(({ key }) => key), cancellationReasons: null };
  }

  async function read(table: Table, request: Request): Promise<unknown> {
    const isQuery = request.operation === 'Query';
    const index = typeof request.index === 'string' && request.index !== '' ? request.index : null;
    const key = index === null ? table.facts.primaryKey : table.facts.indexes.get(index);
    if (key === undefined) throw new RequestProblem(`The table ${table.name} does not have the index '${index}'`);
    const model = table.facts.model.name;
    const limit = Math.min(typeof request.limit === 'number' && request.limit >= 1 ? request.limit : maxPage, maxPage);
    const filter = hasExpression(request.filter) ? parseCondition(request.filter) : null;
    const show = projectionOf(request.projection);
    const descending = request.scanIndexForward === false;
    const condition = isQuery ? parseKeyCondition(request.query, key.hash, key.sortAttribute) : null;
    const context = JSON.stringify(['resolver', model, index, condition, filter, descending]);
    const token = request.nextToken;
    const after = typeof token === 'string' ? openToken(token, context) : null;
    let page: Page;
    if (condition !== null) page = await store.query({ model, index, ...condition, filter, limit, after, descending });
    else if (index === null) page = await store.scan({ model, filter, limit, after });
    else throw new RequestProblem('Scans of an index are not supported; scans of the table are.');
    const { items, next } = page;
    return {
      items: items.map(show),
      nextToken: next === null ? null : encodePageToken(next, context, tokens),
      scannedCount: items.length,
    };
  }

  function openToken(token: string, context: string): Cursor {
    try {
      return decodePageToken(token, context, tokens);
    } catch {
      throw new RequestProblem('Invalid pagination token given.');
    }
  }

  async function getMany(table: Table, { keys, projection }: Request): Promise<readonly (Item | null)[]> {
    const show = projectionOf(projection);
    const found = await store.batchGet(
      table.facts.model.name,
      listOf(keys, maxBatchGet).map((key) => keyOf(table, key)),
    );
    return found.map((item) => (item === null ? null : show(item)));
  }

  async function batch<T>(request: Request, unprocessed: string, run: (table: Table, part: unknown) => Promise<T>) {
    if (!isRecord(request.tables)) throw new RequestProblem("A batch needs 'tables'.");
    const parts = Object.entries(request.tables).map(([name, part]) => ({ name, table: named(name), part }));
    const data = await Promise.all(parts.map(async ({ name, table, part }) => [name, await run(table, part)] as const));
    return {
      data: Object.fromEntries(data),
      [unprocessed]: Object.fromEntries(parts.map(({ name }) => [name, []])),
    };
  }

  async function putMany(table: Table, part: unknown): Promise<readonly Item[]> {
    const model = table.facts.model.name;
    const items = listOf(part, maxBatchWrite).map((typed) => {
      const item = storable(table, plainValues(typed));
      if (table.facts.primaryKey.fields.some((field) => item[field] === undefined || item[field] === '')) {
        throw new RequestProblem(`An item for ${table.name} lacks a field of its key`);
      }
      return item;
    });
    const keys = items.map((item) => keyText(table, item));
    if (new Set(keys).size < keys.length) throw new RequestProblem('Provided list of item keys contains duplicates');
    await locks.run(keys, () => store.write(items.map((item) => ({ kind: 'put', model, item }))));
    return items.map(present);
  }

  async function deleteMany(table: Table, part: unknown): Promise<readonly Request[]> {
    const requests = listOf(part, maxBatchWrite).map((key) => readWrite(table, { operation: 'DeleteItem', key }));
    if (new Set(requests.map((write) => write.keyText)).size < requests.length) {
      throw new RequestProblem('Provided list of item keys contains duplicates');
    }
    await writeAll(requests, () => {
      throw new RequestProblem('A delete without a condition cannot fail');
    });
    return requests.map(({ key }) => key);
  }

  async function carryOut(table: Table, request: Request, requestId: string): Promise<unknown> {
    switch (request.operation) {
      case 'GetItem': {
        const item = await store.get(table.facts.model.name, keyOf(table, request.key));
        return item === null ? null : projectionOf(request.projection)(item);
      }
      case 'PutItem':
      case 'UpdateItem':
      case 'DeleteItem':
        return writeOne(table, request, requestId);
      case 'Query':
      case 'Scan':
        return read(table, request);
      case 'BatchGetItem':
        return batch(request, 'unprocessedKeys', (each, part) => getMany(each, isRecord(part) ? part : {}));
      case 'BatchPutItem':
        return batch(request, 'unprocessedItems', putMany);
      case 'BatchDeleteItem':
        return batch(request, 'unprocessedKeys', deleteMany);
      case 'TransactWriteItems':
        return transactWrite(request, requestId);
      case 'TransactGetItems':
        return {
          items: await Promise.all(
            listOf(request.transactItems, maxTransaction).map(async (item) => {
              const [found] = await getMany(named(String(item.table)), {
                keys: [item.key],
                projection: item.projection,
              });
              return found ?? null;
            }),
          ),
        };
      default:
        throw new RequestProblem(`Unsupported operation '${String(request.operation)}' on ${table.name}`);
    }
  }

  const sourceOf =
    (table: Table): DataSource =>
    async (request, requestId) => {
      try {
        return { result: (await carryOut(table, request, requestId)) ?? null, error: null };
      } catch (error) {
        const problem =
          error instanceof PreampError && error.code === 'value-type-mismatch'
            ? new RequestProblem(error.message)
            : error;
        if (!(problem instanceof RequestProblem)) throw error;
        return { result: problem.result, error: { message: problem.message, type: problem.type } };
      }
    };
  return { tables: new Map([...tables].map(([name, table]) => [name, sourceOf(table)])) };
}

function listOf(value: unknown, max: number): readonly Request[] {
  if (!Array.isArray(value) || value.length === 0) throw new RequestProblem('The request needs a list with members.');
  if (value.length > max) throw new RequestProblem(`Too many items requested: at most ${max} are allowed`);
  if (!value.every(isRecord)) throw new RequestProblem('The request has a member that is no object.');
  return value;
}

function hasExpression(source: unknown): boolean {
  return isRecord(source) && source.expression !== '' && source.expression !== undefined;
}
