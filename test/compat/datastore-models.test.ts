import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datastoreModels, type ModelTarget } from '../../src/artifacts/datastore-models.ts';
import { compileModel } from './start-backend.ts';

/** Generated DataStore models, with the real `@aws-amplify/datastore`. */

const model = compileModel(/* GraphQL */ `
  enum Mood { CALM WILD }
  type Place { name: String! lat: Float }
  type Blog @model @auth(rules: [{ allow: public }]) { id: ID! name: String! posts: [Post] @hasMany(references: ["blogId"]) }
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String!
    rank: Int
    tags: [String!]
    mood: Mood
    place: Place
    blogId: ID
    blog: Blog @belongsTo(references: ["blogId"])
  }
  type Step @model @auth(rules: [{ allow: public }]) { trail: ID! @primaryKey(sortKeyFields: ["day"]) day: Int! }
`);

const use = `
import { Blog, Mood, Post, Step, Place } from './models/index';
const blog = new Blog({ name: 'B' });
const place: Place = { name: 'P' };
const post = new Post({ title: 'T', rank: 1, mood: Mood.WILD, place, tags: ['x'], blog });
const next = Post.copyOf(post, (draft) => { draft.title = 'U'; });
const step = new Step({ trail: 't', day: 2 });
export const result = { id: typeof post.id, title: next.title, mood: next.mood, tags: next.tags, day: step.day };
export async function lazy() {
  const parent: Blog | undefined = await post.blog;
  for (const each of await blog.posts.toArray()) each.title satisfies string;
  return parent;
}
// @ts-expect-error a title is required
export const wrong = () => new Post({ rank: 1 });
// @ts-expect-error not a value of the enum
export const wrongMood = () => new Post({ title: 'T', mood: 'OTHER' });
`;

/** The library keeps records in memory where `window` has no IndexedDB, and syncs nothing without an API. */
const store = `
import { DataStore } from '@aws-amplify/datastore';
Object.assign(globalThis, { window: {} });
import { Blog, Mood, Post, Step } from './models/index';
declare const process: { exit(): never };
const changes: string[] = [];
const watching = DataStore.observe(Post).subscribe(({ opType, element }) => changes.push(opType + ' ' + element.title));
const blog = await DataStore.save(new Blog({ name: 'B' }));
const post = await DataStore.save(new Post({ title: 'T', rank: 1, mood: Mood.CALM, tags: ['x'], blog }));
await DataStore.save(new Post({ title: 'Other', rank: 2 }));
await DataStore.save(Post.copyOf(post, (draft) => { draft.title = 'U'; }));
await DataStore.save(new Step({ trail: 't', day: 2 }));
await DataStore.save(new Step({ trail: 't', day: 3 }));
const found = await DataStore.query(Post, (each) => each.and((all) => [all.rank.lt(2), all.mood.eq(Mood.CALM)]));
const parent = await found[0]!.blog;
const children = await (await DataStore.query(Blog, blog.id))!.posts.toArray();
const step = await DataStore.query(Step, { trail: 't', day: 3 });
await DataStore.delete(post);
const left = await DataStore.query(Post);
watching.unsubscribe();
const result = {
  found: found.map(({ title, tags }) => ({ title, tags })),
  parent: parent?.name,
  children: children.map(({ title }) => title),
  day: step?.day,
  left: left.map(({ title }) => title),
  changes,
};
console.log(JSON.stringify(result));
process.exit();
`;

const root = resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  // Where the library can be resolved from.
  folder = mkdtempSync(join(root, 'node_modules/.cache/datastore-models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<ModelTarget>(['typescript', 'javascript'])(
  'the models for %s compile, make records, and are kept and found by DataStore',
  async (target) => {
    const out = join(folder, target);
    const files = datastoreModels(model, target);
    for (const { name, text } of [...files, { name: 'use.ts', text: use }, { name: 'store.ts', text: store }]) {
      mkdirSync(dirname(join(out, name)), { recursive: true });
      writeFileSync(join(out, name), text);
    }
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--types', ''];
    const modules = ['--module', 'esnext', '--moduleResolution', 'bundler', '--ignoreConfig'];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const checked = spawnSync(
      process.execPath,
      [tsc, ...options, ...modules, join(out, 'use.ts'), join(out, 'store.ts')],
      { encoding: 'utf8' },
    );
    expect(checked.stdout).toBe('');
    const bundle = async (name: string): Promise<string> => {
      const outfile = join(out, `${name}.mjs`);
      await build({
        entryPoints: [join(out, `${name}.ts`)],
        bundle: true,
        format: 'esm',
        platform: 'node',
        outfile,
        logLevel: 'silent',
        banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      });
      return outfile;
    };
    const { result } = await import(pathToFileURL(await bundle('use')).href);
    expect(result).toEqual({ id: 'string', title: 'U', mood: 'WILD', tags: ['x'], day: 2 });
    const kept = spawnSync(process.execPath, [await bundle('store')], { encoding: 'utf8', timeout: 60_000 });
    expect(kept.status).toBe(0);
    expect(JSON.parse(kept.stdout)).toEqual({
      found: [{ title: 'U', tags: ['x'] }],
      parent: 'B',
      children: ['U'],
      day: 3,
      left: ['Other'],
      changes: ['INSERT T', 'INSERT Other', 'UPDATE U', 'DELETE T'],
    });
  },
  120_000,
);
