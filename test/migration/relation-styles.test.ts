import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Item } from '../../src/ir/item.ts';
import { changes, compiled, createSubject, type MigrationSubject } from './migration-subject.ts';

let subject: MigrationSubject;
beforeEach(() => {
  subject = createSubject(':memory:');
});
afterEach(() => subject.close());

const untimed = '@model(timestamps: null)';

/** One relation between `Shelf` and `Book` in each of the ways there are to write it. */
const styles = {
  'hasMany, implicit': [
    `type Shelf ${untimed} { id: ID! books: [Book] @hasMany }`,
    `type Book ${untimed} { id: ID! shelf: Shelf @belongsTo }`,
  ],
  'hasMany, references': [
    `type Shelf ${untimed} { id: ID! books: [Book] @hasMany(references: ["shelfId"]) }`,
    `type Book ${untimed} { id: ID! shelfId: ID shelf: Shelf @belongsTo(references: ["shelfId"]) }`,
  ],
  'hasMany, fields': [
    `type Shelf ${untimed} { id: ID! books: [Book] @hasMany(indexName: "byShelf", fields: ["id"]) }`,
    `type Book ${untimed} { id: ID! shelfKey: ID @index(name: "byShelf") shelf: Shelf @belongsTo(fields: ["shelfKey"]) }`,
  ],
  'hasOne, references': [
    `type Shelf ${untimed} { id: ID! books: Book @hasOne(references: ["shelfId"]) }`,
    `type Book ${untimed} { id: ID! shelfId: ID shelf: Shelf @belongsTo(references: ["shelfId"]) }`,
  ],
  'hasOne, implicit': [`type Shelf ${untimed} { id: ID! books: Book @hasOne }`, `type Book ${untimed} { id: ID! }`],
  'hasOne, fields': [
    `type Shelf ${untimed} { id: ID! bookId: ID books: Book @hasOne(fields: ["bookId"]) }`,
    `type Book ${untimed} { id: ID! }`,
  ],
  manyToMany: [
    `type Shelf ${untimed} { id: ID! books: [Book] @manyToMany(relationName: "Places") }`,
    `type Book ${untimed} { id: ID! shelves: [Shelf] @manyToMany(relationName: "Places") }`,
  ],
} as const;
type Style = keyof typeof styles;
const names = Object.keys(styles) as Style[];
const modelOf = (style: Style) => compiled(styles[style].join('\n'));

/** The field that links, and the model that has it. */
const places: Readonly<Record<Style, readonly [string, string] | null>> = {
  'hasMany, implicit': ['Book', 'shelfBooksId'],
  'hasMany, references': ['Book', 'shelfId'],
  'hasMany, fields': ['Book', 'shelfKey'],
  'hasOne, references': ['Book', 'shelfId'],
  'hasOne, implicit': ['Shelf', 'shelfBooksId'],
  'hasOne, fields': ['Shelf', 'bookId'],
  manyToMany: null,
};

/** Links as pairs of a shelf and a book. */
type Links = readonly (readonly [string, string])[];

async function fill(style: Style, links: Links): Promise<void> {
  const model = modelOf(style);
  const place = places[style];
  const itemsOf = (name: string, ids: readonly string[], end: 0 | 1) =>
    ids.map((id): Item => {
      const linked = place?.[0] === name ? links.find((link) => link[end] === id) : undefined;
      return linked === undefined ? { id } : { id, [place![1]]: linked[1 - end] };
    });
  await subject.apply(model);
  await subject.fill(model, 'Shelf', itemsOf('Shelf', ['s1', 's2', 's3'], 0));
  await subject.fill(model, 'Book', itemsOf('Book', ['b1', 'b2', 'b3', 'b4'], 1));
  if (place !== null) return;
  const places_ = links.map(([shelfId, bookId]) => ({ id: `${shelfId}${bookId}`, shelfId, bookId }));
  await subject.fill(model, 'Places', places_);
}

