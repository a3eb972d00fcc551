import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, runPreamp } from './preamp-process.ts';

const schema = { 'amplify/data/schema.graphql': 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! }' };
const args = ['generate', 'graphql-client-code', '--schema', 'amplify/data/schema.graphql', '--out', 'src/graphql'];

it('writes statements and their types', async () => {
  const folder = createFolder(schema);
  const { code } = await runPreamp(folder, ...args);
  expect(code).toBe(0);
  const out = join(folder, 'src/graphql');
  expect(readdirSync(out).sort()).toEqual(['API.ts', 'mutations.ts', 'queries.ts', 'subscriptions.ts']);
  expect(readFileSync(join(out, 'queries.ts'), 'utf8')).toContain('APITypes.GetPostQuery>;');
  expect(readFileSync(join(out, 'API.ts'), 'utf8')).toContain('export type GetPostQuery = {');
});

it('writes the introspection, or statements of another language, on request', async () => {
  const folder = createFolder(schema);
  expect((await runPreamp(folder, ...args, '--format', 'introspection')).code).toBe(0);
  expect((await runPreamp(folder, ...args, '--statement-target', 'angular')).code).toBe(0);
  const out = join(folder, 'src/graphql');
  expect(readdirSync(out).sort()).toEqual([
    'api.service.ts',
    'model-introspection.json',
    'mutations.graphql',
    'queries.graphql',
    'subscriptions.graphql',
  ]);
  const { models } = JSON.parse(readFileSync(join(out, 'model-introspection.json'), 'utf8'));
  expect(Object.keys(models)).toEqual(['Post']);
});

it('writes DataStore models for TypeScript and JavaScript, and refuses other languages', async () => {
  const folder = createFolder(schema);
  const models = join(folder, 'src/graphql/models');
  expect((await runPreamp(folder, ...args, '--format', 'modelgen')).code).toBe(0);
  expect(readdirSync(models).sort()).toEqual(['index.ts', 'schema.ts']);
  expect((await runPreamp(folder, ...args, '--format', 'modelgen', '--model-target', 'javascript')).code).toBe(0);
  expect(readdirSync(models).sort()).toEqual([
    'index.d.ts',
    'index.js',
    'index.ts',
    'schema.d.ts',
    'schema.js',
    'schema.ts',
  ]);
  const refused = await runPreamp(folder, ...args, '--format', 'modelgen', '--model-target', 'swift');
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain('For Swift, give the schema that `preamp generate schema` writes to');
});

it('takes the options of ampx: depth, __typename, types, and those that hold always', async () => {
  const related = `
    type Blog @model @auth(rules: [{ allow: public }]) { id: ID! posts: [Post] @hasMany(references: ["blogId"]) }
    type Post @model @auth(rules: [{ allow: public }]) { id: ID! blogId: ID blog: Blog @belongsTo(references: ["blogId"]) }
  `;
  const folder = createFolder({ 'amplify/data/schema.graphql': related });
  const read = (name: string) => readFileSync(join(folder, 'src/graphql', name), 'utf8');
  const generate = (...flags: string[]) => runPreamp(folder, ...args, ...flags);
  const depths = [];
  for (const depth of ['1', '2', '3']) {
    expect((await generate('--statement-max-depth', depth)).code).toBe(0);
    depths.push(read('queries.ts').split('blog {').length - 1);
  }
  expect(depths[0]).toBe(0);
  expect(depths[2]).toBeGreaterThan(depths[1]!);
  expect((await generate('--statement-typename-introspection', 'false')).code).toBe(0);
  expect(read('queries.ts')).not.toContain('__typename');
  const javascript = ['--statement-target', 'javascript', '--type-target', 'typescript'];
  expect((await generate(...javascript, '--statement-typename-introspection')).code).toBe(0);
  expect(read('queries.js')).toContain('__typename');
  expect(read('API.ts')).toContain('export type GetPostQuery = {');
  const models = ['--format', 'modelgen', '--model-add-timestamp-fields', '--model-generate-index-rules=true'];
  expect((await generate(...models)).code).toBe(0);
  const refused = await Promise.all([
    generate('--type-target', 'scala'),
    generate('--type-target', 'nonsense'),
    generate('--model-add-timestamp-fields', 'false'),
  ]);
  expect(refused.map(({ code }) => code === 0)).toEqual([false, false, false]);
  expect(refused.map(({ err }) => err).join()).toMatch(/For Scala.*Allowed choices.*cannot be switched off/s);
});
