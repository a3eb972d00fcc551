import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolder, request, runPreamp, spawnPreamp, startPreamp, writeFiles } from './preamp-process.ts';

const schema = (field: string) =>
  `type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! ${field} }`;

/** Every file and folder from here on, with what others may do with it. */
function openToOthers(path: string): readonly string[] {
  const found = statSync(path);
  const own = (found.mode & 0o077) === 0 ? [] : [`${path} ${(found.mode & 0o777).toString(8)}`];
  if (!found.isDirectory()) return own;
  return [...own, ...readdirSync(path).flatMap((name) => openToOthers(join(path, name)))];
}

it('everything that is written down is for its owner only', { timeout: 120_000 }, async () => {
  const config = { backups: { folder: 'copies', everyHours: 1, keep: 2 } };
  const folder = createFolder({ 'schema.graphql': schema('title: String') });
  const names = (path: string) => readdirSync(join(folder, path), { recursive: true, encoding: 'utf8' }).join('\n');

  const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0', '--tls');
  await sandbox.until(/Watching for file changes/);
  expect((await runPreamp(folder, 'users', 'add', 'ann@x.test', '--password', 'Secret-1234')).code).toBe(0);
  expect((await runPreamp(folder, 'seed', '--count', '3')).code).toBe(0);
  expect((await runPreamp(folder, 'backup', 'hand/made/one.sqlite')).code).toBe(0);
  expect((await runPreamp(folder, 'export', 'out')).code).toBe(0);
  expect(names('.preamp')).toMatch(/data\.sqlite-wal/);
  expect(names('.preamp')).toMatch(/tls\/.*key/);
  expect(['.preamp', 'hand', 'out'].flatMap((path) => openToOthers(join(folder, path)))).toEqual([]);
  await sandbox.stop();

  writeFiles(folder, { 'schema.graphql': schema(''), 'preamp.config.json': JSON.stringify(config) });
  const server = await startPreamp(folder, '--archive', 'archive', '--accept-data-loss');
  await server.until(/backup written/);
  await request(server.ready.url, server.ready.apiKey, 'mutation { createPost(input: {}) { id } }');
  await server.stop();
  expect(names('.preamp')).toMatch(/\.revision-1\.backup/);
  expect(names('archive')).toMatch(/\.wal/);
  expect((await runPreamp(folder, 'restore', 'hand/made/one.sqlite')).code).toBe(0);
  const places = readdirSync(folder).filter((name) => /^(?:\.preamp|copies|archive)/.test(name));
  expect(existsSync(join(folder, 'copies'))).toBe(true);
  expect(places.flatMap((path) => openToOthers(join(folder, path)))).toEqual([]);
});
