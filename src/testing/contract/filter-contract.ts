import { beforeAll, describe, expect, test } from 'vitest';
import { compileFilter } from '../../filter/compile-filter.ts';
import type { Filter } from '../../filter/filter.ts';
import { type ContractSubject, createAll, fresh } from './contract-items.ts';

const shelf = fresh();
const place = { street: 'Main', city: 'Bern' };

/** One letter names each item; `n` has no attribute but its keys. */
const notes = [
  { id: 'n' },
  {
    id: 'a',
    text: 'apple',
    count: 1,
    ratio: 1.5,
    flag: true,
    mood: 'GOOD',
    tags: ['x', 'y'],
    numbers: [1, 2],
    flags: [true],
    place,
    json: '{"k":1}',
  },
  { id: 'b', text: 'Banana', count: 2, ratio: -1, flag: false, mood: 'BAD', tags: [], numbers: [], flags: [false] },
  { id: 'c', text: '', count: 10, ratio: 2, tags: ['x,y', null], numbers: [10], place: { ...place, city: null } },
  { id: 'd', text: 'apple pie', count: -5, ratio: 0.1, mood: 'GOOD', tags: ['X', '"x"'], json: 'null' },
  { id: 'e', text: '\u{1f600}', tags: ['\u{1f600}', 'x\u0000y'] },
  { id: 'f', text: '\uffee', at: 9007199254740991 },
] as const;

const many = Array.from({ length: 60 }, (_, i) => i + 2);

