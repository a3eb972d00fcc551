import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import { simplifyFilter } from '../../src/filter/simplify-filter.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { contractModel } from '../../src/testing/contract/contract-model.ts';
import { anyFilter, attributes } from './arbitrary-filter.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 300);

test('the SQL target and the in-memory target agree on every filter and item', async () => {
  const engine = createSqliteEngine({ file: ':memory:' });
  engine.migrate(await engine.plan(contractModel), { destructive: false });
  const store = engine.open(contractModel);
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(attributes, { minLength: 1, maxLength: 8 }),
        fc.array(anyFilter, { minLength: 1, maxLength: 8 }),
        async (notes, filters) => {
          const shelf = `shelf ${run++}`;
          const items = notes.map((note, i) => ({ ...note, id: `${shelf}-${i}`, shelf }));
          await store.write(items.map((item) => ({ kind: 'put', model: 'Note', item })));
          for (const filter of filters) {
            const page = await store.query({
              model: 'Note',
              index: 'byShelf',
              hash: shelf,
              sort: null,
              after: null,
              descending: false,
              filter,
              limit: 100,
            });
            const expected = items.filter(compileFilter(filter)).map((item) => item.id);
            expect(page.items.map((item) => item.id)).toEqual(expected);
          }
        },
      ),
      { numRuns },
    );
  } finally {
    await engine.close();
  }
});

test('simplifying a filter does not change what it holds for', () => {
  fc.assert(
    fc.property(anyFilter, fc.array(attributes, { minLength: 1, maxLength: 8 }), (filter, notes) => {
      const simplified = simplifyFilter(filter);
      expect(notes.filter(compileFilter(simplified))).toEqual(notes.filter(compileFilter(filter)));
      expect(simplifyFilter(simplified)).toEqual(simplified);
    }),
    { numRuns: numRuns * 3 },
  );
});
