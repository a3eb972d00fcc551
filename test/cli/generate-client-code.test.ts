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

it('writes DataStore models for TypeScript and JavaScript, and models for mobile apps', async () => {
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
  expect((await runPreamp(folder, ...args, '--format', 'modelgen', '--model-target', 'swift')).code).toBe(0);
  expect(readFileSync(join(folder, 'src/graphql/Post+Schema.swift'), 'utf8')).toContain('extension Post {');
});

it('passes options on, and refuses what it cannot make', async () => {
  const folder = createFolder(schema);
  const read = (name: string) => readFileSync(join(folder, 'src/graphql', name), 'utf8');
  const flags = ['--statement-target', 'javascript', '--type-target', 'typescript', '--statement-max-depth', '1'];
  const [made, refused] = await Promise.all([
    runPreamp(folder, ...args, ...flags, '--statement-typename-introspection', 'false'),
    runPreamp(folder, ...args, '--type-target', 'scala'),
  ]);
  expect(made.code).toBe(0);
  expect(read('queries.js')).not.toContain('__typename');
  expect(read('queries.js')).not.toContain('items');
  expect(read('API.ts')).toContain('export type GetPostQuery = {');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('Read the description in JSON (--type-target json) instead.');
});
