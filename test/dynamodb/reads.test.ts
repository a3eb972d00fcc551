import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import type { Filter } from '../../src/filter/filter.ts';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import type { ClientOptions } from '../../src/storage/dynamodb/open-client.ts';
import type { StorageEngine, Store } from '../../src/storage/storage-engine.ts';
import { createAll } from '../../src/testing/contract/contract-items.ts';
import { contractModel } from '../../src/testing/contract/contract-model.ts';
import { walkPages } from '../../src/testing/contract/walk-pages.ts';
import { anyFilter, attributes } from '../differential/arbitrary-filter.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

/** Numbers that DynamoDB can hold. */
const storable = (value: number) => (Math.abs(value) < 1e126 && Math.abs(value) >= 1e-130 ? value : 0);
const note = attributes.map(({ ratio, json, ...rest }) => ({
  ...rest,
  ...(typeof ratio === 'number' ? { ratio: storable(ratio) } : {}),
  // AWSJSON is stored as what it says, so it must say something.
  ...(typeof json === 'string' ? { json: JSON.stringify(json) } : {}),
}));

describe.skipIf(!hasDynamodb)('reads of DynamoDB', () => {
  const naming = { prefix: 'reads-' };
  let address: ClientOptions;
  let engine: StorageEngine;
  let store: Store;

  beforeAll(async () => {
    address = emptyDynamodb();
    engine = await createDynamoDbEngine({ ...address, naming });
    await engine.migrate(await engine.plan(contractModel), { destructive: false });
    store = engine.open(contractModel);
  });
  afterAll(() => engine?.close());

  test('filters find what the in-memory target finds, by query and by scan', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(note, { minLength: 1, maxLength: 8 }),
        fc.array(anyFilter, { minLength: 1, maxLength: 8 }),
        async (notes, filters) => {
          const shelf = `shelf ${run++}`;
          const items = notes.map((each, i) => ({ ...each, id: `${shelf}-${i}`, shelf }));
          await store.write(items.map((item) => ({ kind: 'put', model: 'Note', item })));
          for (const filter of filters) {
            const expected = items.filter(compileFilter(filter)).map(({ id }) => id);
            const rest = { model: 'Note', after: null, limit: 100 };
            const partition = { index: 'byShelf', hash: shelf, sort: null, descending: false };
            const queried = await store.query({ ...rest, ...partition, filter });
            expect(queried.items.map(({ id }) => id).toSorted()).toEqual(expected);
            const onShelf: Filter = { op: 'and', of: [{ op: 'eq', field: 'shelf', value: shelf }, filter] };
            const scanned = await store.scan({ ...rest, filter: onShelf });
            expect(scanned.items.map(({ id }) => id).toSorted()).toEqual(expected);
          }
        },
      ),
      { numRuns: 60, seed: 20240501 },
    );
  });

  test('a page ends when its budget is spent, and goes on from there', async () => {
    const [order, texts] = [randomUUID(), ['x', ...Array.from({ length: 38 }, () => 'y'), 'x']];
    await createAll(
      store,
      'Line',
      texts.map((text, number) => ({ order, number, text })),
    );
    const thrifty = await createDynamoDbEngine({ ...address, naming, readBudget: 1 });
    const filter: Filter = { op: 'eq', field: 'text', value: 'x' };
    const request = { model: 'Line', index: null, hash: order, sort: null, descending: false, filter, limit: 2 };
    const pages = await walkPages((after) => thrifty.open(contractModel).query({ ...request, after }));
    expect(pages.flat().map(({ number }) => number)).toEqual([0, 39]);
    // Three items and then six are looked at for each page.
    expect(pages.map(({ length }) => length)).toEqual([1, 0, 0, 0, 1]);
    expect((await store.query({ ...request, after: null })).items.map(({ number }) => number)).toEqual([0, 39]);
    await thrifty.close();
  });

  test('pages of more than 1 MB are put together', async () => {
    const shelf = randomUUID();
    const text = 'x'.repeat(90_000);
    for (let start = 0; start < 30; start += 10) {
      const items = Array.from({ length: 10 }, (_, i) => ({
        id: `${shelf}-${start + i}`,
        shelf,
        rank: start + i,
        text,
      }));
      await createAll(store, 'Note', items);
    }
    const partition = { index: 'byShelfAndRank', hash: shelf, sort: null, descending: true, after: null };
    const page = await store.query({ model: 'Note', filter: null, limit: 29, ...partition });
    expect(page.items.map(({ rank }) => rank)).toEqual(Array.from({ length: 29 }, (_, i) => 29 - i));
    expect(page.next).not.toBeNull();
    const keys = page.items.map(({ id }) => ({ id }));
    expect((await store.batchGet('Note', keys)).map((item) => item?.id)).toEqual(keys.map(({ id }) => id));
  });

  test('keys that DynamoDB refuses are of no item', async () => {
    const long = 'x'.repeat(3000);
    expect(await store.get('Note', { id: '' })).toBeNull();
    expect(await store.get('Note', { id: long })).toBeNull();
    const request = {
      model: 'Note',
      index: 'byShelfAndLabel',
      sort: null,
      after: null,
      descending: false,
      filter: null,
      limit: 5,
    };
    for (const hash of ['', long, 5])
      expect(await store.query({ ...request, hash })).toEqual({ items: [], next: null });
    const shelf = randomUUID();
    await createAll(store, 'Note', [{ id: shelf, shelf, label: 'm' }]);
    const found = async (sort: object) =>
      (await store.query({ ...request, hash: shelf, sort: sort as never })).items.length;
    expect(await Promise.all([found({ op: 'lt', value: long }), found({ op: 'gt', value: long })])).toEqual([1, 0]);
    expect(await Promise.all([found({ op: 'ge', value: '' }), found({ op: 'le', value: '' })])).toEqual([1, 0]);
    expect(await found({ op: 'between', low: 'z', high: 'a' })).toBe(0);
  });

  test('more items than a transaction takes are refused', async () => {
    const writes = Array.from({ length: 101 }, () => {
      return { kind: 'put', model: 'Note', item: { id: randomUUID() } } as const;
    });
    await expect(store.write(writes)).rejects.toMatchObject({ code: 'write-too-large' });
  });
});
