import { readdirSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { dataModel, model } from '../../src/testing/contract/contract-model.ts';
import { changes, createSubject, data, type MigrationSubject, old, post } from './migration-subject.ts';

let subject: MigrationSubject;
beforeEach(() => {
  subject = createSubject();
});
afterEach(() => subject.close());

describe('renames', () => {
  const renamedField = dataModel([
    post({ headline: 'String', views: 'Int', tag: 'String' }, { byTag: ['tag', 'headline'] }),
  ]);
  const renamedModel = dataModel([{ ...old.models[0]!, name: 'Article', table: 'Article' }]);

  beforeEach(async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
  });

  test('of a field are asked about, and move its values when confirmed', async () => {
    const plan = await subject.engine.plan(renamedField);
    const rename = { model: 'Post', from: 'title', to: 'headline' };
    expect(plan.questions).toEqual([
      { rename, description: 'Was the field Post.title renamed to headline? It has data in 3 items.' },
    ]);
    expect(changes(plan)).toContain('destructive: Removes the field Post.title and its value in 3 items.');
    const confirmed = await subject.apply(renamedField, { renames: [rename] });
    expect(changes(confirmed)).toEqual(['safe: Renames the field Post.title to headline, with its values.']);
    expect(await subject.itemsOf(renamedField, 'Post')).toEqual(
      data.map(({ title, ...item }) => ({ ...item, headline: title })),
    );
    const byTag = { model: 'Post', index: 'byTag', hash: 'x', sort: null, after: null, descending: false } as const;
    const page = await subject.engine.open(renamedField).query({ ...byTag, filter: null, limit: 5 });
    expect(page.items.map((item) => item.headline)).toEqual(['one']);
    expect((await subject.engine.plan(renamedField)).steps).toEqual([]);
  });

  test('of a model are asked about, and move its items when confirmed', async () => {
    const plan = await subject.engine.plan(renamedModel);
    const rename = { model: null, from: 'Post', to: 'Article' };
    expect(plan.questions).toEqual([
      { rename, description: 'Was the model Post renamed to Article? It has data in 3 items.' },
    ]);
    const confirmed = await subject.apply(renamedModel, { renames: [rename] });
    expect(changes(confirmed)).toEqual(['safe: Renames the model Post to Article, with its items.']);
    expect(await subject.itemsOf(renamedModel, 'Article')).toEqual(data);
    expect((await subject.engine.plan(renamedModel)).steps).toEqual([]);
  });

  test('of a model and of its field together', async () => {
    const both = dataModel([{ ...renamedField.models[0]!, name: 'Article', table: 'Article' }]);
    const renames = [
      { model: 'Article', from: 'title', to: 'headline' },
      { model: null, from: 'Post', to: 'Article' },
    ];
    const before = await subject.engine.plan(old);
    await subject.apply(both, { renames });
    expect(before.steps).toEqual([]);
    expect(await subject.itemsOf(both, 'Article')).toEqual(
      data.map(({ title, ...item }) => ({ ...item, headline: title })),
    );
  });

  test('that are ambiguous, without data, or of another type are not asked about', async () => {
    const twoNew = dataModel([post({ headline: 'String', subtitle: 'String', views: 'Int', tag: 'String' })]);
    expect((await subject.engine.plan(twoNew)).questions).toEqual([]);
    const otherType = dataModel([post({ headline: 'Boolean', views: 'Int', tag: 'String' })]);
    expect((await subject.engine.plan(otherType)).questions).toEqual([]);
  });
});

