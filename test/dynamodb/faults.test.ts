import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Filter } from '../../src/filter/filter.ts';
import type { Item } from '../../src/ir/item.ts';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import type { ClientOptions } from '../../src/storage/dynamodb/open-client.ts';
import { seededRandom } from '../../src/storage/seed/seeded-random.ts';
import type { StorageEngine, Store, WriteOperation } from '../../src/storage/storage-engine.ts';
import { present } from '../../src/testing/contract/contract-items.ts';
import { contractModel } from '../../src/testing/contract/contract-model.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

/** Faults of one request after which the next may succeed. */
const passing = [
  'throttled',
  'error before',
  'error after',
  'cut before',
  'cut after',
  'cut within the answer',
  'no answer before',
  'no answer after',
] as const satisfies readonly Fault[];
const applied: readonly Fault[] = passing.filter((fault) => fault.endsWith('after') || fault.endsWith('answer'));

describe.skipIf(!hasDynamodb)('faults between the engine and DynamoDB', () => {
  const naming = { prefix: 'faults-' };
  let address: ClientOptions;
  let proxy: FaultyProxy;
  /** Straight to DynamoDB: another node, whose requests all arrive. */
  let direct: StorageEngine;
  let other: Store;
  let engine: StorageEngine;
  let store: Store;

  beforeAll(async () => {
    address = emptyDynamodb();
    proxy = await startFaultyProxy(address.endpoint!);
    direct = await createDynamoDbEngine({ ...address, naming });
    await direct.migrate(await direct.plan(contractModel), { destructive: false });
    other = direct.open(contractModel);
    engine = await createDynamoDbEngine({
      ...address,
      naming,
      endpoint: proxy.endpoint,
      requestTimeout: 1_000,
      retries: { attempts: 60, duration: 90_000, firstDelay: 1, longestDelay: 20 },
    });
    store = engine.open(contractModel);
  });
  afterEach(() => {
    proxy.faults = () => null;
    proxy.meanwhile = async () => {};
  });
  afterAll(async () => {
    await engine?.close();
    await direct?.close();
    await proxy?.close();
  });

  const stored = async (id: string): Promise<Item | null> => present(await other.get('Note', { id }));

  /** Results of a write, their items without what is absent. */
  async function written(operations: readonly WriteOperation[]): Promise<unknown[]> {
    return (await store.write(operations)).map((result) =>
      result.status === 'written'
        ? { ...result, item: present(result.item), previous: present(result.previous) }
        : result,
    );
  }

  /** The next request of the operation fails so, and all after it pass. */
  function once(operation: string, fault: Fault): void {
    let isDue = true;
    proxy.faults = (request) => {
      if (!isDue || request.operation !== operation) return null;
      isDue = false;
      return fault;
    };
  }

  const note = (item: Item): WriteOperation => ({ kind: 'create', model: 'Note', item, checks: [] });
  const update = (id: string, set: Item, checks: readonly Filter[] = []): WriteOperation => {
    return { kind: 'update', model: 'Note', key: { id }, set, remove: [], checks };
  };
  const countIs = (value: number): Filter => ({ op: 'eq', field: 'count', value });

  describe.each(passing)('a write meets "%s"', (fault) => {
    test('a create is done once, and says so', async () => {
      const item = { id: randomUUID(), text: 'x', count: 1 };
      once('TransactWriteItems', fault);
      expect(await written([note(item)])).toEqual([{ status: 'written', item, previous: null }]);
      expect(await stored(item.id)).toEqual(item);
    });

    test('an update whose condition its own effect would break', async () => {
      const id = randomUUID();
      await other.write([note({ id, count: 0 })]);
      once('TransactWriteItems', fault);
      expect(await written([update(id, { count: 1 }, [countIs(0)])])).toEqual([
        { status: 'written', item: { id, count: 1 }, previous: { id, count: 0 } },
      ]);
      expect(await stored(id)).toEqual({ id, count: 1 });
    });

    test('a delete returns the item', async () => {
      const item = { id: randomUUID(), text: 'x' };
      await other.write([note(item)]);
      once('TransactWriteItems', fault);
      const deletion: WriteOperation = { kind: 'delete', model: 'Note', key: { id: item.id }, checks: [] };
      expect(await written([deletion])).toEqual([{ status: 'written', item: null, previous: item }]);
      expect(await stored(item.id)).toBeNull();
    });

    test('several writes are all done', async () => {
      const [a, b] = [randomUUID(), randomUUID()];
      await other.write([note({ id: a, count: 0 })]);
      once('TransactWriteItems', fault);
      const results = await store.write([
        update(a, { count: 1 }),
        note({ id: b }),
        { kind: 'put', model: 'Line', item: { order: a, number: 1 } },
      ]);
      expect(results.map(({ status }) => status)).toEqual(['written', 'written', 'written']);
      expect([await stored(a), await stored(b)]).toEqual([{ id: a, count: 1 }, { id: b }]);
      expect(await other.get('Line', { order: a, number: 1 })).not.toBeNull();
    });

    test('one that must be rejected is rejected, and nothing is done', async () => {
      const id = randomUUID();
      await other.write([note({ id, count: 5 })]);
      once('TransactWriteItems', fault);
      expect(await written([note({ id, count: 6 })])).toMatchObject([{ status: 'rejected', reason: 'exists' }]);
      once('BatchGetItem', fault);
      expect(await written([update(id, { count: 7 }, [countIs(0)])])).toMatchObject([
        { status: 'rejected', reason: 'check', check: 0 },
      ]);
      expect(await stored(id)).toEqual({ id, count: 5 });
    });
  });

  describe.each(applied)('a write is carried out, its answer lost by "%s", and somebody else is quicker', (fault) => {
    test('a created item that was changed meanwhile stays changed', async () => {
      const id = randomUUID();
      once('TransactWriteItems', fault);
      proxy.meanwhile = async () => void (await other.write([update(id, { count: 2 }, [countIs(1)])]));
      expect(await written([note({ id, count: 1 })])).toMatchObject([{ status: 'written' }]);
      expect(await stored(id)).toEqual({ id, count: 2 });
    });

    test('a created item that was deleted meanwhile stays deleted', async () => {
      const id = randomUUID();
      once('TransactWriteItems', fault);
      proxy.meanwhile = async () =>
        void (await other.write([{ kind: 'delete', model: 'Note', key: { id }, checks: [] }]));
      expect(await written([note({ id })])).toMatchObject([{ status: 'written' }]);
      expect(await stored(id)).toBeNull();
    });

    test('an update is not done again over a later one', async () => {
      const id = randomUUID();
      await other.write([note({ id, count: 0 })]);
      once('TransactWriteItems', fault);
      proxy.meanwhile = async () => void (await other.write([update(id, { count: 2 }, [countIs(1)])]));
      expect(await written([update(id, { count: 1 })])).toEqual([
        { status: 'written', item: { id, count: 1 }, previous: { id, count: 0 } },
      ]);
      expect(await stored(id)).toEqual({ id, count: 2 });
    });
  });

  test.each([...passing, 'half the keys', 'none of the keys'] as const)('reads meet "%s"', async (fault) => {
    const shelf = randomUUID();
    const ids = Array.from({ length: 5 }, (_, i) => `${shelf}-${i}`);
    await other.write(ids.map((id, rank) => note({ id, shelf, rank })));
    const found: unknown[] = [];
    const request = { model: 'Note', filter: null, limit: 10, after: null } as const;
    const filter: Filter = { op: 'eq', field: 'shelf', value: shelf };
    once('BatchGetItem', fault);
    found.push(
      (
        await store.batchGet(
          'Note',
          ids.map((id) => ({ id })),
        )
      ).map((item) => item?.id),
    );
    if (!fault.endsWith('keys')) {
      once('Query', fault);
      const partition = { hash: shelf, sort: null, after: null };
      const page = await store.query({ ...request, ...partition, index: 'byShelfAndRank', descending: false });
      found.push(page.items.map(({ id }) => id));
      once('Scan', fault);
      found.push((await store.scan({ ...request, filter })).items.map(({ id }) => id).toSorted());
    }
    expect(found).toEqual(found.map(() => ids));
  });

  test('a storm of faults: what was answered is what is stored, and nothing is done twice', async () => {
    const random = seededRandom(20240501);
    const storm = [...passing.filter((fault) => !fault.startsWith('no answer')), 'conflict'] as const;
    proxy.faults = ({ operation }) => {
      if (random.whole(1, 100) > 45) return null;
      const fault = random.pick(storm);
      return fault === 'conflict' && operation !== 'TransactWriteItems' ? 'throttled' : fault;
    };
    const counters = Array.from({ length: 3 }, () => randomUUID());
    await other.write(counters.map((id) => note({ id, count: 0 })));
    const created: string[] = [];
    const increments = new Map<string, number>();
    const changed: unknown[] = [];

    /** Reads a counter and sets it one higher, unless somebody else has: half of the workers are another node. */
    async function work(through: Store, turns: number): Promise<void> {
      for (let turn = 0; turn < turns; turn++) {
        const id = random.pick(counters);
        const before = Number((await through.get('Note', { id }))?.count);
        const [result] = await through.write([update(id, { count: before + 1 }, [countIs(before)])]);
        if (result?.status === 'written') {
          increments.set(id, (increments.get(id) ?? 0) + 1);
          changed.push([id, result.previous?.count]);
        }
        const fresh = randomUUID();
        const [outcome] = await through.write([note({ id: fresh, count: turn })]);
        expect(outcome?.status).toBe('written');
        created.push(fresh);
      }
    }
    await Promise.all([
      ...Array.from({ length: 6 }, () => work(store, 8)),
      ...Array.from({ length: 2 }, () => work(other, 8)),
    ]);

    proxy.faults = () => null;
    const counts = await other.batchGet(
      'Note',
      counters.map((id) => ({ id })),
    );
    expect(counts.map((item) => item?.count)).toEqual(counters.map((id) => increments.get(id) ?? 0));
    // Every value was the one before exactly one increment.
    expect(new Set(changed.map((each) => JSON.stringify(each))).size).toBe(changed.length);
    const found = await other.batchGet(
      'Note',
      created.map((id) => ({ id })),
    );
    expect(found.map((item) => item?.id)).toEqual(created);
    for (const fault of storm) expect(proxy.count.get(fault), fault).toBeGreaterThan(0);
  });

  test.each([
    ['throttled', 'storage-throttled', null],
    ['conflict', 'storage-throttled', null],
    ['error before', 'storage-unreachable', null],
    ['cut before', 'storage-unreachable', null],
    ['cut after', 'storage-unreachable', { count: 1 }],
  ] as const)('when every write is "%s" it fails with %s', async (fault, code, left) => {
    const hasty = await createDynamoDbEngine({
      ...address,
      naming,
      endpoint: proxy.endpoint,
      retries: { attempts: 4, firstDelay: 1 },
    });
    const id = randomUUID();
    proxy.faults = ({ operation }) => (operation === 'TransactWriteItems' ? fault : null);
    const write = hasty.open(contractModel).write([note({ id, count: 1 })]);
    await expect(write).rejects.toMatchObject({ code });
    proxy.faults = () => null;
    expect(await stored(id)).toEqual(left === null ? null : { id, ...left });
    await hasty.close();
  });
});
