import { describe, expect, test } from 'vitest';
import type { Filter } from '../../filter/filter.ts';
import type { Item } from '../../ir/item.ts';
import type { WriteOperation, WriteResult } from '../../storage/storage-engine.ts';
import { type ContractSubject, complete, createAll, creation, fresh, present } from './contract-items.ts';

const holds: Filter = { op: 'and', of: [] };
const fails: Filter = { op: 'or', of: [] };

/** Results with absent attributes left out, as engines differ in how they show them. */
function normalized(results: readonly WriteResult[]): unknown[] {
  return results.map((result) => {
    if (result.status === 'written') {
      return { ...result, item: present(result.item), previous: present(result.previous) };
    }
    if (result.status === 'aborted') return result;
    return { status: result.status, reason: result.reason, check: result.check };
  });
}

export function writeContract({ store }: ContractSubject): void {
  const write = async (...operations: WriteOperation[]) => normalized(await store().write(operations));
  const stored = async (id: string) => present(await store().get('Note', { id }));
  const update = (id: string, rest: { set?: Item; remove?: string[]; checks?: Filter[] }): WriteOperation => ({
    kind: 'update',
    model: 'Note',
    key: { id },
    set: {},
    remove: [],
    checks: [],
    ...rest,
  });
  const deletion = (id: string, checks: Filter[] = []): WriteOperation => ({
    kind: 'delete',
    model: 'Note',
    key: { id },
    checks,
  });

  describe('create', () => {
    test('returns the item', async () => {
      const item = complete('Note', { id: fresh(), text: 'x', shelf: 's', status: 'OPEN', day: '1', tags: ['a'] });
      expect(await write(creation('Note', item))).toEqual([{ status: 'written', item, previous: null }]);
      expect(await stored(String(item.id))).toEqual(item);
    });

    test('is rejected where the key is taken, and changes nothing', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, text: 'first' }]);
      const second = await write(creation('Note', { id, text: 'second' }));
      expect(second).toEqual([{ status: 'rejected', reason: 'exists', check: -1 }]);
      expect(await stored(id)).toEqual({ id, text: 'first' });
    });

    test('checks see no item', async () => {
      const id = fresh();
      const item = { id, text: 'x' };
      const attempt = (...checks: Filter[]) => write({ kind: 'create', model: 'Note', item, checks });
      expect(await attempt(holds, { op: 'eq', field: 'text', value: 'x' })).toEqual([
        { status: 'rejected', reason: 'check', check: 1 },
      ]);
      expect(await stored(id)).toBeNull();
      const passing: Filter[] = [
        { op: 'ne', field: 'text', value: 'x' },
        { op: 'attributeExists', field: 'text', exists: false },
        { op: 'notContains', field: 'text', value: 'x' },
      ];
      expect(await attempt(...passing)).toEqual([{ status: 'written', item, previous: null }]);
    });
  });

  describe('update', () => {
    test('sets and removes, leaves the rest, and returns both states', async () => {
      const id = fresh();
      const before = { id, text: 'x', count: 1, tags: ['a', 'b'], place: { street: 's', city: 'c' } };
      await createAll(store(), 'Note', [before]);
      const result = await write(
        update(id, { set: { count: 2, tags: ['c'], place: { street: 't', city: null } }, remove: ['text', 'flag'] }),
      );
      const after = { id, count: 2, tags: ['c'], place: { street: 't', city: null } };
      expect(result).toEqual([{ status: 'written', item: after, previous: before }]);
      expect(await stored(id)).toEqual(after);
    });

    test('a null sets nothing: the attribute is removed', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, text: 'x', count: 1 }]);
      await write(update(id, { set: { text: null } }));
      expect(await stored(id)).toEqual({ id, count: 1 });
    });

    test('without changes it returns the item', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, text: 'x' }]);
      const item = { id, text: 'x' };
      expect(await write(update(id, {}))).toEqual([{ status: 'written', item, previous: item }]);
    });

    test('is rejected where there is no item', async () => {
      const id = fresh();
      expect(await write(update(id, { set: { text: 'x' }, checks: [fails] }))).toEqual([
        { status: 'rejected', reason: 'missing', check: -1 },
      ]);
      expect(await stored(id)).toBeNull();
    });

    test('finds items by keys of two and of three fields', async () => {
      const [order, account] = [fresh(), fresh()];
      await createAll(store(), 'Line', [
        { order, number: 1, text: 'a' },
        { order, number: 2, text: 'b' },
      ]);
      await createAll(store(), 'Entry', [{ account, day: 'd', sequence: 1 }]);
      const options = { kind: 'update', remove: [], checks: [] } as const;
      const entryKey = { account, day: 'd', sequence: 1 };
      await write(
        { ...options, model: 'Line', key: { order, number: 2 }, set: { text: 'c' } },
        { ...options, model: 'Entry', key: entryKey, set: { amount: 2.5 } },
      );
      expect((await store().get('Line', { order, number: 1 }))?.text).toBe('a');
      expect((await store().get('Line', { order, number: 2 }))?.text).toBe('c');
      expect((await store().get('Entry', entryKey))?.amount).toBe(2.5);
    });

    const checks: readonly (readonly [Filter[], number | null])[] = [
      [[holds, { op: 'eq', field: 'count', value: 1 }], null],
      [[{ op: 'eq', field: 'count', value: 2 }], 0],
      [[holds, holds, { op: 'contains', field: 'tags', value: 'z' }], 2],
      [[{ op: 'contains', field: 'tags', value: 'a' }, fails, fails], 1],
      [[{ op: 'not', of: { op: 'eq', field: 'text', value: 'x' } }], null],
      [[{ op: 'attributeExists', field: 'id', exists: true }], null],
    ];
    test.each(checks)('checks apply to the item before the update: %j', async (list, failing) => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, count: 1, tags: ['a'] }]);
      const [result] = await store().write([update(id, { set: { count: 2 }, checks: list })]);
      if (failing === null) expect(result?.status).toBe('written');
      else {
        expect(result).toMatchObject({ status: 'rejected', reason: 'check', check: failing });
        expect(present((result as { previous: Item }).previous)).toEqual({ id, count: 1, tags: ['a'] });
      }
      expect((await stored(id))?.count).toBe(failing === null ? 2 : 1);
    });

    test('of many concurrent updates with one check, one passes', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, count: 0 }]);
      const attempts = Array.from({ length: 20 }, (_, i) =>
        store().write([update(id, { set: { count: 1, rank: i }, checks: [{ op: 'eq', field: 'count', value: 0 }] })]),
      );
      const results = (await Promise.all(attempts)).flat();
      expect(results.filter((result) => result.status === 'written')).toHaveLength(1);
      expect((await stored(id))?.rank).toBe(results.findIndex((result) => result.status === 'written'));
    });
  });

  describe('delete', () => {
    test('returns the item as it was', async () => {
      const item = { id: fresh(), text: 'x' };
      await createAll(store(), 'Note', [item]);
      expect(await write(deletion(item.id))).toEqual([{ status: 'written', item: null, previous: item }]);
      expect(await stored(item.id)).toBeNull();
    });

    test('is rejected where there is no item, or a check fails', async () => {
      const id = fresh();
      expect(await write(deletion(id))).toEqual([{ status: 'rejected', reason: 'missing', check: -1 }]);
      await createAll(store(), 'Note', [{ id }]);
      expect(await write(deletion(id, [holds, fails]))).toEqual([{ status: 'rejected', reason: 'check', check: 1 }]);
      expect(await stored(id)).toEqual({ id });
    });
  });

  describe('put', () => {
    test('creates, and replaces whole', async () => {
      const id = fresh();
      const first = { id, text: 'x', tags: ['a'] };
      const second = { id, count: 1 };
      const put = (item: Item): WriteOperation => ({ kind: 'put', model: 'Note', item });
      expect(await write(put(first))).toEqual([{ status: 'written', item: first, previous: null }]);
      expect(await write(put(second))).toEqual([{ status: 'written', item: second, previous: null }]);
      expect(await stored(id)).toEqual(second);
    });
  });

  describe('several writes in one call', () => {
    test('are all done, with one result each in their order', async () => {
      const [a, b, c, order] = [fresh(), fresh(), fresh(), fresh()];
      await createAll(store(), 'Note', [
        { id: a, text: 'a' },
        { id: b, text: 'b' },
      ]);
      const line = { order, number: 1 };
      expect(
        await write(update(a, { set: { text: 'A' } }), deletion(b), creation('Note', { id: c }), {
          kind: 'put',
          model: 'Line',
          item: line,
        }),
      ).toEqual([
        { status: 'written', item: { id: a, text: 'A' }, previous: { id: a, text: 'a' } },
        { status: 'written', item: null, previous: { id: b, text: 'b' } },
        { status: 'written', item: { id: c }, previous: null },
        { status: 'written', item: line, previous: null },
      ]);
    });

    const rejections: readonly (readonly [string, (taken: string) => WriteOperation, string])[] = [
      ['a taken key', (taken) => creation('Note', { id: taken, text: 'again' }), 'exists'],
      ['a missing item', () => update(fresh(), { set: { text: 'x' } }), 'missing'],
      ['a failing check', (taken) => deletion(taken, [fails]), 'check'],
    ];
    test.each(rejections)('are none done when one is rejected: %s', async (_name, rejected, reason) => {
      const [a, b, taken] = [fresh(), fresh(), fresh()];
      await createAll(store(), 'Note', [{ id: a, text: 'a' }, { id: taken }]);
      const results = await store().write([
        update(a, { set: { text: 'changed' } }),
        creation('Note', { id: b }),
        rejected(taken),
        deletion(a),
      ]);
      expect(results.map((result) => result.status)).toEqual(['aborted', 'aborted', 'rejected', 'aborted']);
      expect(results[2]).toMatchObject({ reason });
      expect(await stored(a)).toEqual({ id: a, text: 'a' });
      expect(await stored(b)).toBeNull();
      expect(await stored(taken)).toEqual({ id: taken });
    });

    test('rejection of one call leaves concurrent calls alone', async () => {
      const [a, b, c] = [fresh(), fresh(), fresh()];
      await createAll(store(), 'Note', [{ id: a }]);
      const results = await Promise.all([
        store().write([creation('Note', { id: b })]),
        store().write([creation('Note', { id: fresh() }), creation('Note', { id: a })]),
        store().write([creation('Note', { id: c }), update(a, { set: { text: 'x' } })]),
      ]);
      expect(results.map((each) => each.map((result) => result.status))).toEqual([
        ['written'],
        ['aborted', 'rejected'],
        ['written', 'written'],
      ]);
      expect([await stored(a), await stored(b), await stored(c)]).toEqual([{ id: a, text: 'x' }, { id: b }, { id: c }]);
    });

    test('no writes, no results', async () => {
      expect(await store().write([])).toEqual([]);
    });
  });
}
