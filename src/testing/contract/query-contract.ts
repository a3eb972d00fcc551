import { beforeAll, describe, expect, test } from 'vitest';
import type { SortCondition } from '../../filter/sort-condition.ts';
import type { Cursor, Partition, QueryRequest } from '../../storage/storage-engine.ts';
import { type ContractSubject, complete, createAll, fresh } from './contract-items.ts';
import { walkPages } from './walk-pages.ts';

const request = { sort: null, after: null, descending: false, filter: null, limit: 100 } as const;

export function queryContract({ store }: ContractSubject): void {
  const query = async (rest: Partial<QueryRequest> & Pick<QueryRequest, 'model' | 'index' | 'hash'>) =>
    store().query({ ...request, ...rest });

  describe('query by primary key', () => {
    const order = fresh();
    const numbers = [10, 9, 2, -1, 100];

    beforeAll(async () => {
      await createAll(
        store(),
        'Line',
        numbers.map((number) => ({ order, number, text: `line ${number}` })),
      );
      await createAll(store(), 'Line', [{ order: fresh(), number: 1 }]);
    });

    const conditions: readonly (readonly [SortCondition | null, readonly number[]])[] = [
      [null, [-1, 2, 9, 10, 100]],
      [{ op: 'eq', value: 9 }, [9]],
      [{ op: 'eq', value: 3 }, []],
      [{ op: 'lt', value: 9 }, [-1, 2]],
      [{ op: 'le', value: 9 }, [-1, 2, 9]],
      [{ op: 'gt', value: 9 }, [10, 100]],
      [{ op: 'ge', value: 9 }, [9, 10, 100]],
      [{ op: 'between', low: 2, high: 10 }, [2, 9, 10]],
      [{ op: 'between', low: 9, high: 9 }, [9]],
    ];
    test.each(conditions)('numbers sort as numbers: %j', async (sort, expected) => {
      const base = { model: 'Line', index: null, hash: order, sort } as const;
      expect((await query(base)).items.map((item) => item.number)).toEqual(expected);
      const reversed = await query({ ...base, descending: true });
      expect(reversed.items.map((item) => item.number)).toEqual([...expected].reverse());
      expect(reversed.next).toBeNull();
    });

    test('a partition without items is an empty last page', async () => {
      expect(await query({ model: 'Line', index: null, hash: fresh() })).toEqual({ items: [], next: null });
    });

    test('a key without sort fields gives its one item', async () => {
      const id = fresh();
      await createAll(store(), 'Shelf', [{ id, name: 'one' }]);
      const page = await query({ model: 'Shelf', index: null, hash: id });
      expect(page.items.map((item) => item.name)).toEqual(['one']);
      await store().write([{ kind: 'delete', model: 'Shelf', key: { id }, checks: [] }]);
    });
  });

  describe('query by composite primary key', () => {
    const account = fresh();
    const keys = [
      ['2024-05-01', 9],
      ['2024-05-01', 10],
      ['2024-05-02', 1],
      ['2024-05-010', 1],
    ] as const;

    beforeAll(async () => {
      await createAll(
        store(),
        'Entry',
        keys.map(([day, sequence]) => ({ account, day, sequence, amount: 1 })),
      );
    });

    const ordered = ['2024-05-01#10', '2024-05-01#9', '2024-05-010#1', '2024-05-02#1'];
    const conditions: readonly (readonly [SortCondition | null, readonly string[]])[] = [
      [null, ordered],
      [{ op: 'beginsWith', value: '2024-05-01' }, ordered.slice(0, 3)],
      [{ op: 'beginsWith', value: '2024-05-01#' }, ordered.slice(0, 2)],
      [{ op: 'eq', value: '2024-05-01#9' }, ['2024-05-01#9']],
      [{ op: 'eq', value: '2024-05-01' }, []],
      [{ op: 'gt', value: '2024-05-01#9' }, ordered.slice(2)],
      [{ op: 'between', low: '2024-05-01#9', high: '2024-05-02' }, ordered.slice(1, 3)],
    ];
    test.each(conditions)('the joined text is compared: %j', async (sort, expected) => {
      const page = await query({ model: 'Entry', index: null, hash: account, sort });
      expect(page.items.map((item) => item['day#sequence'])).toEqual(expected);
    });

    test.each([false, true])('pages continue in the order of the joined text (descending: %s)', async (descending) => {
      const pages = await walkPages((after) =>
        store().query({ ...request, model: 'Entry', index: null, hash: account, descending, after, limit: 1 }),
      );
      const expected = descending ? [...ordered].reverse() : ordered;
      expect(pages.map((page) => page.map((item) => item['day#sequence']))).toEqual(expected.map((key) => [key]));
    });
  });

  describe('query by index', () => {
    const shelf = fresh();
    const notes = [
      { id: `${shelf}-a`, shelf, rank: 3, label: 'b', status: 'OPEN', day: '2024-02' },
      { id: `${shelf}-b`, shelf, rank: 1, label: 'a', status: 'OPEN', day: '2024-01' },
      { id: `${shelf}-c`, shelf, rank: 3, label: 'Z', status: 'OPENED', day: '2024-01' },
      { id: `${shelf}-d`, shelf, label: 'é', status: 'OPEN' },
      { id: `${shelf}-e`, rank: 3, label: 'a', status: 'OPEN', day: '2024-01' },
      { id: `${shelf}-f`, shelf, rank: 3, label: '\u{1f600}' },
      { id: `${shelf}-g`, shelf, rank: 20, label: '\uffee' },
    ];
    const read = async (index: string, rest: Partial<QueryRequest> = {}) => {
      const page = await query({ model: 'Note', index, hash: shelf, ...rest });
      return page.items.map((item) => String(item.id).slice(-1)).join('');
    };

    beforeAll(() => createAll(store(), 'Note', notes));

    test('items without every key attribute are not in it', async () => {
      expect([...(await read('byShelf'))].sort().join('')).toBe('abcdfg');
      expect([...(await read('byShelfAndRank'))].sort().join('')).toBe('abcfg');
      expect([...(await read('byShelfStatusDay'))].sort().join('')).toBe('abc');
    });

    test('text sorts by its UTF-8 bytes', async () => {
      expect(await read('byShelfAndLabel')).toBe('cbadgf');
      expect(await read('byShelfAndLabel', { descending: true })).toBe('fgdabc');
      expect(await read('byShelfAndLabel', { sort: { op: 'gt', value: '\uffee' } })).toBe('f');
      expect(await read('byShelfAndLabel', { sort: { op: 'beginsWith', value: '\u{1f600}' } })).toBe('f');
      expect(await read('byShelfAndLabel', { sort: { op: 'beginsWith', value: '' } })).toBe('cbadgf');
    });

    test('a composite sort key is one joined text', async () => {
      expect(await read('byShelfStatusDay')).toBe('bac');
      expect(await read('byShelfStatusDay', { sort: { op: 'beginsWith', value: 'OPEN' } })).toBe('bac');
      expect(await read('byShelfStatusDay', { sort: { op: 'beginsWith', value: 'OPEN#' } })).toBe('ba');
      expect(await read('byShelfStatusDay', { sort: { op: 'eq', value: 'OPEN#2024-02' } })).toBe('a');
    });

    test('hash and sort may be numbers', async () => {
      const rank = Math.floor(Math.random() * 1e9) + 100;
      const weights = [10.5, -2, 9];
      await createAll(
        store(),
        'Note',
        weights.map((weight) => ({ id: fresh(), rank, weight })),
      );
      const page = await query({ model: 'Note', index: 'byRankAndWeight', hash: rank });
      expect(page.items.map((item) => item.weight)).toEqual([-2, 9, 10.5]);
    });

    test('items come whole', async () => {
      const page = await query({ model: 'Note', index: 'byShelfStatusDay', hash: shelf, limit: 1 });
      expect(page.items[0]).toMatchObject(complete('Note', notes[1]!));
    });

    test.each([false, true])('equal sort keys page without gaps or repeats (descending: %s)', async (descending) => {
      const [shared, prefix] = [fresh(), fresh()];
      const items = Array.from({ length: 23 }, (_, i) => ({ id: `${prefix}-${i}`, shelf: shared, rank: i % 2 }));
      await createAll(store(), 'Note', items);
      for (const [index, limit] of [
        ['byShelfAndRank', 3],
        ['byShelf', 5],
      ] as const) {
        const pages = await walkPages((after) =>
          store().query({ ...request, model: 'Note', index, hash: shared, descending, limit, after }),
        );
        const found = pages.flat();
        expect(found.map((item) => item.id).sort()).toEqual(items.map((item) => item.id).sort());
        const ranks = found.map((item) => Number(item.rank));
        if (index === 'byShelfAndRank') expect(ranks).toEqual(ranks.toSorted((a, b) => (descending ? b - a : a - b)));
      }
      const among = { ...request, model: 'Note', index: 'byShelfAndRank', hash: shared, descending };
      const odd = await walkPages((after) =>
        store().query({ ...among, sort: { op: 'eq', value: 1 }, after, limit: 4 }),
      );
      expect(odd.map((page) => page.length)).toEqual([4, 4, 3]);
      expect(new Set(odd.flat().map((item) => item.id)).size).toBe(11);
    });

    test('follows updates and deletes', async () => {
      const [one, two, id] = [fresh(), fresh(), fresh()];
      const ids = async (hash: string) =>
        (await query({ model: 'Note', index: 'byShelfAndRank', hash })).items.map((item) => item.id);
      const change = (set: Record<string, unknown>, remove: string[] = []) =>
        store().write([{ kind: 'update', model: 'Note', key: { id }, set, remove, checks: [] }]);
      await createAll(store(), 'Note', [{ id, shelf: one, rank: 1 }]);
      expect([await ids(one), await ids(two)]).toEqual([[id], []]);
      await change({ shelf: two });
      expect([await ids(one), await ids(two)]).toEqual([[], [id]]);
      await change({}, ['rank']);
      expect(await ids(two)).toEqual([]);
      await change({ rank: 0 });
      expect(await ids(two)).toEqual([id]);
      await store().write([{ kind: 'delete', model: 'Note', key: { id }, checks: [] }]);
      expect(await ids(two)).toEqual([]);
    });
  });

  describe('pages of a query', () => {
    const order = fresh();
    const read = (limit: number, rest: Partial<QueryRequest> = {}) =>
      walkPages((after) =>
        store().query({ ...request, model: 'Line', index: null, hash: order, limit, after, ...rest }),
      );

    beforeAll(() =>
      createAll(
        store(),
        'Line',
        Array.from({ length: 10 }, (_, number) => ({ order, number, text: number % 3 === 0 ? 'x' : 'y' })),
      ),
    );

    test.each([
      [1, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
      [3, [3, 3, 3, 1]],
      [5, [5, 5]],
      [10, [10]],
      [11, [10]],
    ])('limit %i: every page is full but the last, and the last has no cursor', async (limit, sizes) => {
      expect((await read(limit)).map((page) => page.length)).toEqual(sizes);
      const numbers = (await read(limit, { descending: true })).flat().map((item) => item.number);
      expect(numbers).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    });

    test('the filter applies before the limit', async () => {
      const filter = { op: 'eq', field: 'text', value: 'x' } as const;
      const numbers = (pages: Record<string, unknown>[][]) => pages.map((page) => page.map((item) => item.number));
      expect(numbers(await read(2, { filter }))).toEqual([
        [0, 3],
        [6, 9],
      ]);
      expect(numbers(await read(3, { filter }))).toEqual([[0, 3, 6], [9]]);
      expect(numbers(await read(2, { filter: { op: 'eq', field: 'text', value: 'z' } }))).toEqual([[]]);
    });

    test('a sort condition holds on later pages too', async () => {
      const pages = await read(2, { sort: { op: 'between', low: 2, high: 7 } });
      expect(pages.map((page) => page.map((item) => item.number))).toEqual([
        [2, 3],
        [4, 5],
        [6, 7],
      ]);
    });

    test('an item deleted meanwhile does not lose its page position', async () => {
      const scratch = fresh();
      await createAll(
        store(),
        'Line',
        [1, 2, 3].map((number) => ({ order: scratch, number })),
      );
      const base = { ...request, model: 'Line', index: null, hash: scratch };
      const first = await store().query({ ...base, limit: 2 });
      await store().write([{ kind: 'delete', model: 'Line', key: { order: scratch, number: 2 }, checks: [] }]);
      const second = await store().query({ ...base, limit: 2, after: first.next });
      expect(second.items.map((item) => item.number)).toEqual([3]);
    });
  });
}

export function batchQueryContract({ store }: ContractSubject): void {
  describe('batchQuery', () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const partition = (hash: string, rest: Partial<Partition> = {}): Partition => ({
      hash,
      sort: null,
      after: null,
      ...rest,
    });
    const read = async (partitions: readonly Partition[], rest: { limit?: number; descending?: boolean } = {}) => {
      const pages = await store().batchQuery({ ...request, model: 'Line', index: null, partitions, ...rest });
      return pages.map((page) => ({ numbers: page.items.map((item) => item.number), more: page.next !== null }));
    };

    beforeAll(async () => {
      for (const [order, count] of [
        [a, 5],
        [b, 2],
        [c, 3],
      ] as const) {
        await createAll(
          store(),
          'Line',
          Array.from({ length: count }, (_, number) => ({ order, number, text: number % 2 === 0 ? 'even' : 'odd' })),
        );
      }
    });

    test('no partitions, no pages', async () => {
      expect(await read([])).toEqual([]);
    });

    test('gives each partition a page of its own, in the order asked', async () => {
      expect(await read([partition(c), partition(fresh()), partition(a)], { limit: 3 })).toEqual([
        { numbers: [0, 1, 2], more: false },
        { numbers: [], more: false },
        { numbers: [0, 1, 2], more: true },
      ]);
    });

    test('descending', async () => {
      expect(await read([partition(a), partition(b)], { limit: 2, descending: true })).toEqual([
        { numbers: [4, 3], more: true },
        { numbers: [1, 0], more: false },
      ]);
    });

    test('each partition has its own cursor and sort condition; a partition may repeat', async () => {
      const base = { ...request, model: 'Line', index: null, limit: 2 };
      const first = await store().batchQuery({ ...base, partitions: [partition(a), partition(c)] });
      const afterA: Cursor | null = first[0]!.next;
      const afterC: Cursor | null = first[1]!.next;
      const partitions = [
        partition(a, { after: afterA }),
        partition(a),
        partition(a, { sort: { op: 'ge', value: 4 } }),
        partition(a, { sort: { op: 'ge', value: 3 } }),
        partition(c, { after: afterC }),
        partition(a),
        partition(b, { sort: { op: 'between', low: 1, high: 9 } }),
      ];
      expect(await read(partitions, { limit: 2 })).toEqual([
        { numbers: [2, 3], more: true },
        { numbers: [0, 1], more: true },
        { numbers: [4], more: false },
        { numbers: [3, 4], more: false },
        { numbers: [2], more: false },
        { numbers: [0, 1], more: true },
        { numbers: [1], more: false },
      ]);
    });

    test('the filter applies before the limit of each', async () => {
      const filter = { op: 'eq', field: 'text', value: 'even' } as const;
      const pages = await store().batchQuery({
        ...request,
        model: 'Line',
        index: null,
        filter,
        limit: 2,
        partitions: [partition(a), partition(b), partition(c)],
      });
      expect(pages.map((page) => [page.items.map((item) => item.number), page.next !== null])).toEqual([
        [[0, 2], true],
        [[0], false],
        [[0, 2], false],
      ]);
    });

    test('equals single queries on an index, for a hundred partitions', async () => {
      const shelves = Array.from({ length: 100 }, fresh);
      await createAll(
        store(),
        'Note',
        shelves.flatMap((shelf, i) =>
          Array.from({ length: i % 4 }, (_, n) => ({ id: fresh(), shelf, rank: (n * 7) % 3, tags: [String(n)] })),
        ),
      );
      for (const index of ['byShelf', 'byShelfAndRank']) {
        const options = { ...request, model: 'Note', index, limit: 2, descending: index === 'byShelf' };
        const pages = await store().batchQuery({ ...options, partitions: shelves.map((hash) => partition(hash)) });
        const single = await Promise.all(shelves.map((hash) => store().query({ ...options, hash })));
        expect(pages).toEqual(single);
      }
    });

    test('equals single queries on a composite primary key', async () => {
      const accounts = Array.from({ length: 5 }, fresh);
      await createAll(
        store(),
        'Entry',
        accounts.flatMap((account) => [9, 10, 11].map((sequence) => ({ account, day: 'd', sequence }))),
      );
      const options = { ...request, model: 'Entry', index: null, limit: 2 };
      const pages = await store().batchQuery({ ...options, partitions: accounts.map((hash) => partition(hash)) });
      expect(pages).toEqual(await Promise.all(accounts.map((hash) => store().query({ ...options, hash }))));
    });
  });
}
