import { existsSync, readFileSync, statSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localCertificate } from '../../src/server/local-certificate.ts';
import { createFolder, request, runPreamp, spawnPreamp, startPreamp, writeFiles } from './preamp-process.ts';

const schema = 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String }';
const resource = `
  import { a, defineData } from '@aws-amplify/backend';
  const schema = a.schema({
    Note: a.model({ text: a.string() }).authorization((allow) => [allow.publicApiKey(), allow.owner()]),
  });
  export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'apiKey' } });
`;

describe('preamp start', () => {
  it('prints exactly one JSON line when ready, serves, and stops on SIGTERM', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { ready, stop } = await startPreamp(folder);
    expect(ready).toEqual({
      event: 'ready',
      url: expect.stringMatching(/^http:\/\/localhost:\d+\/graphql$/),
      realtimeUrl: expect.stringMatching(/^ws:\/\/localhost:\d+\/graphql\/realtime$/),
      region: 'us-east-1',
      apiKey: expect.stringMatching(/^da2-[a-z2-7]{26}$/),
      userPoolId: expect.stringMatching(/^us-east-1_\w{9}$/),
      userPoolClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
      identityPoolId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/),
    });
    const created = await request(
      ready.url,
      ready.apiKey,
      'mutation { createPost(input: { id: "1", title: "a" }) { title } }',
    );
    expect(created).toEqual({ data: { createPost: { title: 'a' } } });
    const { code, out, err } = await stop();
    expect({ code, lines: out.split('\n').length - 1 }).toEqual({ code: 0, lines: 1 });
    for (const line of err.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
  });

  it('keeps keys and data over a restart with a changed schema', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const first = await startPreamp(folder, '--data', 'db');
    await request(
      first.ready.url,
      first.ready.apiKey,
      'mutation { createPost(input: { id: "1", title: "a" }) { id } }',
    );
    await first.stop();
    writeFiles(folder, { 'schema.graphql': schema.replace('title: String', 'title: String rating: Int') });
    const second = await startPreamp(folder, '--data', 'db');
    expect({ ...second.ready, url: '', realtimeUrl: '' }).toEqual({ ...first.ready, url: '', realtimeUrl: '' });
    const read = await request(second.ready.url, second.ready.apiKey, '{ getPost(id: "1") { title rating } }');
    expect(read).toEqual({ data: { getPost: { title: 'a', rating: null } } });
  });

  it('refuses a schema that would lose data, until it may', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const first = await startPreamp(folder);
    await request(
      first.ready.url,
      first.ready.apiKey,
      'mutation { createPost(input: { id: "1", title: "a" }) { id } }',
    );
    await first.stop();
    writeFiles(folder, { 'schema.graphql': schema.replace(' title: String', '') });
    const refused = await runPreamp(folder, 'start', '--port', '0');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/✖ The new data model would lose data:\n.*title/);
    expect(refused.err).toContain('--accept-data-loss');
    const allowed = await startPreamp(folder, '--accept-data-loss');
    const read = await request(allowed.ready.url, allowed.ready.apiKey, '{ getPost(id: "1") { id } }');
    expect(read).toEqual({ data: { getPost: { id: '1' } } });
  });

  it('serves a resource file on its own, in memory, and writes nothing', async () => {
    const folder = createFolder({ 'resource.ts': resource });
    const { ready } = await startPreamp(folder, '--schema', 'resource.ts', '--data', ':memory:');
    const created = await request(
      ready.url,
      ready.apiKey,
      'mutation { createNote(input: { text: "a" }) { text owner } }',
    );
    expect(created).toEqual({ data: { createNote: { text: 'a', owner: null } } });
    expect(existsSync(join(folder, '.preamp'))).toBe(false);
  });

  it('says nothing of a user pool where the project has none', async () => {
    const folder = createFolder({
      'amplify/backend.ts':
        "import { defineBackend } from '@aws-amplify/backend';\nimport { data } from './data/resource';\ndefineBackend({ data });",
      'amplify/data/resource.ts': resource.replace(', allow.owner()', ''),
    });
    const { ready } = await startPreamp(folder);
    expect(Object.keys(ready)).toEqual(['event', 'url', 'realtimeUrl', 'region', 'apiKey']);
  });

  it('takes its settings from a configuration in TypeScript', async () => {
    const folder = createFolder({
      'model/a.graphql': schema,
      'config/preamp.config.ts': `
        import { defineConfig } from 'preamp';
        export default defineConfig({
          schema: '../model', dataDir: '../data',
          authorization: { apiKeys: [{ name: 'site', key: 'da2-site' }] },
        });`,
    });
    const { ready } = await startPreamp(folder, '--config', 'config/preamp.config.ts');
    expect(await request(ready.url, 'da2-site', '{ listPosts { items { id } } }')).toEqual({
      data: { listPosts: { items: [] } },
    });
    expect(existsSync(join(folder, 'data/data.sqlite'))).toBe(true);
  });

  it('answers TLS on its port with a configured certificate', async () => {
    const folder = createFolder({
      'schema.graphql': schema,
      'preamp.config.json': '{"tls":{"certificate":"tls/server.pem","key":"tls/server-key.pem"}}',
    });
    const { authorityFile } = await localCertificate({ folder: join(folder, 'tls'), clock: Date.now });
    const { ready } = await startPreamp(folder);
    const ca = readFileSync(authorityFile, 'utf8');
    const status = await new Promise((done, fail) => {
      get(ready.url.replace('http:', 'https:').replace('graphql', 'health'), { ca }, (response) => {
        response.resume();
        done(response.statusCode);
      }).once('error', fail);
    });
    expect(status).toBe(200);
    expect((await fetch(ready.url.replace('graphql', 'health'))).status).toBe(200);
  });

  it('takes certificate and key from the command line, and only both', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { authorityFile } = await localCertificate({ folder: join(folder, 'tls'), clock: Date.now });
    const half = await runPreamp(folder, 'start', '--tls-cert', 'tls/server.pem');
    expect(half).toMatchObject({ code: 1, err: expect.stringContaining('Give both --tls-cert and --tls-key.') });
    const { ready } = await startPreamp(folder, '--tls-cert', 'tls/server.pem', '--tls-key', 'tls/server-key.pem');
    const url = ready.url.replace('http:', 'https:').replace('graphql', 'health');
    const status = await new Promise((done, fail) => {
      get(url, { ca: readFileSync(authorityFile, 'utf8') }, (response) => {
        response.resume();
        done(response.statusCode);
      }).once('error', fail);
    });
    expect(status).toBe(200);
  });

  it('keeps its data folder from being committed, read by others, or served twice', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { stop } = await startPreamp(folder);
    expect(readFileSync(join(folder, '.preamp/.gitignore'), 'utf8')).toBe('*\n');
    expect(statSync(join(folder, '.preamp')).mode & 0o777).toBe(0o700);
    const second = await runPreamp(folder, 'start', '--port', '0');
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining('✖ Another Preamp serves .preamp.') });
    // A process that was killed leaves no lock behind.
    await stop('SIGKILL');
    await startPreamp(folder);
  });

  it('refuses a port that is in use', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { ready } = await startPreamp(folder);
    const { port } = new URL(ready.url);
    const second = await runPreamp(folder, 'start', '--port', port, '--data', 'other');
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(`✖ Port ${port} of 127.0.0.1 is in use.`) });
  });

  it('runs the functions of a Gen 2 backend, which may call the API', async () => {
    const folder = createFolder({
      'amplify/backend.ts':
        "import { defineBackend } from '@aws-amplify/backend';\nimport { data } from './data/resource';\ndefineBackend({ data });",
      'amplify/data/resource.ts': `
        import { a, defineData, defineFunction } from '@aws-amplify/backend';
        const shout = defineFunction({ entry: './shout.ts', environment: { MARK: '!' } });
        const schema = a.schema({
          Note: a.model({ text: a.string() }).authorization((allow) => [allow.publicApiKey()]),
          shout: a.query().arguments({ text: a.string() }).returns(a.string())
            .authorization((allow) => [allow.publicApiKey()]).handler(a.handler.function(shout)),
        }).authorization((allow) => [allow.resource(shout).to(['query'])]);
        export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'apiKey' } });`,
      'amplify/data/shout.ts': `
        export const handler = async (event: { arguments: { text: string } }) =>
          [event.arguments.text.toUpperCase() + process.env.MARK, process.env.AMPLIFY_DATA_GRAPHQL_ENDPOINT].join(' ');`,
    });
    const { ready } = await startPreamp(folder);
    const answer = await request(ready.url, ready.apiKey, '{ shout(text: "hey") }');
    expect(answer).toEqual({ data: { shout: `HEY! ${ready.url}` } });
  });
});

