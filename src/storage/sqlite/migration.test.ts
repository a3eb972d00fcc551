import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataModel, Model } from '../../ir/data-model.ts';
import type { Item } from '../../ir/item.ts';
import { dataModel, model } from '../../testing/contract/contract-model.ts';
import type { MigrationPlan, PlanOptions } from '../migration-plan.ts';
import type { StorageEngine } from '../storage-engine.ts';
import { createSqliteEngine } from './sqlite-engine.ts';

let folder: string;
let engine: StorageEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'preamp-migration-'));
  engine = createSqliteEngine({ file: join(folder, 'main.db') });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

type Indexes = Parameters<typeof model>[2]['indexes'];

function post(fields: Record<string, string>, indexes: Indexes = {}, key: [string, ...string[]] = ['id']): Model {
  return model('Post', key, { fields: { id: 'ID!', ...fields }, indexes });
}

/** Applies a model, with consent to losses. */
async function apply(data: DataModel, options?: PlanOptions): Promise<MigrationPlan> {
  const plan = await engine.plan(data, options);
  await engine.migrate(plan, { destructive: true });
  return plan;
}

async function fill(data: DataModel, name: string, items: readonly Item[]): Promise<void> {
  await engine.open(data).write(items.map((item) => ({ kind: 'put', model: name, item })));
}

async function itemsOf(data: DataModel, name: string): Promise<Item[]> {
  const page = await engine.open(data).scan({ model: name, filter: null, after: null, limit: 1000 });
  return page.items.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)));
}

/** The steps between the copy before them and the record after them. */
function changes(plan: MigrationPlan): string[] {
  return plan.steps
    .filter((step) => !/^(Records revision|Copies the database)/.test(step.description))
    .map((step) => `${step.impact}: ${step.description}`);
}

const data = [
  { id: '1', title: 'one', views: 1, tag: 'x' },
  { id: '2', title: 'two', views: 2 },
  { id: '3', title: '3' },
];
const old = dataModel([post({ title: 'String', views: 'Int', tag: 'String' }, { byTag: ['tag', 'title'] })]);

interface Case {
  readonly name: string;
  readonly to: readonly Model[];
  readonly steps: readonly string[];
  readonly after: readonly Item[];
}

