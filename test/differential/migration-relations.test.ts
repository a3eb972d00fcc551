import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import type { Rename } from '../../src/storage/migration-plan.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../src/storage/storage-engine.ts';

const numRuns = Number(process.env.PREAMP_FUZZ_RUNS ?? 40);

const styles = [
  'implicit',
  'references',
  'fields',
  'hasOne',
  'hasOneHere',
  'hasOneFields',
  'manyToMany',
  null,
] as const;

/** One way to write the same two models: their names, the key of one, a field's name, and the relation between them. */
interface Variant {
  readonly style: (typeof styles)[number];
  readonly key: 'id' | 'label';
  readonly book: 'Book' | 'Volume';
  /** Whether a book that is called `Volume` keeps its table. */
  readonly mapped: boolean;
  readonly title: 'title' | 'headline';
  readonly join: 'Places' | 'Spots';
  readonly index: boolean;
}

const variant: fc.Arbitrary<Variant> = fc.record({
  style: fc.constantFrom(...styles),
  key: fc.constantFrom('id', 'label'),
  book: fc.constantFrom('Book', 'Volume'),
  mapped: fc.boolean(),
  title: fc.constantFrom('title', 'headline'),
  join: fc.constantFrom('Places', 'Spots'),
  index: fc.boolean(),
});

function compiled(v: Variant): DataModel {
  const { book, key, title } = v;
  const many = (type: string) => `[${type}] @manyToMany(relationName: "${v.join}")`;
  const owned = (directive: string) => `owner: Shelf @belongsTo${directive}`;
  const [shelfSide, bookSide] = {
    implicit: [`books: [${book}] @hasMany`, owned('')],
    references: [
      `books: [${book}] @hasMany(references: ["ownerId"])`,
      `ownerId: ID ${owned('(references: ["ownerId"])')}`,
    ],
    fields: [
      `books: [${book}] @hasMany(indexName: "byOwner", fields: ["${key}"])`,
      `ownerKey: ID @index(name: "byOwner") ${owned('(fields: ["ownerKey"])')}`,
    ],
    hasOne: [`books: ${book} @hasOne(references: ["ownerId"])`, `ownerId: ID ${owned('(references: ["ownerId"])')}`],
    hasOneHere: [`books: ${book} @hasOne`, ''],
    hasOneFields: [`bookKey: ID books: ${book} @hasOne(fields: ["bookKey"])`, ''],
    manyToMany: [`books: ${many(book)}`, `shelves: ${many('Shelf')}`],
    none: ['', ''],
  }[v.style ?? 'none'] as [string, string];
  const mapsTo = book === 'Volume' && v.mapped ? '@mapsTo(name: "Book")' : '';
  const keyOf = (name: string) => (name === key && name !== 'id' ? '@primaryKey' : '');
  const text = `
    type Shelf @model(timestamps: null) { id: ID! label: ID! ${keyOf('label')} ${shelfSide} }
    type ${book} @model(timestamps: null) ${mapsTo} {
      id: ID!
      ${title}: String! ${v.index ? `@index(name: "byTitle", sortKeyFields: ["rank", "id"])` : ''}
      rank: Int!
      ${bookSide}
    }`;
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  if (model === null) throw new Error(`${diagnostics.map(({ message }) => message).join('\n')}\n${text}`);
  return model;
}

/** What the user would answer: models and fields that are the same under another name. */
function renamesBetween(from: Variant, to: Variant): readonly Rename[] {
  const renames: Rename[] = [];
  if (from.book !== to.book && !from.mapped && !to.mapped) renames.push({ model: null, from: from.book, to: to.book });
  if (from.title !== to.title) renames.push({ model: to.book, from: from.title, to: to.title });
  return renames;
}

/** The same table under both variants, so that it is no question which one it is. */
function sameTables(a: Variant, b: Variant): boolean {
  return a.book === b.book || a.mapped === b.mapped;
}

/** Number of the shelf of each book, by number; absent where it has none. */
type Links = ReadonlyMap<number, number>;
const links: fc.Arbitrary<Links> = fc
  .tuple(fc.shuffledSubarray([1, 2, 3]), fc.shuffledSubarray([1, 2, 3]))
  .map(([books, shelves]) => new Map(books.slice(0, shelves.length).map((book, i) => [book, shelves[i]!])));

