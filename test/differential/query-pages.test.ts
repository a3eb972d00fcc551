import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareScalars } from '../../src/filter/compare-scalars.ts';
import { compileFilter } from '../../src/filter/compile-filter.ts';
import type { Filter } from '../../src/filter/filter.ts';
import { matchesSortCondition } from '../../src/filter/matches-sort-condition.ts';
import type { SortCondition } from '../../src/filter/sort-condition.ts';
import type { Item } from '../../src/ir/item.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { complete } from '../../src/testing/contract/contract-items.ts';
import { contractModel } from '../../src/testing/contract/contract-model.ts';
import { walkPages } from '../../src/testing/contract/walk-pages.ts';
import { anyFilter, text } from './arbitrary-filter.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 150);

const rank = fc.integer({ min: -2, max: 2 });
const label = fc.oneof(fc.constantFrom('a', 'b', 'ab', 'é', '\uffee', '\u{1f600}', 'a#b'), text);
const note = fc.record(
  {
    shelf: fc.option(fc.constantFrom('s', 't')),
    rank: fc.option(rank),
    label: fc.option(label),
    status: fc.option(fc.constantFrom('OPEN', 'OPENED', 'a#b')),
    day: fc.option(fc.constantFrom('1', '10', 'b')),
    text: fc.option(text),
    count: fc.option(rank),
  },
  { requiredKeys: [] },
);

/** The indexes, each with the attribute that sorts it and the operands a condition on that may have. */
const indexes: readonly (readonly [name: string, sort: string | null, operand: fc.Arbitrary<string | number>])[] = [
  ['byShelf', null, rank],
  ['byShelfAndRank', 'rank', fc.oneof(rank, label)],
  ['byShelfAndLabel', 'label', fc.oneof(label, rank)],
  ['byShelfStatusDay', 'status#day', fc.constantFrom('OPEN', 'OPEN#', 'OPEN#1', 'OPENED#10', 'a#b#b')],
];

function conditionOn(operand: fc.Arbitrary<string | number>): fc.Arbitrary<SortCondition> {
  return fc.oneof(
    fc.record({ op: fc.constantFrom('eq', 'lt', 'le', 'gt', 'ge'), value: operand }),
    fc.record({ op: fc.constant('between'), low: operand, high: operand }),
    fc.record({ op: fc.constant('beginsWith'), value: label }),
  ) as fc.Arbitrary<SortCondition>;
}

const query = fc.constantFrom(...indexes).chain(([index, sortAttribute, operand]) =>
  fc.record({
    index: fc.constant(index),
    sortAttribute: fc.constant(sortAttribute),
    sort: sortAttribute === null ? fc.constant(null) : fc.option(conditionOn(operand)),
    descending: fc.boolean(),
    filter: fc.option(anyFilter),
    limit: fc.integer({ min: 1, max: 5 }),
  }),
);

interface Expectation {
  readonly sortAttribute: string | null;
  readonly sort: SortCondition | null;
  readonly descending: boolean;
  readonly filter: Filter | null;
}

/** Ids of the partition in order, as the port defines it: sparse, by sort attribute and then by primary key. */
function expectedIds(items: readonly Item[], hash: string, query: Expectation): unknown[] {
  const { sortAttribute, sort, descending, filter } = query;
  const sorts = (item: Item) => (sortAttribute === null ? 0 : item[sortAttribute]);
  const found = items
    .filter((item) => item.shelf === hash && (sorts(item) ?? null) !== null)
    .filter((item) => sort === null || matchesSortCondition(sort, sorts(item)))
    .filter(filter === null ? () => true : compileFilter(filter))
    .toSorted((a, b) => compareScalars(sorts(a), sorts(b)) || compareScalars(a.id, b.id)!);
  return (descending ? found.toReversed() : found).map((item) => item.id);
}

test('pages of queries and batch queries are those of the sorted, filtered items', async () => {
  const engine = createSqliteEngine({ file: ':memory:' });
  engine.migrate(await engine.plan(contractModel), { destructive: false });
  const store = engine.open(contractModel);
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(note, { maxLength: 25 }),
        fc.array(query, { minLength: 1, maxLength: 5 }),
        async (notes, queries) => {
          // Runs share the tables: each has shelves of its own.
          const name = String(run++);
          const items = notes.map((each, i) => {
            const shelf = each.shelf == null ? each.shelf : each.shelf + name;
            return complete('Note', { ...each, shelf, id: `${name}-${String(i).padStart(2, '0')}` });
          });
          await store.write(items.map((item) => ({ kind: 'put', model: 'Note', item })));
          const hashes = [`s${name}`, `t${name}`, `none${name}`, `s${name}`];
          for (const { sortAttribute, ...each } of queries) {
            const expected = hashes.map((hash) => expectedIds(items, hash, { sortAttribute, ...each }));
            const request = { model: 'Note', ...each };
            for (const [i, hash] of hashes.entries()) {
              const pages = await walkPages((after) => store.query({ ...request, hash, after }));
              expect(pages.flat().map((item) => item.id)).toEqual(expected[i]);
              for (const page of pages.slice(0, -1)) expect(page).toHaveLength(each.limit);
              expect(pages.length).toBe(Math.max(1, Math.ceil(expected[i]!.length / each.limit)));
            }
            const { sort, ...rest } = request;
            const partitions = hashes.map((hash) => ({ hash, sort, after: null }));
            const pages = await store.batchQuery({ ...rest, partitions });
            expect(pages.map((page) => page.items.map((item) => item.id))).toEqual(
              expected.map((ids) => ids.slice(0, each.limit)),
            );
            expect(pages.map((page) => page.next !== null)).toEqual(expected.map((ids) => ids.length > each.limit));
          }
        },
      ),
      { numRuns },
    );
  } finally {
    await engine.close();
  }
});
