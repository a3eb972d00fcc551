import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel, Model } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { StorageEngine, Store } from '../../src/storage/storage-engine.ts';
import { itemLines, type LineFormat } from '../../src/storage/transfer/item-lines.ts';
import { randomWorld } from './random-schema.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 150);

async function freshStore(model: DataModel): Promise<{ readonly engine: StorageEngine; readonly store: Store }> {
  const engine = createSqliteEngine({ file: ':memory:' });
  await engine.migrate(await engine.plan(model), { destructive: false });
  return { engine, store: engine.open(model) };
}

async function allItems(store: Store, model: Model): Promise<readonly Item[]> {
  return (await store.scan({ model: model.name, filter: null, limit: 1000, after: null })).items;
}

/** DynamoDB keeps the value of AWSJSON, not its text: texts of one value are equal, and that of null is no value. */
function byValue(items: readonly Item[], model: Model): unknown {
  const json = new Set(
    model.fields.filter(({ type }) => type.kind === 'NamedType' && type.name === 'AWSJSON').map(({ name }) => name),
  );
  return items.map((item) =>
    Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        json.has(name) && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
      ]),
    ),
  );
}

describe('items that are exported and imported into an empty store', () => {
  it.each<LineFormat>(['jsonl', 'dynamodb'])('are equal, as %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(randomWorld, async ({ schema, items }) => {
        const model = compile([{ file: 'schema.graphql', text: schema }], {}).model!;
        const [from, to] = [await freshStore(model), await freshStore(model)];
        for (const each of model.models) {
          const lines = itemLines(each, model);
          await from.store.write(items[each.name]!.map((item) => ({ kind: 'put', model: each.name, item })));
          const before = await allItems(from.store, each);
          const text = before.map((item) => lines.write(item, format)).join('\n');
          const read = text === '' ? [] : text.split('\n').map((line) => lines.read(line));
          expect(read.flatMap(({ leftOut }) => leftOut)).toEqual([]);
          // Twice, as an import that was broken off and repeated.
          for (let n = 0; n < 2; n++) {
            await to.store.write(read.map(({ item }) => ({ kind: 'put', model: each.name, item: item! })));
          }
          const after = await allItems(to.store, each);
          if (format === 'jsonl') expect(after).toEqual(before);
          else expect(byValue(after, each)).toEqual(byValue(before, each));
        }
        await from.engine.close();
        await to.engine.close();
      }),
      { numRuns },
    );
  });
});
