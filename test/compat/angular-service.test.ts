import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { angularService } from '../../src/artifacts/client-code/angular-service.ts';
import { apiKey, compileModel, type StartedBackend, startBackend } from './start-backend.ts';

/** The generated service for Angular, with the real `aws-amplify` and a stand-in for `@angular/core`. */

const schema = /* GraphQL */ `
  enum Mood { CALM WILD }
  type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String! rank: Int mood: Mood tags: [String!] }
`;

const use = `
import { Amplify } from 'aws-amplify';
import { APIService, Mood } from './api.service';
export function open(endpoint: string, apiKey: string) {
  Amplify.configure({ API: { GraphQL: { endpoint, region: 'us-east-1', apiKey, defaultAuthMode: 'apiKey' } } });
  const service = new APIService();
  return {
    async create(rank: number) {
      const made = await service.CreateNote({ text: 'T', rank, mood: Mood.WILD, tags: ['x'] });
      made.text satisfies string;
      return made;
    },
    async list(limit: number) {
      const { items } = await service.ListNotes({ rank: { ge: 0 } }, limit);
      return items.map((each) => each?.rank);
    },
    async get(id: string) {
      const { mood, __typename } = await service.GetNote(id);
      return { mood: mood satisfies Mood | null | undefined, __typename };
    },
    listen(next: (text: string) => void) {
      return service.OnCreateNoteListener().subscribe((event) => next(event.data.onCreateNote.text));
    },
  };
}
// @ts-expect-error a text is required
export const wrong = (service: APIService) => service.CreateNote({ rank: 1 });
`;

const root = resolve(import.meta.dirname, '../..');
let folder: string;
let started: StartedBackend;

beforeAll(async () => {
  started = await startBackend(schema);
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  // Where the library can be resolved from.
  folder = mkdtempSync(join(root, 'node_modules/.cache/angular-service-'));
});
afterAll(async () => {
  await started.close();
  rmSync(folder, { recursive: true });
});

it('compiles, asks, and listens', async () => {
  const stub = join(folder, 'node_modules/@angular/core');
  mkdirSync(stub, { recursive: true });
  const files: Readonly<Record<string, string>> = {
    'package.json': '{ "name": "@angular/core", "type": "module", "main": "index.js", "types": "index.d.ts" }',
    'index.js': 'export const Injectable = () => (made) => made;',
    'index.d.ts': 'export declare function Injectable(options: { providedIn: "root" }): ClassDecorator;',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(stub, name), text);
  const service = angularService(buildApi(compileModel(schema)));
  writeFileSync(join(folder, service.name), service.text);
  writeFileSync(join(folder, 'use.ts'), use);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2024', '--types', '', '--ignoreConfig'];
  const modules = ['--module', 'esnext', '--moduleResolution', 'bundler', '--experimentalDecorators'];
  const checked = spawnSync(process.execPath, [tsc, ...options, ...modules, join(folder, 'use.ts')], {
    encoding: 'utf8',
  });
  expect(checked.stdout).toBe('');
  const outfile = join(folder, 'use.mjs');
  await build({
    entryPoints: [join(folder, 'use.ts')],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  const { open } = await import(pathToFileURL(outfile).href);
  const client = open(started.server.graphqlUrl.replace('http:', 'HTTP:'), apiKey);
  const heard: string[] = [];
  const listening = client.listen((text: string) => heard.push(text));
  await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(1), { timeout: 15_000 });
  const made = await client.create(0);
  expect(made).toMatchObject({ __typename: 'Note', text: 'T', rank: 0, mood: 'WILD', tags: ['x'] });
  await vi.waitFor(() => expect(heard).toEqual(['T']), { timeout: 15_000 });
  listening.unsubscribe();
  expect(await client.list(10)).toEqual([0]);
  expect(await client.get(made.id)).toEqual({ mood: 'WILD', __typename: 'Note' });
}, 120_000);