describe('carrying out a plan', () => {
  test('first copies the database when data is lost, for the owner only', async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const plan = await subject.apply(dataModel([]));
    const copy = `${subject.file}.revision-1.backup`;
    expect(plan.steps[0]?.description).toBe(`Copies the database to ${copy}.`);
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600');
    const restored = createSqliteEngine({ file: copy });
    const page = await restored.open(old).scan({ model: 'Post', filter: null, after: null, limit: 10 });
    expect(page.items).toHaveLength(3);
    await restored.close();
  });

  test('fails whole: the old revision goes on', async () => {
    await subject.apply(old);
    await subject.fill(old, 'Post', data);
    const store = subject.engine.open(old);
    const plan = await subject.engine.plan(dataModel([post({ title: 'Int' })]));
    const broken = { steps: [...plan.steps, { ...plan.steps[0]!, statements: ['CREATE TABLE "Post" (x)'] }] };
    expect(() => subject.engine.migrate(broken, { destructive: true })).toThrow(/already exists/);
    expect(await subject.itemsOf(old, 'Post')).toEqual(data);
    expect(await store.write([{ kind: 'put', model: 'Post', item: { id: '4', title: 'four' } }])).toMatchObject([
      { status: 'written' },
    ]);
    expect((await subject.engine.plan(old)).steps).toEqual([]);
  });

  test('ends an older revision that needs what is gone, and lets others go on', async () => {
    const user = model('User', ['id'], { fields: { id: 'ID!' }, indexes: {} });
    const wide = dataModel([...old.models, user]);
    await subject.apply(wide);
    const store = subject.engine.open(wide);
    await subject.apply(dataModel([post({ title: 'String' }), user]));
    const replaced = expect.objectContaining({ code: 'schema-replaced' });
    expect(() => store.get('Post', { id: '1' })).toThrow(replaced);
    const put = (name: string) => store.write([{ kind: 'put', model: name, item: { id: '1' } }]);
    await expect(put('Post')).rejects.toEqual(replaced);
    expect(await put('User')).toMatchObject([{ status: 'written' }]);
    expect(store.get('User', { id: '1' })).toEqual({ id: '1' });
  });

  test('is refused when the schema has changed since it was made', async () => {
    const first = await subject.engine.plan(old);
    await subject.apply(dataModel([model('User', ['id'], { fields: { id: 'ID!' }, indexes: {} })]));
    expect(() => subject.engine.migrate(first, { destructive: true })).toThrow(
      expect.objectContaining({ code: 'migration-outdated' }),
    );
  });

  test('is recorded', async () => {
    await subject.apply(old);
    await subject.apply(dataModel([post({ title: 'String', views: 'Int', tag: 'String' })]));
    const database = new Database(subject.file, { readonly: true });
    const rows = database.prepare('SELECT revision, changes, applied_at FROM _preamp_history').all();
    database.close();
    expect(rows).toEqual([
      { revision: 1, changes: '["Creates the table of Post."]', applied_at: expect.stringMatching(/^\d{4}-.*Z$/) },
      { revision: 2, changes: '["Removes the index \'byTag\' of Post."]', applied_at: expect.anything() },
    ]);
    expect(readdirSync(subject.folder).filter((file) => file.endsWith('.backup'))).toEqual([]);
  });

  test('a model is not opened before it is migrated', () => {
    expect(() => subject.engine.open(old)).toThrow(expect.objectContaining({ code: 'store-not-migrated' }));
  });

  test('takes a few milliseconds for twenty models', async () => {
    const fields = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}`, 'String']));
    const models = Array.from({ length: 20 }, (_, i) =>
      model(`M${i}`, ['id'], { fields: { id: 'ID!', ...fields }, indexes: { one: ['f0', 'f1'], two: ['f2'] } }),
    );
    await subject.apply(dataModel(models));
    const changed = dataModel([
      ...models.slice(1),
      model('M0', ['id'], { fields: { id: 'ID!', ...fields, more: 'Int' }, indexes: { one: ['f0', 'more'] } }),
    ]);
    const start = performance.now();
    await subject.apply(changed);
    subject.engine.open(changed);
    // A few in fact; the bound only tells a wrong order of growth, on the slowest machine.
    expect(performance.now() - start).toBeLessThan(200);
  });
});
