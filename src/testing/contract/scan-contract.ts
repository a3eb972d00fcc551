import { beforeAll, describe, expect, test } from 'vitest';
import type { Filter } from '../../filter/filter.ts';
import { type ContractSubject, createAll, fresh } from './contract-items.ts';
import { walkPages } from './walk-pages.ts';

export function scanContract({ engine, store }: ContractSubject): void {
  describe('scan', () => {
    const prefix = fresh();
    const ids = Array.from({ length: 12 }, (_, i) => `${prefix}-${String(i).padStart(2, '0')}`);
    const read = (limit: number, filter: Filter | null = null) =>
      walkPages((after) => store().scan({ model: 'Shelf', filter, limit, after }));

    beforeAll(() =>
      createAll(
        store(),
        'Shelf',
        ids.toReversed().map((id, i) => ({ id, name: i % 4 === 0 ? 'big' : 'small', size: i })),
      ),
    );

    test.each([
      [1, Array.from({ length: 12 }, () => 1)],
      [5, [5, 5, 2]],
      [6, [6, 6]],
      [12, [12]],
      [100, [12]],
    ])('limit %i: every item once, pages full, no cursor at the end', async (limit, sizes) => {
      const pages = await read(limit);
      expect(pages.map((page) => page.length)).toEqual(sizes);
      const found = pages.flat().map((item) => item.id);
      expect(engine().capabilities.orderedScan ? found : found.toSorted()).toEqual(ids);
    });

    test('the filter applies before the limit', async () => {
      const pages = await read(2, { op: 'eq', field: 'name', value: 'big' });
      expect(pages.map((page) => page.length)).toEqual([2, 1]);
      expect(pages.flat().every((item) => item.name === 'big')).toBe(true);
    });

    test('key fields can be filtered', async () => {
      const filter: Filter = { op: 'beginsWith', field: 'id', value: `${prefix}-1` };
      expect((await read(5, filter)).flat()).toHaveLength(2);
    });

    test('an empty table is one empty page', async () => {
      expect(await read(3, { op: 'eq', field: 'name', value: 'none such' })).toEqual([[]]);
    });
  });
}
