import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel, Model } from '../../src/ir/data-model.ts';
import type { Item } from '../../src/ir/item.ts';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import type { StorageEngine, Store } from '../../src/storage/storage-engine.ts';
import { itemLines, type LineFormat } from '../../src/storage/transfer/item-lines.ts';
import { createFolder, runPreamp, spawnPreamp } from '../cli/preamp-process.ts';
import { randomWorld } from '../differential/random-schema.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

/** Each run makes and reads tables of its own. */
const numRuns = 40;

async function migrated(engine: StorageEngine, model: DataModel): Promise<Store> {
  await engine.migrate(await engine.plan(model), { destructive: false });
  return engine.open(model);
}

/** Everything in a store, in the order of ids. */
async function contents(store: Store, model: DataModel): Promise<Readonly<Record<string, readonly Item[]>>> {
  const entries = await Promise.all(
    model.models.map(async (each) => {
      const { items } = await store.scan({ model: each.name, filter: null, limit: 1000, after: null });
      const sorted = items.toSorted((one, other) => (String(one.id) < String(other.id) ? -1 : 1));
      return [each.name, sorted.map((item) => byValue(item, each))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** DynamoDB keeps the value of AWSJSON, not its text: texts of one value are equal, and that of null is no value. */
function byValue(item: Item, { fields }: Model): Item {
  const json = new Set(
    fields.flatMap(({ name, type }) => (type.kind === 'NamedType' && type.name === 'AWSJSON' ? [name] : [])),
  );
  const values = Object.entries(item).map(([name, value]): [string, unknown] => [
    name,
    json.has(name) && typeof value === 'string' ? JSON.parse(value) : value,
  ]);
  return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined));
}

/** Whether DynamoDB has such values: numbers from 1e-130 to just below 1e126, and no member without a name. */
function isStorable(items: unknown): boolean {
  if (typeof items === 'number') return items === 0 || (Math.abs(items) >= 1e-130 && Math.abs(items) < 1e126);
  // AWSJSON is text here.
  if (typeof items === 'string') return !/\d[eE][+-]?\d{3}|"":/.test(items);
  return typeof items !== 'object' || items === null || Object.values(items).every(isStorable);
}

async function carryOver(from: Store, to: Store, model: DataModel, format: LineFormat): Promise<void> {
  for (const each of model.models) {
    const lines = itemLines(each, model);
    const { items } = await from.scan({ model: each.name, filter: null, limit: 1000, after: null });
    const read = items.map((item) => lines.read(lines.write(item, format)));
    expect(read.flatMap(({ leftOut }) => leftOut)).toEqual([]);
    if (read.length > 0) await to.write(read.map(({ item }) => ({ kind: 'put', model: each.name, item: item! })));
  }
}

describe.skipIf(!hasDynamodb)('all items', () => {
  test.each<LineFormat>(['jsonl', 'dynamodb'])(
    'go from SQLite to DynamoDB and back without loss, as %s',
    { timeout: 300_000 },
    async (format) => {
      const worlds = randomWorld.filter(({ items }) => isStorable(items));
      await fc.assert(
        fc.asyncProperty(worlds, async ({ schema, items }) => {
          const model = compile([{ file: 'schema.graphql', text: schema }], {}).model!;
          const first = createSqliteEngine({ file: ':memory:' });
          const middle = await createDynamoDbEngine({ ...emptyDynamodb(), naming: { prefix: 'transfer-' } });
          const last = createSqliteEngine({ file: ':memory:' });
          try {
            const [from, between, to] = [
              await migrated(first, model),
              await migrated(middle, model),
              await migrated(last, model),
            ];
            for (const each of model.models) {
              await from.write(items[each.name]!.map((item) => ({ kind: 'put', model: each.name, item })));
            }
            const before = await contents(from, model);
            await carryOver(from, between, model, format);
            expect(await contents(between, model)).toEqual(before);
            await carryOver(between, to, model, format);
            expect(await contents(to, model)).toEqual(before);
          } finally {
            await Promise.all([first, middle, last].map((engine) => engine.close()));
          }
        }),
        { numRuns, seed: 1 },
      );
    },
  );
});

describe.skipIf(!hasDynamodb)('preamp export and import', () => {
  afterEach(() => vi.unstubAllEnvs());

  const schema = `
    type Post @model(timestamps: null) @auth(rules: [{ allow: public }]) {
      id: ID! title: String! @index(name: "byTitle", sortKeyFields: ["year", "slug"]) year: Int slug: String
      meta: AWSJSON rating: Float tags: [String]
    }`;
  const posts = Array.from({ length: 1234 }, (_, n) => ({
    id: `p${n}`,
    title: `t${n % 7}`,
    year: 2000 + (n % 20),
    slug: `s${n}`,
    meta: `{"n":${n}}`,
    rating: n / 8,
    tags: ['a', `b${n}`],
  }));
  const lines = posts.map((post) => `${JSON.stringify(post)}\n`).join('');

  function createProject(files: Readonly<Record<string, string>> = {}): string {
    const { endpoint, region, credentials } = emptyDynamodb();
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials!.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials!.secretAccessKey);
    const config = { engine: { type: 'dynamodb', endpoint, region, prefix: 'transfer-' } };
    return createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config), ...files });
  }

  /** The items of a file of either format, with the attributes that were computed. */
  function itemsOf(folder: string): readonly unknown[] {
    const text = readFileSync(join(folder, 'Post.jsonl'), 'utf8').trimEnd();
    const items = text.split('\n').map((line) => JSON.parse(line) as { readonly id: string });
    return items.toSorted((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
  }

  const whole = posts.map((post) => ({ ...post, 'year#slug': `${post.year}#${post.slug}` }));

  test('carry everything from DynamoDB to SQLite and back', async () => {
    const folder = createProject({ 'in/Post.jsonl': lines });
    const early = await runPreamp(folder, 'import', 'in');
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('preamp deploy') });
    expect((await runPreamp(folder, 'deploy')).code).toBe(0);
    expect(await runPreamp(folder, 'import', 'in')).toMatchObject({
      code: 0,
      err: expect.stringContaining('Post: 1234 items\n'),
    });
    expect((await runPreamp(folder, 'export', 'out')).code).toBe(0);
    expect(itemsOf(join(folder, 'out'))).toEqual(whole);
    expect(readdirSync(join(folder, 'out'))).toEqual(['Post.jsonl']);

    expect((await runPreamp(folder, 'import', 'out', '--engine', 'sqlite')).code).toBe(0);
    expect((await runPreamp(folder, 'export', 'back', '--engine', 'sqlite')).code).toBe(0);
    expect(itemsOf(join(folder, 'back'))).toEqual(whole);
  });

  test('go on where they were killed', async () => {
    const folder = createProject({ 'in/Post.jsonl': lines });
    expect((await runPreamp(folder, 'deploy')).code).toBe(0);
    const importing = spawnPreamp(folder, 'import', 'in');
    await expect
      .poll(() => readIfThere(join(folder, '.preamp/import.json')), { interval: 2, timeout: 60_000 })
      .toMatch(/: ?(500|1000)\b/);
    await importing.stop('SIGKILL');
    const again = await runPreamp(folder, 'import', 'in');
    expect(again.code).toBe(0);
    // What was recorded as stored is not stored again.
    expect(Number(/Post: (\d+) items/.exec(again.err)![1])).toBeLessThan(1234);

    const exporting = spawnPreamp(folder, 'export', 'out');
    await expect
      .poll(() => readIfThere(join(folder, 'out/.partial/state.json')), { interval: 2, timeout: 60_000 })
      .toContain('"bytes"');
    await exporting.stop('SIGKILL');
    const rest = await runPreamp(folder, 'export', 'out');
    expect(rest).toMatchObject({
      code: 0,
      err: expect.stringContaining('Going on with the export that was broken off.'),
    });
    expect(itemsOf(join(folder, 'out'))).toEqual(whole);
  });

  test('split what is larger than a transaction takes, by bytes', async () => {
    const large = Array.from({ length: 30 }, (_, n) => ({ id: `p${n}`, title: 't', tags: ['é'.repeat(150_000)] }));
    const folder = createProject({ 'in/Post.jsonl': large.map((post) => `${JSON.stringify(post)}\n`).join('') });
    expect((await runPreamp(folder, 'deploy')).code).toBe(0);
    expect(await runPreamp(folder, 'import', 'in')).toMatchObject({
      code: 0,
      err: expect.stringContaining('Post: 30 items\n'),
    });
    expect((await runPreamp(folder, 'export', 'out')).code).toBe(0);
    expect(itemsOf(join(folder, 'out'))).toEqual(large);
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
