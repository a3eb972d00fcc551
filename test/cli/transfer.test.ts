import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { createClient } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createFolder, request, runPreamp, spawnPreamp, startPreamp, writeFiles } from './preamp-process.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String! meta: AWSJSON }
  type Tag @model(timestamps: null) @auth(rules: [{ allow: public }]) { id: ID! name: String }
`;
const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => `${JSON.stringify({ id: `p${i}`, title: `t${i}`, meta: '{"a":1}' })}\n`).join(
    '',
  );
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').sort();

describe('preamp export and import', { timeout: 90_000 }, () => {
  it.each(['jsonl', 'dynamodb'])('carries everything over as %s', async (format) => {
    const from = createFolder({
      'schema.graphql': schema,
      'in/Post.jsonl': lines(1234),
      'in/Tag.jsonl': '{"id":"1"}\n',
    });
    const imported = await runPreamp(from, 'import', 'in');
    expect(imported).toMatchObject({ code: 0, err: 'Post: 1234 items\nTag: 1 item\n' });
    const exported = await runPreamp(from, 'export', 'out', '--format', format);
    expect(exported.code).toBe(0);
    expect(readdirSync(join(from, 'out')).sort()).toEqual(['Post.jsonl', 'Tag.jsonl']);
    if (format === 'jsonl')
      expect(linesOf(join(from, 'out/Post.jsonl'))).toEqual(lines(1234).trimEnd().split('\n').sort());

    const to = createFolder({ 'schema.graphql': schema });
    expect((await runPreamp(to, 'import', join(from, 'out'))).code).toBe(0);
    await runPreamp(to, 'export', 'out', '--format', format);
    for (const name of ['Post.jsonl', 'Tag.jsonl']) {
      expect(linesOf(join(to, 'out', name))).toEqual(linesOf(join(from, 'out', name)));
    }
  });

  it('reads an export of DynamoDB as S3 has it', async () => {
    const item = { Item: { id: { S: '1' }, name: { S: 'n' }, __typename: { S: 'Tag' }, old: { N: '1' } } };
    const folder = createFolder({ 'schema.graphql': schema });
    const place = join(folder, 'in/Tag-abc123-main/AWSDynamoDB/01/data');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'x.json.gz'), gzipSync(`${JSON.stringify(item)}\n`));
    writeFileSync(join(place, '../manifest-files.json'), '{}');
    const { code, err } = await runPreamp(folder, 'import', 'in');
    expect({ code, err }).toEqual({ code: 0, err: 'Tag: 1 item\n⚠ Tag has no field old: left out of 1 item.\n' });
    await runPreamp(folder, 'export', 'out');
    expect(readFileSync(join(folder, 'out/Tag.jsonl'), 'utf8')).toBe('{"id":"1","name":"n"}\n');
  });

  it('names the line that holds no item, and goes on behind what is stored', async () => {
    const good = lines(600);
    const folder = createFolder({ 'schema.graphql': schema, 'in/Post.jsonl': `${good}{"id":"x","title":7}\n` });
    const failed = await runPreamp(folder, 'import', 'in');
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('in/Post.jsonl:601: The line holds no item of the model: title must be a string.');
    const again = await runPreamp(folder, 'import', 'in');
    expect(again.err).toContain(':601:');
    writeFiles(folder, { 'in/Post.jsonl': good });
    expect(await runPreamp(folder, 'import', 'in')).toMatchObject({ code: 0, err: 'Post: 600 items\n' });
  });

  it('goes on with an export that was killed', async () => {
    const folder = createFolder({ 'schema.graphql': schema, 'in/Post.jsonl': lines(60_000) });
    expect((await runPreamp(folder, 'import', 'in')).code).toBe(0);
    const first = spawnPreamp(folder, 'export', 'out');
    const state = join(folder, 'out/.partial/state.json');
    await expect
      .poll(() => existsSync(state) && readFileSync(state, 'utf8').includes('"bytes"'), {
        interval: 2,
        timeout: 60_000,
      })
      .toBe(true);
    await first.stop('SIGKILL');
    const second = await runPreamp(folder, 'export', 'out');
    expect(second.err).toContain('Going on with the export that was broken off.');
    const ids = linesOf(join(folder, 'out/Post.jsonl')).map((line) => JSON.parse(line).id as string);
    expect(new Set(ids).size).toBe(60_000);
    expect(ids).toHaveLength(60_000);
    expect(existsSync(join(folder, 'out/.partial'))).toBe(false);
  });

  it('brings items to the server that runs: each publishes exactly one event', { timeout: 120_000 }, async () => {
    const post = (id: string, title: string) => `${JSON.stringify({ id, title })}\n`;
    const folder = createFolder({ 'schema.graphql': schema, 'in/Post.jsonl': post('a', '1') + post('b', '1') });
    const server = await startPreamp(folder);
    const { url, realtimeUrl, apiKey } = server.ready;
    const client = createClient({
      url: realtimeUrl,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-api-key': apiKey },
      retryAttempts: 0,
    });
    onTestFinished(async () => client.dispose());
    const events: string[] = [];
    let heard = () => {};
    for (const kind of ['Create', 'Update']) {
      client.subscribe<Record<string, { id: string; title: string }>>(
        { query: `subscription { on${kind}Post { id title } }` },
        {
          next: ({ data }) => {
            const { id, title } = data![`on${kind}Post`]!;
            events.push(`${kind} ${id} ${title}`);
            heard();
          },
          error: () => {},
          complete: () => {},
        },
      );
    }
    const create = (id: string) =>
      request(url, apiKey, `mutation { createPost(input: { id: "${id}", title: "end" }) { id title } }`);
    /** Events up to the next create, before which all earlier ones arrive; creates repeat until one is heard. */
    const eventsUntil = async (id: string) => {
      for (let n = 0; !events.some((event) => event.startsWith(`Create ${id}`)); n++) {
        const arrived = new Promise<void>((resolve) => {
          heard = resolve;
        });
        await create(`${id}${n}`);
        await Promise.race([arrived, setTimeout(200)]);
      }
      return events.splice(0).filter((event) => !event.endsWith('end'));
    };
    expect(await eventsUntil('ready')).toEqual([]);

    const imported = await runPreamp(folder, 'import', 'in');
    expect(imported).toMatchObject({ code: 0, err: expect.stringContaining('Post: 2 items') });
    expect((await eventsUntil('first')).sort()).toEqual(['Create a 1', 'Create b 1']);
    writeFiles(folder, { 'in/Post.jsonl': post('a', '1') + post('b', '2') + post('c', '1') });
    expect((await runPreamp(folder, 'import', 'in')).code).toBe(0);
    expect((await eventsUntil('second')).sort()).toEqual(['Create c 1', 'Update b 2']);
    writeFiles(folder, { 'in/Post.jsonl': '{"id":"x","title":7}\n' });
    expect(await runPreamp(folder, 'import', 'in')).toMatchObject({ code: 1, err: expect.stringContaining(':1:') });

    const post404 = (authorization: string) =>
      fetch(new URL('/_preamp/items', url), { method: 'POST', headers: { authorization }, body: '{}' });
    const elsewhere = await fetch(new URL('/_preamp/other', url), { method: 'POST', body: '{}' });
    const notThere = (await elsewhere.text()).replace('/_preamp/other', '/_preamp/items');
    for (const authorization of ['', `Bearer ${apiKey}`]) {
      const answer = await post404(authorization);
      expect([answer.status, await answer.text()]).toEqual([404, notThere]);
    }
    expect(statSync(join(folder, '.preamp/server.json')).mode & 0o777).toBe(0o600);
    await server.stop();
    expect(existsSync(join(folder, '.preamp/server.json'))).toBe(false);
  });
});