function place({ style, key, book }: Variant): readonly [string, string] {
  const places = {
    implicit: [book, `shelfBooks${key === 'id' ? 'Id' : 'Label'}`],
    references: [book, 'ownerId'],
    fields: [book, 'ownerKey'],
    hasOne: [book, 'ownerId'],
    hasOneHere: ['Shelf', 'shelfBooksId'],
    hasOneFields: ['Shelf', 'bookKey'],
  } as const;
  return places[style as keyof typeof places];
}

const shelfKey = (v: Variant, shelf: number) => (v.key === 'id' ? `s${shelf}` : `l${shelf}`);

function itemsOf(v: Variant, books: Links): Readonly<Record<string, readonly Item[]>> {
  const shelves = [1, 2, 3].map((n): Item => ({ id: `s${n}`, label: `l${n}` }));
  const all = [1, 2, 3].map(
    (n): Item => ({ id: `b${n}`, [v.title]: `t${n}`, rank: n, ...(v.index && { 'rank#id': `${n}#b${n}` }) }),
  );
  if (v.style === null) return { Shelf: shelves, [v.book]: all };
  if (v.style === 'manyToMany') {
    const names = [v.key === 'id' ? 'shelfId' : 'shelfLabel', v.book === 'Book' ? 'bookId' : 'volumeId'] as const;
    const joined = [...books].map(
      ([book, shelf]): Item => ({ id: `j${book}`, [names[0]]: shelfKey(v, shelf), [names[1]]: `b${book}` }),
    );
    return { Shelf: shelves, [v.book]: all, [v.join]: joined };
  }
  const [model, field] = place(v);
  const linked = (item: Item, n: number): Item => {
    if (model !== 'Shelf') return books.has(n) ? { ...item, [field]: shelfKey(v, books.get(n)!) } : item;
    const book = [...books].find(([, shelf]) => shelf === n)?.[0];
    return book === undefined ? item : { ...item, [field]: `b${book}` };
  };
  return model === 'Shelf'
    ? { Shelf: shelves.map((item, i) => linked(item, i + 1)), [v.book]: all }
    : { Shelf: shelves, [v.book]: all.map((item, i) => linked(item, i + 1)) };
}

/** What is stored, without the ids and timestamps of a join model, which a migration may make. */
async function stored(engine: StorageEngine, model: DataModel, v: Variant): Promise<unknown> {
  const entries = await Promise.all(
    model.models.map(async ({ name }) => {
      const page = await engine.open(model).scan({ model: name, filter: null, after: null, limit: 10 });
      return [name, comparable(page.items, name === v.join)] as const;
    }),
  );
  return Object.fromEntries(entries);
}

function comparable(items: readonly Item[], isJoin: boolean): readonly string[] {
  const made = isJoin ? ['id', 'createdAt', 'updatedAt'] : [];
  return items
    .map((item) => {
      const kept = Object.entries(item).filter(([name, value]) => value !== null && !made.includes(name));
      return JSON.stringify(Object.fromEntries(kept.toSorted(([a], [b]) => Number(a > b) - Number(a < b))));
    })
    .toSorted();
}

test('there and back again, every item and every link stays that both schemas can hold', async () => {
  const scenario = fc.tuple(variant, variant, links).filter(([a, b]) => sameTables(a, b));
  await fc.assert(
    fc.asyncProperty(scenario, async ([a, b, books]) => {
      const engine = createSqliteEngine({ file: ':memory:' });
      try {
        const first = compiled(a);
        engine.migrate(await engine.plan(first), { destructive: false });
        for (const [model, items] of Object.entries(itemsOf(a, books))) {
          await engine.open(first).write(items.map((item) => ({ kind: 'put', model, item })));
        }
        const steps: readonly (readonly [Variant, Variant, Links])[] = [
          [a, b, a.style === null ? new Map() : books],
          [b, a, b.style === null ? new Map() : books],
        ];
        for (const [from, to, expected] of steps) {
          const model = compiled(to);
          const plan = await engine.plan(model, { renames: renamesBetween(from, to) });
          engine.migrate(plan, { destructive: true });
          expect((await engine.plan(model)).steps).toEqual([]);
          const wanted = Object.entries(itemsOf(to, expected));
          expect(await stored(engine, model, to)).toEqual(
            Object.fromEntries(wanted.map(([name, items]) => [name, comparable(items, name === to.join)])),
          );
        }
      } finally {
        await engine.close();
      }
    }),
    { numRuns },
  );
});
