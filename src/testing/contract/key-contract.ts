import { describe, expect, test } from 'vitest';
import type { Item } from '../../ir/item.ts';
import { type ContractSubject, complete, createAll, creation, fresh, present } from './contract-items.ts';
import { contractModel } from './contract-model.ts';

/** Values that come back exactly as they went in. */
const values: readonly (readonly [name: string, item: Item])[] = [
  ['text', { text: 'plain' }],
  ['empty text', { text: '' }],
  ['text beyond the BMP', { text: '👩‍👩‍👧 𝒳 é e\u0301 \u{10ffff}' }],
  ['control characters', { text: 'a\u0000b\n\t\u001f"\\' }],
  ['long text', { text: 'ä'.repeat(100_000) }],
  ['whole numbers', { count: -2147483648, rank: 2147483647, at: 9007199254740991 }],
  ['negative timestamp', { at: -62135596800 }],
  ['zero', { count: 0, ratio: 0 }],
  ['fractions', { ratio: 0.1, weight: -1234567.891 }],
  ['large and small fractions', { ratio: 1.5e120, weight: 2.5e-120 }],
  ['booleans', { flag: false, flags: [true, false] }],
  ['enum', { mood: 'GOOD' }],
  ['list', { tags: ['b', 'a', 'b', ''], numbers: [3, -1, 0] }],
  ['empty list', { tags: [] }],
  ['list with null', { tags: ['a', null] }],
  ['custom type', { place: { street: 'Rue "É"', city: null } }],
  ['JSON text', { json: '{"a":[1,null,"x",0.25],"b":{"c":true}}' }],
  ['JSON scalars', { json: '"text"' }],
  ['JSON numbers of many digits', { json: '[12345678901234567890,0.1234567890123456789]' }],
];

export function keyContract({ engine, store }: ContractSubject): void {
  describe('migration', () => {
    test('an applied model needs no further step', async () => {
      expect((await engine().plan(contractModel)).steps).toEqual([]);
    });
  });

  describe('get', () => {
    test('an unknown key is null', async () => {
      expect(await store().get('Note', { id: fresh() })).toBeNull();
    });

    test.each(values)('returns what was created: %s', async (_name, attributes) => {
      const item = { id: fresh(), ...attributes };
      await createAll(store(), 'Note', [item]);
      expect(present(await store().get('Note', { id: item.id }))).toEqual(item);
    });

    test('JSON keeps its text where the engine does, and its value anywhere', async () => {
      const id = fresh();
      const json = '{ "b": 1,  "a": [1.0, null, "x"] }';
      await createAll(store(), 'Note', [{ id, json }]);
      const stored = String((await store().get('Note', { id }))?.json);
      if (engine().capabilities.keepsJsonText) expect(stored).toBe(json);
      else expect(JSON.parse(stored)).toEqual(JSON.parse(json));
    });

    test('explicit null is absent', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id, text: null, tags: null, count: 1 }]);
      expect(present(await store().get('Note', { id }))).toEqual({ id, count: 1 });
    });

    test('keys are equal only byte by byte', async () => {
      const id = fresh();
      await createAll(store(), 'Note', [{ id: `${id}a` }, { id: `${id}A` }, { id: `${id}é` }, { id: `${id}e\u0301` }]);
      expect((await store().get('Note', { id: `${id}A` }))?.id).toBe(`${id}A`);
      expect((await store().get('Note', { id: `${id}é` }))?.id).toBe(`${id}é`);
      expect(await store().get('Note', { id: `${id}á` })).toBeNull();
    });

    test('finds by keys of two and of three fields', async () => {
      const [order, account] = [fresh(), fresh()];
      const line = { order, number: 2, text: 'two' };
      const entry = { account, day: '2024-05-01', sequence: 7, amount: 1.5 };
      await createAll(store(), 'Line', [{ order, number: 1 }, line]);
      await createAll(store(), 'Entry', [entry, { ...entry, sequence: 8 }]);
      expect(present(await store().get('Line', { order, number: 2 }))).toEqual(line);
      expect(await store().get('Line', { order, number: 3 })).toBeNull();
      const key = { account, day: '2024-05-01', sequence: 7 };
      expect(present(await store().get('Entry', key))).toEqual(complete('Entry', entry));
    });
  });

  describe('batchGet', () => {
    test('answers in the order of the keys, repeated and unknown ones included', async () => {
      const [a, b] = [fresh(), fresh()];
      await createAll(store(), 'Note', [
        { id: a, count: 1 },
        { id: b, count: 2 },
      ]);
      const items = await store().batchGet(
        'Note',
        [b, fresh(), a, b].map((id) => ({ id })),
      );
      expect(items.map(present)).toEqual([{ id: b, count: 2 }, null, { id: a, count: 1 }, { id: b, count: 2 }]);
    });

    test('no keys, no items', async () => {
      expect(await store().batchGet('Note', [])).toEqual([]);
    });

    test('takes a thousand keys', async () => {
      const prefix = fresh();
      const ids = Array.from({ length: 1000 }, (_, i) => `${prefix}-${i}`);
      await createAll(
        store(),
        'Note',
        ids.filter((_, i) => i % 2 === 0).map((id) => ({ id })),
      );
      const items = await store().batchGet(
        'Note',
        ids.map((id) => ({ id })),
      );
      expect(items.map((item) => item?.id ?? null)).toEqual(ids.map((id, i) => (i % 2 === 0 ? id : null)));
    });

    test('finds by keys of two and of three fields', async () => {
      const [order, account] = [fresh(), fresh()];
      await createAll(
        store(),
        'Line',
        [1, 2, 10].map((number) => ({ order, number })),
      );
      const lines = await store().batchGet('Line', [
        { order, number: 10 },
        { order, number: 3 },
        { order, number: 2 },
      ]);
      expect(lines.map((line) => line?.number ?? null)).toEqual([10, null, 2]);
      await store().write([creation('Entry', { account, day: 'd', sequence: 1 })]);
      const entries = await store().batchGet('Entry', [
        { account, day: 'd', sequence: 2 },
        { account, day: 'd', sequence: 1 },
      ]);
      expect(entries.map((entry) => entry?.sequence ?? null)).toEqual([null, 1]);
    });
  });
}
