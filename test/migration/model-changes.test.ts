import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Model } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import { dataModel, model } from '../../src/testing/contract/contract-model.ts';
import { changes, createSubject, data, type MigrationSubject, old, post } from './migration-subject.ts';

let subject: MigrationSubject;
beforeEach(() => {
  subject = createSubject();
});
afterEach(() => subject.close());

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
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const next = dataModel(to);
    const plan = await subject.engine.plan(next);
    expect(changes(plan)).toEqual(steps);
    expect(await subject.itemsOf(old, 'Post')).toEqual(data);

    const loses = steps.some((step) => step.startsWith('destructive'));
    if (loses) {
      const lost = steps.filter((step) => step.startsWith('destructive')).map((step) => step.slice(13));
      expect(() => subject.engine.migrate(plan, { destructive: false })).toThrow(
        expect.objectContaining({
          code: 'migration-needs-consent',
          losses: lost,
          message: `The new data model would lose data:\n${lost.join('\n')}`,
          hint: expect.stringContaining('--accept-data-loss'),
        }),
      );
      expect(await subject.itemsOf(old, 'Post')).toEqual(data);
    }
    await subject.engine.migrate(plan, { destructive: loses });
    if (to.length > 0) expect(await subject.itemsOf(next, 'Post')).toEqual(after);
    expect((await subject.engine.plan(next)).steps).toEqual([]);
  });

  test.each(cases)('$name: harmless without data', async ({ to }) => {
    await subject.apply(old);
    const plan = await subject.engine.plan(dataModel(to));
    expect(plan.steps.filter((step) => step.impact !== 'safe')).toEqual([]);
    await subject.engine.migrate(plan, { destructive: false });
    expect((await subject.engine.plan(dataModel(to))).steps).toEqual([]);
  });

  test('new indexes find existing items', async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const next = dataModel([
      post({ title: 'String', views: 'Int', tag: 'String' }, { byTitle: ['title', 'views', 'id'], byViews: ['views'] }),
    ]);
    await subject.apply(next);
    const query = { model: 'Post', after: null, descending: false, filter: null, limit: 10 };
    const store = subject.engine.open(next);
    const byViews = await store.query({ ...query, index: 'byViews', hash: 2, sort: null });
    expect(byViews.items.map((item) => item.id)).toEqual(['2']);
    const sort = { op: 'beginsWith', value: '1#' } as const;
    const byTitle = await store.query({ ...query, index: 'byTitle', hash: 'one', sort });
    expect(byTitle.items.map((item) => item.id)).toEqual(['1']);
  });

  test('a required field with a default is set in existing items', async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const [base] = old.models;
    const withDefault = post({ level: 'Int!', label: 'String!' }).fields.slice(1);
    const fields = withDefault.map((field) => ({ ...field, default: field.name === 'level' ? 7 : "it's \u0000" }));
    const next = dataModel([{ ...base!, fields: [...base!.fields, ...fields] }]);
    const plan = await subject.apply(next);
    expect(changes(plan)).toEqual([
      'backfill: Adds the required field Post.level, and sets it to its default in 3 items.',
      'backfill: Adds the required field Post.label, and sets it to its default in 3 items.',
    ]);
    expect(await subject.itemsOf(next, 'Post')).toEqual(
      data.map((item) => ({ ...item, level: 7, label: "it's \u0000" })),
    );
  });

  test('a model under a new name keeps a table that is mapped', async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const next = dataModel([{ ...old.models[0]!, name: 'Article', table: 'Post' }]);
    expect(changes(await subject.apply(next))).toEqual(['safe: Gives the table of Post to Article.']);
    expect(await subject.itemsOf(next, 'Article')).toEqual(data);
  });
});