async function linksOf(style: Style): Promise<Links> {
  const model = modelOf(style);
  const place = places[style];
  if (place === null) {
    const items = await subject.itemsOf(model, 'Places');
    return items.map(({ shelfId, bookId }) => [shelfId, bookId] as [string, string]).toSorted();
  }
  const items = (await subject.itemsOf(model, place[0])).filter((item) => item[place[1]] !== undefined);
  return items
    .map((item) => (place[0] === 'Book' ? [item[place[1]], item.id] : [item.id, item[place[1]]]) as [string, string])
    .toSorted();
}

const oneToOne: Links = [
  ['s1', 'b2'],
  ['s2', 'b1'],
];
const pairsOfStyles = names.flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));

describe('between styles of a relation', () => {
  test.each(pairsOfStyles)('%s to %s, links move without consent', async (from, to) => {
    await fill(from, oneToOne);
    const plan = await subject.engine.plan(modelOf(to));
    expect(plan.steps.filter((step) => step.impact === 'destructive')).toEqual([]);
    await subject.engine.migrate(plan, { destructive: false });
    expect(await linksOf(to)).toEqual(oneToOne);
    expect(await subject.itemsOf(modelOf(to), 'Shelf')).toHaveLength(3);
    expect(await subject.itemsOf(modelOf(to), 'Book')).toHaveLength(4);
    expect((await subject.engine.plan(modelOf(to))).steps).toEqual([]);
  });

  test('a shelf with several books keeps the first where it may have one, with consent', async () => {
    await fill('hasMany, implicit', [
      ['s1', 'b1'],
      ['s1', 'b2'],
      ['s2', 'b3'],
    ]);
    const plan = await subject.engine.plan(modelOf('hasOne, implicit'));
    expect(changes(plan)).toEqual([
      'backfill: Moves the relation Shelf.books from Book.shelfBooksId to Shelf.shelfBooksId.',
      "safe: Removes the index 'gsi-Shelf.books' of Book.",
      'destructive: Removes the field Book.shelfBooksId and its value in 1 item.',
    ]);
    expect(() => subject.engine.migrate(plan, { destructive: false })).toThrow(/1 item/);
    await subject.engine.migrate(plan, { destructive: true });
    expect(await linksOf('hasOne, implicit')).toEqual([
      ['s1', 'b1'],
      ['s2', 'b3'],
    ]);
  });

  test('a book on several shelves keeps the first where it may have one, with consent', async () => {
    await fill('manyToMany', [
      ['s1', 'b1'],
      ['s2', 'b1'],
      ['s2', 'b2'],
    ]);
    const plan = await subject.engine.plan(modelOf('hasMany, references'));
    expect(changes(plan)).toEqual([
      'backfill: Moves the relation Shelf.books from Places.shelfId to Book.shelfId.',
      'destructive: Removes the table of Places and its 1 item.',
      "backfill: Builds the index 'gsi-Shelf.books' of Book.",
    ]);
    await subject.engine.migrate(plan, { destructive: true });
    expect(await linksOf('hasMany, references')).toEqual([
      ['s1', 'b1'],
      ['s2', 'b2'],
    ]);
  });

  test('a link to nothing is lost with consent only', async () => {
    await fill('hasMany, references', [['gone', 'b1']]);
    const plan = await subject.engine.plan(modelOf('manyToMany'));
    expect(changes(plan)).toContain('destructive: Removes the field Book.shelfId and its value in 1 item.');
  });
});

