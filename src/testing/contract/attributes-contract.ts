import { beforeAll, describe, expect, test } from 'vitest';
import type { Item } from '../../ir/item.ts';
import type { Attributes } from '../../storage/storage-engine.ts';
import { type ContractSubject, createAll, fresh } from './contract-items.ts';
import { walkPages } from './walk-pages.ts';

/** Reads that ask for some attributes find the same items, of which those attributes are the same. */
export function attributesContract({ store }: ContractSubject): void {
  describe('reads of some attributes', () => {
    const shelf = fresh();
    const ids = Array.from({ length: 7 }, (_, i) => `${shelf}-${i}`);
    const everywhere = { shelf, flag: true, json: '{"a":1}', tags: ['x', 'y'], place: { city: 'Bern' } };
    const asked: readonly Attributes[] = [[], ['id'], ['flag'], ['place', 'tags', 'json'], ['rank', 'shelf', 'text']];

    beforeAll(() =>
      createAll(
        store(),
        'Note',
        ids.map((id, rank) => ({ id, rank, weight: rank / 4, text: `text ${rank % 3}`, ...everywhere })),
      ),
    );

    const filter = { op: 'eq', field: 'shelf', value: shelf } as const;
    const partition = { hash: shelf, sort: null } as const;
    const base = { model: 'Note', filter: null, descending: true, limit: 3 } as const;
    const pagesOf: Record<string, (attributes?: Attributes) => Promise<readonly (readonly Item[])[]>> = {
      scan: (attributes) => walkPages((after) => store().scan({ model: 'Note', filter, limit: 3, after, attributes })),
      query: (attributes) =>
        walkPages((after) => store().query({ ...base, index: 'byShelfAndRank', ...partition, after, attributes })),
      batchQuery: async (attributes) => {
        const partitions = [
          { ...partition, after: null },
          { hash: fresh(), sort: null, after: null },
        ];
        const pages = await store().batchQuery({ ...base, index: 'byShelf', partitions, attributes });
        return pages.map((page) => page.items);
      },
      get: async (attributes) => [[(await store().get('Note', { id: ids[2]! }, attributes)) as Item]],
      batchGet: async (attributes) => {
        const found = await store().batchGet('Note', [{ id: ids[4]! }, { id: ids[1]! }], attributes);
        return [found as readonly Item[]];
      },
    };

    const cases = Object.keys(pagesOf).flatMap((read) => asked.map((attributes) => [read, attributes] as const));
    test.each(cases)('%s of %j', async (read, attributes) => {
      const some = await pagesOf[read]!(attributes);
      const whole = await pagesOf[read]!();
      expect(whole.flat().length).toBeGreaterThan(0);
      expect(some.map((items) => items.map((item) => pick(item, attributes)))).toEqual(
        whole.map((items) => items.map((item) => pick(item, attributes))),
      );
    });

    test('a cursor of such a page serves a read of whole items', async () => {
      const request = { ...base, index: 'byShelfAndRank', ...partition } as const;
      const first = await store().query({ ...request, after: null, attributes: ['text'] });
      const second = await store().query({ ...request, after: first.next });
      expect(second.items.map(({ rank }) => rank)).toEqual([3, 2, 1]);
    });
  });
}

function pick(item: Item, attributes: Attributes): Item {
  return Object.fromEntries(attributes.map((attribute) => [attribute, item[attribute] ?? null]));
}
