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

const root = resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  // Where the library can be resolved from.
  folder = mkdtempSync(join(root, 'node_modules/.cache/datastore-models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each<ModelTarget>(['typescript', 'javascript'])(
  'the models for %s compile and make records',
  async (target) => {
    const out = join(folder, target);
    const files = datastoreModels(model, target);
    for (const { name, text } of [...files, { name: 'use.ts', text: use }]) {
      mkdirSync(dirname(join(out, name)), { recursive: true });
      writeFileSync(join(out, name), text);
    }
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--types', ''];
    const modules = ['--module', 'esnext', '--moduleResolution', 'bundler', '--ignoreConfig'];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const checked = spawnSync(process.execPath, [tsc, ...options, ...modules, join(out, 'use.ts')], {
      encoding: 'utf8',
    });
    expect(checked.stdout).toBe('');
    const outfile = join(out, 'use.mjs');
    await build({
      entryPoints: [join(out, 'use.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const { result } = await import(pathToFileURL(outfile).href);
    expect(result).toEqual({ id: 'string', title: 'U', mood: 'WILD', tags: ['x'], day: 2 });
  },
  60_000,
);