const cases: readonly Case[] = [
  { name: 'no change', to: old.models, steps: [], after: data },
  {
    name: 'a new model',
    to: [...old.models, model('User', ['id'], { fields: { id: 'ID!' }, indexes: {} })],
    steps: ['safe: Creates the table of User.'],
    after: data,
  },
  {
    name: 'a new field',
    to: [post({ title: 'String', views: 'Int', tag: 'String', done: 'Boolean' }, { byTag: ['tag', 'title'] })],
    steps: ['safe: Adds the field Post.done.'],
    after: data,
  },
  {
    name: 'a new required field without default',
    to: [post({ title: 'String', views: 'Int', tag: 'String', done: 'Boolean!' }, { byTag: ['tag', 'title'] })],
    steps: [
      'safe: Adds the required field Post.done, which 3 items will lack: reading it there fails until it is set.',
    ],
    after: data,
  },
  {
    name: 'a field with data removed',
    to: [post({ title: 'String', tag: 'String' }, { byTag: ['tag', 'title'] })],
    steps: ['destructive: Removes the field Post.views and its value in 2 items.'],
    after: data.map(({ views: _, ...item }) => item),
  },
  {
    name: 'an index removed, with its field',
    to: [post({ title: 'String', views: 'Int' })],
    steps: [
      "safe: Removes the index 'byTag' of Post.",
      'destructive: Removes the field Post.tag and its value in 1 item.',
    ],
    after: data.map(({ tag: _, ...item }) => item),
  },
  {
    name: 'an index changed and a composite one added',
    to: [
      post(
        { title: 'String', views: 'Int', tag: 'String' },
        { byTag: ['tag', 'views'], byTitle: ['title', 'views', 'id'] },
      ),
    ],
    steps: [
      "safe: Removes the index 'byTag' of Post.",
      'backfill: Adds the key attribute Post.views#id.',
      "backfill: Builds the index 'byTag' of Post.",
      "backfill: Builds the index 'byTitle' of Post.",
    ],
    after: [{ ...data[0], 'views#id': '1#1' }, { ...data[1], 'views#id': '2#2' }, data[2]!],
  },
  {
    name: 'a type that fits all values',
    to: [post({ title: 'String', views: 'String', tag: 'ID' }, { byTag: ['tag', 'title'] })],
    steps: ['backfill: Converts the field Post.views from Int to String.', 'backfill: Copies the table of Post.'],
    after: [{ ...data[0], views: '1' }, { ...data[1], views: '2' }, data[2]!],
  },
  {
    name: 'a type that fits some values',
    to: [post({ title: 'Int', views: 'Int', tag: 'String' }, { byTag: ['tag', 'title'] })],
    steps: [
      'destructive: Converts the field Post.title from String to Int, and removes its value from 2 items where it does not fit.',
      'backfill: Copies the table of Post.',
    ],
    after: [
      { id: '1', views: 1, tag: 'x' },
      { id: '2', views: 2 },
      { id: '3', title: 3 },
    ],
  },
  {
    name: 'a list of the same type',
    to: [post({ title: '[String]', views: '[Int]', tag: 'String' }, { byTag: ['tag'] })],
    steps: [
      'backfill: Converts the field Post.title from String to [String].',
      'backfill: Converts the field Post.views from Int to [Int].',
      'backfill: Copies the table of Post.',
    ],
    after: [
      { id: '1', title: ['one'], views: [1], tag: 'x' },
      { id: '2', title: ['two'], views: [2] },
      { id: '3', title: ['3'] },
    ],
  },
  {
    name: 'another primary key, which some items have not',
    to: [
      post({ title: 'String!', views: 'Int!', tag: 'String' }, { byTag: ['tag', 'title'] }, ['title', 'views', 'id']),
    ],
    steps: [
      'destructive: Changes the primary key of Post from (id) to (title, views, id): removes 1 of 3 items, which have no such key or that of another.',
      'backfill: Copies the table of Post.',
    ],
    after: [
      { ...data[0], 'views#id': '1#1' },
      { ...data[1], 'views#id': '2#2' },
    ],
  },
  {
    name: 'another primary key, which all items have',
    to: [post({ title: 'String!', views: 'Int', tag: 'String' }, { byTag: ['tag', 'title'] }, ['title'])],
    steps: [
      'destructive: Changes the primary key of Post from (id) to (title): its 3 items are found under new keys only.',
      'backfill: Copies the table of Post.',
    ],
    after: [data[2]!, data[0]!, data[1]!],
  },
  {
    name: 'a type of the key that fits all items',
    to: [
      model('Post', ['id'], {
        fields: { id: 'Int!', title: 'String', views: 'Int', tag: 'String' },
        indexes: { byTag: ['tag', 'title'] },
      }),
    ],
    steps: [
      'backfill: Converts the field Post.id from ID to Int.',
      'backfill: Converts the primary key of Post.',
      'backfill: Copies the table of Post.',
    ],
    after: data.map((item) => ({ ...item, id: Number(item.id) })),
  },
  {
    name: 'another key whose type fits some items',
    to: [post({ title: 'Int!', views: 'Int', tag: 'String' }, { byTag: ['tag'] }, ['title'])],
    steps: [
      'backfill: Converts the field Post.title from String to Int.',
      'destructive: Changes the primary key of Post from (id) to (title): removes 2 of 3 items, which have no such key or that of another.',
      'backfill: Copies the table of Post.',
    ],
    after: [{ id: '3', title: 3 }],
  },
  {
    name: 'a model with data removed',
    to: [],
    steps: ['destructive: Removes the table of Post and its 3 items.'],
    after: [],
  },
];