describe('a relation', () => {
  test('that keeps its old field as a plain one takes the links along', async () => {
    await fill('hasMany, fields', oneToOne);
    const [shelf] = styles['hasMany, implicit'];
    const next = compiled(`${shelf} type Book ${untimed} { id: ID! shelfKey: ID shelf: Shelf @belongsTo }`);
    const plan = await subject.engine.plan(next);
    expect(changes(plan)).toContain(
      'backfill: Moves the relation Shelf.books from Book.shelfKey to Book.shelfBooksId.',
    );
    await subject.engine.migrate(plan, { destructive: false });
    expect(await linksOf('hasMany, implicit')).toEqual(oneToOne);
    expect((await subject.itemsOf(next, 'Book')).map(({ shelfKey = null }) => shelfKey)).toEqual([
      's2',
      's1',
      null,
      null,
    ]);
  });

  test('in a field that there was already takes it over where it is empty', async () => {
    const first = compiled(
      `${styles['hasMany, implicit'][0]} type Book ${untimed} { id: ID! shelfId: ID shelf: Shelf @belongsTo }`,
    );
    await subject.apply(first);
    await subject.fill(first, 'Book', [
      { id: 'b1', shelfBooksId: 's1' },
      { id: 'b2', shelfBooksId: 's1', shelfId: 's2' },
      { id: 'b3', shelfBooksId: 's3', shelfId: 's3' },
    ]);
    const plan = await subject.engine.plan(modelOf('hasMany, references'));
    expect(changes(plan)).toContain('destructive: Removes the field Book.shelfBooksId and its value in 1 item.');
    await subject.engine.migrate(plan, { destructive: true });
    expect(await linksOf('hasMany, references')).toEqual([
      ['s1', 'b1'],
      ['s2', 'b2'],
      ['s3', 'b3'],
    ]);
  });

  test('with a new name, on the other model, is asked about', async () => {
    await fill('hasOne, implicit', oneToOne);
    const [, book] = styles['hasMany, references'];
    const next = compiled(
      `type Shelf ${untimed} { id: ID! volumes: [Book] @hasMany(references: ["shelfId"]) } ${book}`,
    );
    const plan = await subject.engine.plan(next);
    const rename = { model: 'Shelf', from: 'books', to: 'volumes' };
    const description = 'Was the relation Shelf.books renamed to volumes? It has data in 2 items.';
    expect(plan.questions).toEqual([{ rename, description }]);
    const confirmed = await subject.apply(next, { renames: [rename] });
    expect(changes(confirmed).filter((step) => step.startsWith('destructive'))).toEqual([]);
    expect(await linksOf('hasMany, references')).toEqual(oneToOne);
  });

  test('of a @manyToMany under another relation name keeps its table', async () => {
    await fill('manyToMany', oneToOne);
    const next = compiled(styles.manyToMany.join('\n').replaceAll('Places', 'Positions'));
    const plan = await subject.engine.plan(next);
    expect(changes(plan)).toEqual(['safe: Renames the model Places to Positions, with its items.']);
    await subject.engine.migrate(plan, { destructive: false });
    expect(await subject.itemsOf(next, 'Positions')).toMatchObject([
      { shelfId: 's1', bookId: 'b2' },
      { shelfId: 's2', bookId: 'b1' },
    ]);
  });

  test('of a @manyToMany that is removed is lost with consent only', async () => {
    await fill('manyToMany', oneToOne);
    const next = compiled(`type Shelf ${untimed} { id: ID! } type Book ${untimed} { id: ID! }`);
    const plan = await subject.engine.plan(next);
    expect(changes(plan)).toEqual(['destructive: Removes the table of Places and its 2 items.']);
  });

  test('to a model that gets another primary key leads to the same items', async () => {
    const book = `type Book ${untimed} { id: ID! shelfId: ID shelf: Shelf @belongsTo(references: ["shelfId"]) }`;
    const books = 'books: [Book] @hasMany(references: ["shelfId"])';
    const first = compiled(`type Shelf ${untimed} { id: ID! label: ID ${books} } ${book}`);
    await subject.apply(first);
    await subject.fill(first, 'Shelf', [
      { id: 's1', label: 'top' },
      { id: 's2', label: 'floor' },
    ]);
    await subject.fill(first, 'Book', [
      { id: 'b1', shelfId: 's2' },
      { id: 'b2', shelfId: 'gone' },
    ]);
    const second = compiled(`type Shelf ${untimed} { id: ID label: ID! @primaryKey ${books} } ${book}`);
    const plan = await subject.apply(second);
    expect(changes(plan)).toContain(
      'backfill: Leads the relation Shelf.books, in Book.shelfId, to the new key of Shelf.',
    );
    expect(await subject.itemsOf(second, 'Book')).toEqual([
      { id: 'b1', shelfId: 'floor' },
      { id: 'b2', shelfId: 'gone' },
    ]);
    await subject.apply(first);
    expect(await subject.itemsOf(first, 'Book')).toEqual([
      { id: 'b1', shelfId: 's2' },
      { id: 'b2', shelfId: 'gone' },
    ]);
  });
});