const cases: readonly (readonly [Filter, string])[] = [
  [{ op: 'eq', field: 'text', value: 'apple' }, 'a'],
  [{ op: 'eq', field: 'text', value: '' }, 'c'],
  [{ op: 'eq', field: 'text', value: 'APPLE' }, ''],
  [{ op: 'eq', field: 'text', value: 5 }, ''],
  [{ op: 'eq', field: 'count', value: '1' }, ''],
  [{ op: 'eq', field: 'count', value: 1 }, 'a'],
  [{ op: 'eq', field: 'ratio', value: 2 }, 'c'],
  [{ op: 'eq', field: 'flag', value: true }, 'a'],
  [{ op: 'eq', field: 'flag', value: false }, 'b'],
  [{ op: 'eq', field: 'flag', value: 1 }, ''],
  [{ op: 'eq', field: 'tags', value: ['x', 'y'] }, 'a'],
  [{ op: 'eq', field: 'tags', value: ['y', 'x'] }, ''],
  [{ op: 'eq', field: 'tags', value: 'x' }, ''],
  [{ op: 'eq', field: 'at', value: 9007199254740991 }, 'f'],
  [{ op: 'eq', field: 'text', value: null }, 'n'],
  [{ op: 'eq', field: 'flag', value: null }, 'cdefn'],
  [{ op: 'ne', field: 'text', value: 'apple' }, 'bcdefn'],
  [{ op: 'ne', field: 'text', value: 5 }, 'abcdefn'],
  [{ op: 'ne', field: 'text', value: null }, 'abcdef'],
  [{ op: 'ne', field: 'flag', value: true }, 'bcdefn'],
  [{ op: 'ne', field: 'tags', value: ['x', 'y'] }, 'bcdefn'],
  [{ op: 'lt', field: 'count', value: 2 }, 'ad'],
  [{ op: 'le', field: 'count', value: 2 }, 'abd'],
  [{ op: 'gt', field: 'count', value: 2 }, 'c'],
  [{ op: 'ge', field: 'count', value: 2 }, 'bc'],
  [{ op: 'lt', field: 'ratio', value: 1 }, 'bd'],
  [{ op: 'lt', field: 'text', value: 'a' }, 'bc'],
  [{ op: 'gt', field: 'text', value: '\uffee' }, 'e'],
  [{ op: 'gt', field: 'text', value: 1 }, ''],
  [{ op: 'between', field: 'count', low: 1, high: 2 }, 'ab'],
  [{ op: 'between', field: 'text', low: 'a', high: 'b' }, 'ad'],
  [{ op: 'between', field: 'count', low: 2, high: 1 }, ''],
  [{ op: 'beginsWith', field: 'text', value: 'apple' }, 'ad'],
  [{ op: 'beginsWith', field: 'text', value: '' }, 'abcdef'],
  [{ op: 'beginsWith', field: 'text', value: 'b' }, ''],
  [{ op: 'endsWith', field: 'text', value: '' }, 'abcdef'],
  [{ op: 'endsWith', field: 'text', value: '%' }, ''],
  [{ op: 'endsWith', field: 'count', value: '1' }, ''],
  [{ op: 'beginsWith', field: 'text', value: '%' }, ''],
  [{ op: 'contains', field: 'text', value: 'pp' }, 'ad'],
  [{ op: 'contains', field: 'text', value: 'PP' }, ''],
  [{ op: 'contains', field: 'tags', value: 'x' }, 'a'],
  [{ op: 'contains', field: 'tags', value: 'x,y' }, 'c'],
  [{ op: 'contains', field: 'tags', value: '"x"' }, 'd'],
  [{ op: 'contains', field: 'tags', value: ',' }, ''],
  [{ op: 'contains', field: 'tags', value: '\u{1f600}' }, 'e'],
  [{ op: 'contains', field: 'tags', value: 'x\u0000y' }, 'e'],
  [{ op: 'contains', field: 'numbers', value: 2 }, 'a'],
  [{ op: 'contains', field: 'numbers', value: '2' }, ''],
  [{ op: 'contains', field: 'flags', value: true }, 'a'],
  [{ op: 'contains', field: 'flags', value: 1 }, ''],
  [{ op: 'contains', field: 'count', value: 1 }, ''],
  [{ op: 'notContains', field: 'text', value: 'pp' }, 'bcefn'],
  [{ op: 'notContains', field: 'tags', value: 'x' }, 'bcdefn'],
  [{ op: 'in', field: 'text', values: ['apple', '', 7] }, 'ac'],
  [{ op: 'in', field: 'count', values: [1, 2, '10'] }, 'ab'],
  [{ op: 'in', field: 'text', values: [] }, ''],
  [{ op: 'in', field: 'text', values: [...many.map(String), '', '\u{1f600}', null] }, 'cen'],
  [{ op: 'in', field: 'count', values: many }, 'bc'],
  [{ op: 'in', field: 'ratio', values: [...many, 0.1] }, 'cd'],
  [{ op: 'notIn', field: 'count', values: many }, 'adefn'],
  [{ op: 'notIn', field: 'text', values: ['apple', ''] }, 'bdefn'],
  [{ op: 'notIn', field: 'text', values: [] }, 'abcdefn'],
  [{ op: 'attributeExists', field: 'flag', exists: true }, 'ab'],
  [{ op: 'attributeExists', field: 'flag', exists: false }, 'cdefn'],
  [{ op: 'attributeType', field: 'text', type: 'string' }, 'abcdef'],
  [{ op: 'attributeType', field: 'count', type: 'number' }, 'abcd'],
  [{ op: 'attributeType', field: 'flag', type: 'bool' }, 'ab'],
  [{ op: 'attributeType', field: 'tags', type: 'list' }, 'abcde'],
  [{ op: 'attributeType', field: 'place', type: 'map' }, 'ac'],
  [{ op: 'attributeType', field: 'text', type: '_null' }, ''],
  [{ op: 'attributeType', field: 'text', type: 'number' }, ''],
  [{ op: 'size', field: 'text', test: { op: 'eq', value: 0 } }, 'c'],
  [{ op: 'size', field: 'text', test: { op: 'gt', value: 5 } }, 'bd'],
  [{ op: 'size', field: 'text', test: { op: 'ne', value: 5 } }, 'bcdef'],
  [{ op: 'size', field: 'text', test: { op: 'between', low: 5, high: 6 } }, 'ab'],
  [{ op: 'size', field: 'tags', test: { op: 'eq', value: 2 } }, 'acde'],
  [{ op: 'size', field: 'tags', test: { op: 'le', value: 0 } }, 'b'],
  [{ op: 'size', field: 'count', test: { op: 'ge', value: 0 } }, ''],
  [{ op: 'not', of: { op: 'eq', field: 'text', value: 'apple' } }, 'bcdefn'],
  [{ op: 'not', of: { op: 'lt', field: 'count', value: 2 } }, 'bcefn'],
  [{ op: 'not', of: { op: 'between', field: 'count', low: 1, high: 2 } }, 'cdefn'],
  [{ op: 'not', of: { op: 'beginsWith', field: 'text', value: 'apple' } }, 'bcefn'],
  [{ op: 'not', of: { op: 'contains', field: 'tags', value: 'x' } }, 'bcdefn'],
  [{ op: 'not', of: { op: 'in', field: 'text', values: ['apple'] } }, 'bcdefn'],
  [{ op: 'not', of: { op: 'size', field: 'text', test: { op: 'ge', value: 1 } } }, 'cn'],
  [{ op: 'not', of: { op: 'not', of: { op: 'gt', field: 'count', value: 1 } } }, 'bc'],
  [{ op: 'and', of: [] }, 'abcdefn'],
  [{ op: 'or', of: [] }, ''],
  [
    {
      op: 'and',
      of: [
        { op: 'gt', field: 'count', value: 0 },
        { op: 'eq', field: 'mood', value: 'GOOD' },
      ],
    },
    'a',
  ],
  [
    {
      op: 'or',
      of: [
        { op: 'eq', field: 'count', value: 10 },
        { op: 'eq', field: 'mood', value: 'BAD' },
      ],
    },
    'bc',
  ],
  [
    {
      op: 'not',
      of: {
        op: 'and',
        of: [
          { op: 'ge', field: 'count', value: 1 },
          { op: 'eq', field: 'flag', value: true },
        ],
      },
    },
    'bcdefn',
  ],
  [
    {
      op: 'not',
      of: {
        op: 'or',
        of: [
          { op: 'ge', field: 'count', value: 1 },
          { op: 'eq', field: 'flag', value: true },
        ],
      },
    },
    'defn',
  ],
];