describe('preamp keys', () => {
  it('lists, adds and revokes keys, also of a server that runs', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { ready } = await startPreamp(folder);
    const added = await runPreamp(folder, 'keys', 'add', 'site', '--days', '30');
    const key = added.out.trim();
    expect(key).toMatch(/^da2-[a-z2-7]{26}$/);
    const list = () => request(ready.url, key, '{ listPosts { items { id } } }');
    await expect.poll(list).toEqual({ data: { listPosts: { items: [] } } });
    const { out } = await runPreamp(folder, 'keys', 'list', '--json');
    expect(JSON.parse(out)).toMatchObject([{ name: 'default' }, { name: 'site', revoked: false }]);
    expect(out).not.toContain(key);
    expect(readFileSync(join(folder, '.preamp/api-keys.json'), 'utf8')).not.toContain(key);
    expect((await runPreamp(folder, 'keys', 'revoke', 'site')).code).toBe(0);
    await expect.poll(list).toMatchObject({ errors: [{ errorType: 'UnauthorizedException' }] });
    expect(await runPreamp(folder, 'keys', 'revoke', 'site')).toMatchObject({
      code: 1,
      err: expect.stringContaining("There is no API key named 'site'."),
    });
  });

  it('has nothing to list before there is a data folder', async () => {
    const listed = await runPreamp(createFolder(), 'keys', 'list');
    expect(listed).toMatchObject({ code: 1, err: expect.stringContaining('Run `preamp sandbox` once') });
  });
});

it('ends a start that is told to stop before it is ready', async () => {
  const preamp = spawnPreamp(createFolder({ 'schema.graphql': schema }), 'start', '--port', '0');
  setTimeout(() => preamp.child.kill('SIGTERM'), 50);
  expect((await preamp.finished).out).not.toContain('"event"');
});