describe('a change of the data model', () => {
  test.each(cases)('$name', async ({ to, steps, after }) => {
    await apply(old);
    await fill(old, 'Post', data);
    const next = dataModel(to);
    const plan = await engine.plan(next);
    expect(changes(plan)).toEqual(steps);
    expect(await itemsOf(old, 'Post')).toEqual(data);

    const loses = steps.some((step) => step.startsWith('destructive'));
    if (loses) {
      const lost = steps.filter((step) => step.startsWith('destructive')).map((step) => step.slice(13));
      expect(() => engine.migrate(plan, { destructive: false })).toThrow(
        expect.objectContaining({
          code: 'migration-needs-consent',
          losses: lost,
          message: `The new data model would lose data:\n${lost.join('\n')}`,
          hint: expect.stringContaining('--accept-data-loss'),
        }),
      );
      expect(await itemsOf(old, 'Post')).toEqual(data);
    }
    await engine.migrate(plan, { destructive: loses });
    if (to.length > 0) expect(await itemsOf(next, 'Post')).toEqual(after);
    expect((await engine.plan(next)).steps).toEqual([]);
  });

  test.each(cases)('$name: harmless without data', async ({ to }) => {
    await apply(old);
    const plan = await engine.plan(dataModel(to));
    expect(plan.steps.filter((step) => step.impact !== 'safe')).toEqual([]);
    await engine.migrate(plan, { destructive: false });
    expect((await engine.plan(dataModel(to))).steps).toEqual([]);
  });

  test('new indexes find existing items', async () => {
    await apply(old);
    await fill(old, 'Post', data);
    const next = dataModel([
      post({ title: 'String', views: 'Int', tag: 'String' }, { byTitle: ['title', 'views', 'id'], byViews: ['views'] }),
    ]);
    await apply(next);
    const query = { model: 'Post', after: null, descending: false, filter: null, limit: 10 };
    const store = engine.open(next);
    const byViews = await store.query({ ...query, index: 'byViews', hash: 2, sort: null });
    expect(byViews.items.map((item) => item.id)).toEqual(['2']);
    const sort = { op: 'beginsWith', value: '1#' } as const;
    const byTitle = await store.query({ ...query, index: 'byTitle', hash: 'one', sort });
    expect(byTitle.items.map((item) => item.id)).toEqual(['1']);
  });

  test('a required field with a default is set in existing items', async () => {
    await apply(old);
    await fill(old, 'Post', data);
    const [base] = old.models;
    const withDefault = post({ level: 'Int!', label: 'String!' }).fields.slice(1);
    const fields = withDefault.map((field) => ({ ...field, default: field.name === 'level' ? 7 : "it's \u0000" }));
    const next = dataModel([{ ...base!, fields: [...base!.fields, ...fields] }]);
    const plan = await apply(next);
    expect(changes(plan)).toEqual([
      'backfill: Adds the required field Post.level, and sets it to its default in 3 items.',
      'backfill: Adds the required field Post.label, and sets it to its default in 3 items.',
    ]);
    expect(await itemsOf(next, 'Post')).toEqual(data.map((item) => ({ ...item, level: 7, label: "it's \u0000" })));
  });

  test('a model under a new name keeps a table that is mapped', async () => {
    await apply(old);
    await fill(old, 'Post', data);
    const next = dataModel([{ ...old.models[0]!, name: 'Article', table: 'Post' }]);
    expect(changes(await apply(next))).toEqual(['safe: Gives the table of Post to Article.']);
    expect(await itemsOf(next, 'Article')).toEqual(data);
  });
});

describe('renames', () => {
  const renamedField = dataModel([
    post({ headline: 'String', views: 'Int', tag: 'String' }, { byTag: ['tag', 'headline'] }),
  ]);
  const renamedModel = dataModel([{ ...old.models[0]!, name: 'Article', table: 'Article' }]);

  beforeEach(async () => {
    await apply(old);
    await fill(old, 'Post', data);
  });

  test('of a field are asked about, and move its values when confirmed', async () => {
    const plan = await engine.plan(renamedField);
    const rename = { model: 'Post', from: 'title', to: 'headline' };
    expect(plan.questions).toEqual([
      { rename, description: 'Was the field Post.title renamed to headline? It has data in 3 items.' },
    ]);
    expect(changes(plan)).toContain('destructive: Removes the field Post.title and its value in 3 items.');
    const confirmed = await apply(renamedField, { renames: [rename] });
    expect(changes(confirmed)).toEqual(['safe: Renames the field Post.title to headline, with its values.']);
    expect(await itemsOf(renamedField, 'Post')).toEqual(
      data.map(({ title, ...item }) => ({ ...item, headline: title })),
    );
    const byTag = { model: 'Post', index: 'byTag', hash: 'x', sort: null, after: null, descending: false } as const;
    const page = await engine.open(renamedField).query({ ...byTag, filter: null, limit: 5 });
    expect(page.items.map((item) => item.headline)).toEqual(['one']);
    expect((await engine.plan(renamedField)).steps).toEqual([]);
  });

  test('of a model are asked about, and move its items when confirmed', async () => {
    const plan = await engine.plan(renamedModel);
    const rename = { model: null, from: 'Post', to: 'Article' };
    expect(plan.questions).toEqual([
      { rename, description: 'Was the model Post renamed to Article? It has data in 3 items.' },
    ]);
    const confirmed = await apply(renamedModel, { renames: [rename] });
    expect(changes(confirmed)).toEqual(['safe: Renames the model Post to Article, with its items.']);
    expect(await itemsOf(renamedModel, 'Article')).toEqual(data);
    expect((await engine.plan(renamedModel)).steps).toEqual([]);
  });

  test('of a model and of its field together', async () => {
    const both = dataModel([{ ...renamedField.models[0]!, name: 'Article', table: 'Article' }]);
    const renames = [
      { model: 'Article', from: 'title', to: 'headline' },
      { model: null, from: 'Post', to: 'Article' },
    ];
    const before = await engine.plan(old);
    await apply(both, { renames });
    expect(before.steps).toEqual([]);
    expect(await itemsOf(both, 'Article')).toEqual(data.map(({ title, ...item }) => ({ ...item, headline: title })));
  });

  test('that are ambiguous, without data, or of another type are not asked about', async () => {
    const twoNew = dataModel([post({ headline: 'String', subtitle: 'String', views: 'Int', tag: 'String' })]);
    expect((await engine.plan(twoNew)).questions).toEqual([]);
    const otherType = dataModel([post({ headline: 'Boolean', views: 'Int', tag: 'String' })]);
    expect((await engine.plan(otherType)).questions).toEqual([]);
  });
});

