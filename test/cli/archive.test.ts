import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createFolder, request, runPreamp, startPreamp } from './preamp-process.ts';

const schema = 'type Post @model @auth(rules: [{ allow: public }, { allow: owner }]) { id: ID! }';
const create = (id: string) => `mutation { createPost(input: { id: "${id}" }) { id } }`;

describe('preamp start --archive', () => {
  it('lets a moment between two writes be restored, and all that was shipped after a crash', {
    timeout: 120_000,
  }, async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    expect((await runPreamp(folder, 'users', 'add', 'ann@example.com', '--password', 'Secret-12345')).code).toBe(0);
    const server = await startPreamp(folder, '--archive', 'archive');
    const { url, apiKey } = server.ready;
    await request(url, apiKey, create('a'));
    const between = new Date();
    await setTimeout(5);
    await request(url, apiKey, create('b'));
    const names = () => readdirSync(join(folder, 'archive'), { recursive: true, encoding: 'utf8' });
    const written = () =>
      names()
        .filter((name) => name.endsWith('.wal'))
        .map((name) => statSync(join(folder, 'archive', name)).size);
    const size = written().reduce((sum, each) => sum + each, 0);
    await request(url, apiKey, create('c'));
    await expect.poll(() => written().reduce((sum, each) => sum + each, 0), { timeout: 30_000 }).toBeGreaterThan(size);
    await setTimeout(2000);
    await server.stop('SIGKILL');

    const ids = async (data: string, ...flags: readonly string[]) => {
      const restored = await runPreamp(folder, 'restore', '--archive', 'archive', '--data', data, ...flags);
      expect(restored).toMatchObject({ code: 0, err: expect.stringContaining('Restored archive up to 20') });
      expect((await runPreamp(folder, 'export', `${data}-out`, '--data', data)).code).toBe(0);
      const lines = readFileSync(join(folder, `${data}-out/Post.jsonl`), 'utf8').trim();
      return lines.split('\n').map((line) => (JSON.parse(line) as { id: string }).id);
    };
    expect(await ids('then', '--at', between.toISOString())).toEqual(['a']);
    expect(await ids('end')).toEqual(['a', 'b', 'c']);
    expect((await runPreamp(folder, 'users', 'list', '--data', 'then')).out).toContain('ann@example.com');
    const early = await runPreamp(
      folder,
      'restore',
      '--archive',
      'archive',
      '--data',
      'x',
      '--at',
      '2020-01-01T00:00:00Z',
    );
    expect(early).toMatchObject({ code: 1, err: expect.stringContaining('begins at') });
  });

  it.each([
    [['restore'], 'Name a backup, or an archive.'],
    [['restore', 'a.sqlite', '--at', '2026-01-01T00:00:00Z'], '--at belongs to --archive.'],
    [['restore', '--archive', 'a', '--at', 'yesterday'], 'Write it as 2026-05-01T12:00:00Z'],
  ])('refuses %j', async (args, message) => {
    expect(await runPreamp(createFolder(), ...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });
});
