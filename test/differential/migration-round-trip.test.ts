import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DataModel } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { dataModel, model } from '../../src/testing/contract/contract-model.ts';
import { float, int, text } from './arbitrary-filter.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 150);
const numerals = fc.constantFrom(
  '1',
  '-7',
  '007',
  '1.50',
  '1.5',
  '1e21',
  '9007199254740993',
  'true',
  'false',
  '-0',
  '',
);
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: fc.oneof(numerals, float.map(String), text),
  Int: int,
  AWSTimestamp: fc.maxSafeInteger(),
  Float: float,
  Boolean: fc.boolean(),
  AWSJSON: fc.json(),
  '[String]': fc.array(text, { maxLength: 2 }),
  '[Int]': fc.array(int, { maxLength: 2 }),
  Place: fc.record({ street: text }),
};
const types = Object.keys(values);

/** Type of each field; `null` where the field is absent. */
type Shape = readonly (string | null)[];
const shape: fc.Arbitrary<Shape> = fc.tuple(...Array.from({ length: 4 }, () => fc.option(fc.constantFrom(...types))));
const indexed = fc.boolean();

function modelOf(fields: Shape, withIndexes: boolean): DataModel {
  const present = fields.flatMap((type, i) => (type === null ? [] : [[`f${i}`, type] as const]));
  const keys = present.filter(([, type]) => ['String', 'Int', 'AWSTimestamp', 'Float'].includes(type));
  const names = keys.map(([name]) => name) as [string, ...string[]];
  return dataModel([
    model('Thing', ['id'], {
      fields: { id: 'ID!', ...Object.fromEntries(present) },
      indexes: withIndexes && names.length > 0 ? { byAll: names, byFirst: [names[0]] } : {},
    }),
  ]);
}

function itemOf(id: string, fields: Shape): fc.Arbitrary<Item> {
  const entries = fields.flatMap((type, i) => (type === null ? [] : [[`f${i}`, fc.option(values[type]!)] as const]));
  return fc.record(Object.fromEntries(entries)).map((item) => ({ id, ...item }));
}

/** Whether a field of one type keeps the value as another type, so that it can come back. */
function survives(value: unknown, from: string, to: string): boolean {
  const [source, target] = [storedAs(from), storedAs(to)];
  if (source === target) return true;
  if (to === `[${from}]`) return true;
  if (from === `[${to}]`) return (value as unknown[]).length === 1;
  const number = typeof value === 'object' ? Number.NaN : Number(value);
  switch (`${source}>${target}`) {
    case 'text>integer':
      return String(number) === value && Number.isSafeInteger(number);
    case 'text>real':
      return String(number) === value && Number.isFinite(number);
    case 'text>boolean':
      return value === 'true' || value === 'false';
    case 'real>integer':
      return Number.isSafeInteger(number);
    case 'integer>text':
    case 'integer>real':
    case 'real>text':
    case 'boolean>text':
      return true;
    default:
      return false;
  }
}

function storedAs(type: string): string {
  if (type.startsWith('[')) return 'list';
  const scalars: Readonly<Record<string, string>> = {
    Int: 'integer',
    AWSTimestamp: 'integer',
    Float: 'real',
    Boolean: 'boolean',
    Place: 'object',
  };
  return scalars[type] ?? 'text';
}

const scenario = fc
  .tuple(shape, shape, indexed, indexed)
  .chain(([a, b, ...indexes]) =>
    fc.tuple(fc.constant({ a, b, indexes }), fc.tuple(...['1', '2', '3'].map((id) => itemOf(id, a)))),
  );

test('there and back again, every value stays that both schemas can hold', async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async ([{ a, b, indexes }, items]) => {
      const engine = createSqliteEngine({ file: ':memory:' });
      try {
        const [first, second] = [modelOf(a, indexes[0]!), modelOf(b, indexes[1]!)];
        engine.migrate(await engine.plan(first), { destructive: false });
        await engine.open(first).write(items.map((item) => ({ kind: 'put', model: 'Thing', item })));
        for (const next of [second, first]) {
          engine.migrate(await engine.plan(next), { destructive: true });
          expect((await engine.plan(next)).steps).toEqual([]);
        }
        for (const item of items) {
          const expected = Object.entries(item).filter(([name, value]) => {
            if (name === 'id') return true;
            const [from, to] = [a[Number(name[1])]!, b[Number(name[1])] ?? null];
            return value !== null && to !== null && survives(value, from, to);
          });
          const found = await engine.open(first).get('Thing', { id: item.id });
          const kept = Object.entries(found!).filter(([name, value]) => value !== null && !name.includes('#'));
          expect(Object.fromEntries(kept)).toEqual(Object.fromEntries(expected));
        }
      } finally {
        await engine.close();
      }
    }),
    { numRuns },
  );
});