export function filterContract({ store }: ContractSubject): void {
  describe('filters', () => {
    beforeAll(() =>
      createAll(
        store(),
        'Note',
        notes.map((note) => ({ ...note, id: `${shelf}-${note.id}`, shelf })),
      ),
    );

    test.each(cases)('%j', async (filter, expected) => {
      const page = await store().query({
        model: 'Note',
        index: 'byShelf',
        hash: shelf,
        sort: null,
        after: null,
        descending: false,
        filter,
        limit: 100,
      });
      const found = page.items.map((item) => String(item.id).slice(-1));
      expect(found.toSorted().join('')).toBe(expected);
      const inMemory = notes.filter((note) => compileFilter(filter)(note)).map((note) => note.id);
      expect(inMemory.toSorted().join('')).toBe(expected);
    });

    test('very wide and very deep filters', async () => {
      const wide: Filter = {
        op: 'or',
        of: Array.from({ length: 2000 }, (_, i) => ({ op: 'eq', field: 'count', value: i + 2 })),
      };
      let deep: Filter = { op: 'eq', field: 'count', value: 1 };
      for (let i = 0; i < 40; i++) deep = { op: 'not', of: { op: 'and', of: [deep] } };
      const options = { model: 'Note', index: 'byShelf', hash: shelf, sort: null, after: null, descending: false };
      const ids = async (filter: Filter) =>
        (await store().query({ ...options, filter, limit: 100 })).items.map((item) => String(item.id).slice(-1));
      expect((await ids(wide)).toSorted()).toEqual(['b', 'c']);
      expect(await ids(deep)).toEqual(['a']);
    });
  });
}
