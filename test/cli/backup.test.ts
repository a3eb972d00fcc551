import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolder, request, runPreamp, startPreamp } from './preamp-process.ts';

const schema = 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String }';
const create = (title: string) => `mutation { createPost(input: { id: "${title}", title: "${title}" }) { id } }`;
const titles = '{ listPosts(limit: 100000) { items { title } } }';

describe('preamp backup and restore', { timeout: 120_000 }, () => {
  it('copies while a server writes, and restores items, users and keys elsewhere', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const server = await startPreamp(folder);
    const { url, apiKey } = server.ready;
    await request(url, apiKey, create('first'));
    expect((await runPreamp(folder, 'users', 'add', 'ann@x.test', '--password', 'Secret-1234')).code).toBe(0);

    let writing = true;
    let written = 0;
    const load = (async () => {
      for (; writing; written++) await request(url, apiKey, create(`p${written}`));
    })();
    const backup = await runPreamp(folder, 'backup', 'copies/one.sqlite');
    writing = false;
    await load;
    expect(backup).toMatchObject({ code: 0, out: '' });
    expect(written).toBeGreaterThan(0);
    expect(statSync(join(folder, 'copies/one.sqlite')).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'copies'))).toEqual(['one.sqlite']);

    const refused = await runPreamp(folder, 'restore', 'copies/one.sqlite');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Another Preamp serves .preamp') });
    await request(url, apiKey, create('after'));
    await server.stop();

    // What a killed restore and a broken off import have left.
    writeFileSync(join(folder, '.preamp/restore-1.partial'), 'half');
    writeFileSync(join(folder, '.preamp/import.json'), '{ "Post.jsonl sqlite": 500 }');
    // Where the data were: what came after is gone, and kept aside.
    const restored = await runPreamp(folder, 'restore', 'copies/one.sqlite');
    expect(restored.code).toBe(0);
    const left = readdirSync(join(folder, '.preamp'));
    expect(left.filter((name) => name.includes('partial') || name === 'import.json')).toEqual([]);
    const [, kept] = /before is in (\S+)\./.exec(restored.err) ?? [];
    expect(existsSync(join(folder, kept ?? '', 'data.sqlite'))).toBe(true);
    // On a machine of its own: the same key opens it, and the users are there.
    const elsewhere = createFolder({ 'schema.graphql': schema });
    await runPreamp(elsewhere, 'restore', join(folder, 'copies/one.sqlite'));
    for (const place of [folder, elsewhere]) {
      const again = await startPreamp(place);
      expect(again.ready.apiKey).toBe(apiKey);
      const answer = (await request(again.ready.url, apiKey, titles)) as {
        data: { listPosts: { items: { title: string }[] } };
      };
      const stored = answer.data.listPosts.items.map(({ title }) => title);
      expect(stored).toContain('first');
      expect(stored).not.toContain('after');
      await again.stop();
      expect((await runPreamp(place, 'users', 'list')).out).toContain('ann@x.test');
    }
  });

  it.each([
    ['is no database', 'text', 'is not a backup of Preamp'],
    ['is an empty database', '', 'is not a backup of Preamp'],
  ])('refuses a file that %s, and touches nothing', async (_, content, message) => {
    const folder = createFolder({ 'schema.graphql': schema });
    mkdirSync(join(folder, '.preamp'));
    writeFileSync(join(folder, '.preamp/data.sqlite'), 'whatever');
    writeFileSync(join(folder, 'bad.sqlite'), content);
    const { code, err } = await runPreamp(folder, 'restore', 'bad.sqlite');
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(readFileSync(join(folder, '.preamp/data.sqlite'), 'utf8')).toBe('whatever');
    expect(readdirSync(join(folder, '.preamp')).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('refuses to write into the data folder, and where there is nothing to copy', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    expect((await runPreamp(folder, 'backup', 'one.sqlite')).err).toContain('There is no data folder .preamp.');
    const server = await startPreamp(folder);
    const inside = await runPreamp(folder, 'backup', '.preamp/data.sqlite');
    expect(inside).toMatchObject({ code: 1, err: expect.stringContaining('in the data folder itself') });
    // Beside it, under a name that begins alike.
    expect(await runPreamp(folder, 'backup', '.preamp-copies/one.sqlite')).toMatchObject({ code: 0 });
    await server.stop();
  });

  it('makes scheduled backups as configured', async () => {
    const folder = createFolder({
      'schema.graphql': schema,
      'preamp.config.json': JSON.stringify({ backups: { folder: 'copies', everyHours: 1, keep: 2 } }),
    });
    const server = await startPreamp(folder);
    await server.until(/backup written/);
    const files = readdirSync(join(folder, 'copies'));
    expect(files).toEqual([expect.stringMatching(/^preamp-.*Z\.sqlite$/)]);
    await server.stop();
    expect((await runPreamp(folder, 'restore', join('copies', files[0]!))).code).toBe(0);
  });
});