describe('carrying out a plan', () => {
  test('first copies the database when data is lost, for the owner only', async () => {
    await apply(old);
    await fill(old, 'Post', data);
    const plan = await apply(dataModel([]));
    const copy = join(folder, 'main.db.revision-1.backup');
    expect(plan.steps[0]?.description).toBe(`Copies the database to ${copy}.`);
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600');
    const restored = createSqliteEngine({ file: copy });
    const page = await restored.open(old).scan({ model: 'Post', filter: null, after: null, limit: 10 });
    expect(page.items).toHaveLength(3);
    await restored.close();
  });

  test('fails whole: the old revision goes on', async () => {
    await apply(old);
    await fill(old, 'Post', data);
    const store = engine.open(old);
    const plan = await engine.plan(dataModel([post({ title: 'Int' })]));
    const broken = { steps: [...plan.steps, { ...plan.steps[0]!, statements: ['CREATE TABLE "Post" (x)'] }] };
    expect(() => engine.migrate(broken, { destructive: true })).toThrow(/already exists/);
    expect(await itemsOf(old, 'Post')).toEqual(data);
    expect(await store.write([{ kind: 'put', model: 'Post', item: { id: '4', title: 'four' } }])).toMatchObject([
      { status: 'written' },
    ]);
    expect((await engine.plan(old)).steps).toEqual([]);
  });

  test('ends an older revision that needs what is gone, and lets others go on', async () => {
    const user = model('User', ['id'], { fields: { id: 'ID!' }, indexes: {} });
    const wide = dataModel([...old.models, user]);
    await apply(wide);
    const store = engine.open(wide);
    await apply(dataModel([post({ title: 'String' }), user]));
    const replaced = expect.objectContaining({ code: 'schema-replaced' });
    expect(() => store.get('Post', { id: '1' })).toThrow(replaced);
    const put = (name: string) => store.write([{ kind: 'put', model: name, item: { id: '1' } }]);
    await expect(put('Post')).rejects.toEqual(replaced);
    expect(await put('User')).toMatchObject([{ status: 'written' }]);
    expect(store.get('User', { id: '1' })).toEqual({ id: '1' });
  });

  test('is refused when the schema has changed since it was made', async () => {
    const first = await engine.plan(old);
    await apply(dataModel([model('User', ['id'], { fields: { id: 'ID!' }, indexes: {} })]));
    expect(() => engine.migrate(first, { destructive: true })).toThrow(
      expect.objectContaining({ code: 'migration-outdated' }),
    );
  });

  test('is recorded', async () => {
    await apply(old);
    await apply(dataModel([post({ title: 'String', views: 'Int', tag: 'String' })]));
    const database = new Database(join(folder, 'main.db'), { readonly: true });
    const rows = database.prepare('SELECT revision, changes, applied_at FROM _preamp_history').all();
    database.close();
    expect(rows).toEqual([
      { revision: 1, changes: '["Creates the table of Post."]', applied_at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { revision: 2, changes: '["Removes the index \'byTag\' of Post."]', applied_at: expect.anything() },
    ]);
    expect(readdirSync(folder).filter((file) => file.endsWith('.backup'))).toEqual([]);
  });

  test('a model is not opened before it is migrated', () => {
    expect(() => engine.open(old)).toThrow(expect.objectContaining({ code: 'store-not-migrated' }));
  });

  test('takes a few milliseconds for twenty models', async () => {
    const fields = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, 'String']));
    const models = Array.from({ length: 20 }, (_, i) =>
      model(`M${i}`, ['id'], { fields: { id: 'ID!', ...fields }, indexes: { one: ['f0', 'f1'], two: ['f2'] } }),
    );
    await apply(dataModel(models));
    const changed = dataModel([
      ...models.slice(1),
      model('M0', ['id'], { fields: { id: 'ID!', ...fields, more: 'Int' }, indexes: { one: ['f0', 'more'] } }),
    ]);
    const start = performance.now();
    await apply(changed);
    engine.open(changed);
    // A few in fact; the bound only tells a wrong order of growth, on the slowest machine.
    expect(performance.now() - start).toBeLessThan(200);
  });
});
