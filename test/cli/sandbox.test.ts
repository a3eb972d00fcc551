import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createFolder, type PreampProcess, request, spawnPreamp, writeFiles } from './preamp-process.ts';

const schema = 'type Post @model @auth(rules: [{ allow: public }]) {\n  id: ID!\n  title: String\n}\n';
const backend =
  "import { defineBackend } from '@aws-amplify/backend';\nimport { data } from './data/resource';\ndefineBackend({ data });\n";
const resource = (fields: string) => `
  import { a, defineData } from '@aws-amplify/backend';
  import { title } from './title';
  const schema = a.schema({ Post: a.model({ title, ${fields} }).authorization((allow) => [allow.publicApiKey()]) });
  export const data = defineData({ schema, authorizationModes: { defaultAuthorizationMode: 'apiKey' } });
`;
const title = "import { a } from '@aws-amplify/backend';\nexport const title = a.string();\n";

interface Sandbox extends PreampProcess {
  readonly url: string;
  readonly apiKey: string;
}

async function startSandbox(folder: string, ...args: readonly string[]): Promise<Sandbox> {
  const preamp = spawnPreamp(folder, 'sandbox', '--port', '0', ...args);
  await preamp.until(/Watching for file changes/);
  const [, url] = await preamp.until(/GraphQL +(\S+)/);
  const [, apiKey] = await preamp.until(/API key +(\S+)/);
  return { ...preamp, url: url!, apiKey: apiKey! };
}

/** A save as editors do it: a new file takes the place of the old one. */
function save(folder: string, path: string, text: string): void {
  writeFileSync(join(folder, `${path}.tmp`), text);
  renameSync(join(folder, `${path}.tmp`), join(folder, path));
}

const fieldsOfPost = async ({ url, apiKey }: Sandbox): Promise<readonly string[]> => {
  const query = '{ __type(name: "Post") { fields { name } } }';
  const answer = (await request(url, apiKey, query)) as { data: { __type: { fields: { name: string }[] } } };
  return answer.data.__type.fields.map(({ name }) => name);
};

describe('preamp sandbox', () => {
  it('says what it made, and writes outputs that name the same', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder);
    expect(sandbox.out()).toContain('  Post  getPost listPosts createPost updatePost deletePost onCreatePost');
    expect(sandbox.out()).toMatch(/API key +da2-\S+ {2}expires \d{4}-\d\d-\d\d\n/);
    const outputs = JSON.parse(readFileSync(join(folder, 'amplify_outputs.json'), 'utf8'));
    expect(outputs).toMatchObject({
      version: 'local-1.4',
      data: {
        url: sandbox.url.replace('http:', 'HTTP:'),
        api_key: sandbox.apiKey,
        default_authorization_type: 'API_KEY',
      },
      Auth: { Cognito: { userPoolEndpoint: sandbox.url.replace('graphql', '') } },
    });
    expect(Object.keys(outputs.data.model_introspection.models)).toEqual(['Post']);
  });

  it('serves a saved schema and keeps the data', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder);
    await request(sandbox.url, sandbox.apiKey, 'mutation { createPost(input: { id: "1", title: "a" }) { id } }');
    const start = performance.now();
    save(folder, 'schema.graphql', schema.replace('title: String', 'title: String\n  rating: Int'));
    await expect.poll(() => fieldsOfPost(sandbox), { interval: 5, timeout: 5_000 }).toContain('rating');
    const latency = performance.now() - start;
    const read = await request(sandbox.url, sandbox.apiKey, '{ getPost(id: "1") { title rating } }');
    expect(read).toEqual({ data: { getPost: { title: 'a', rating: null } } });
    await sandbox.until(/✔ \+ Post\.rating/);
    const outputs = readFileSync(join(folder, 'amplify_outputs.json'), 'utf8');
    expect(JSON.parse(outputs).data.model_introspection.models.Post.fields).toHaveProperty('rating');
    // Loose, because other tests run beside it; about 60 ms alone.
    expect(latency).toBeLessThan(3_000);
  });

  it('keeps connections and their subscriptions when the schema changes', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder);
    let closed = 0;
    const client = createClient({
      url: `${sandbox.url.replace('http:', 'ws:')}/realtime`,
      webSocketImpl: WebSocket,
      connectionParams: { 'x-api-key': sandbox.apiKey },
      retryAttempts: 0,
      on: { closed: () => closed++ },
    });
    onTestFinished(async () => client.dispose());
    const titles: unknown[] = [];
    client.subscribe<{ onCreatePost: { title: string } }>(
      { query: 'subscription { onCreatePost { id title createdAt updatedAt } }' },
      {
        next: ({ data }) => titles.push(data?.onCreatePost.title),
        error: (error) => titles.push(error),
        complete() {},
      },
    );
    const create = (title: string) =>
      request(
        sandbox.url,
        sandbox.apiKey,
        `mutation { createPost(input: { title: "${title}" }) { id title createdAt updatedAt } }`,
      );
    // The subscription has begun when the first event arrives.
    await expect
      .poll(async () => {
        await create('before');
        return titles.length;
      })
      .toBeGreaterThan(0);
    save(folder, 'schema.graphql', schema.replace('title: String', 'title: String\n  rating: Int'));
    await sandbox.until(/✔ \+ Post\.rating/);
    await create('after');
    await expect.poll(() => titles.at(-1)).toBe('after');
    expect(closed).toBe(0);
  });

  it('keeps serving the last good revision after a bad save, and says where it is bad', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder);
    save(folder, 'schema.graphql', schema.replace('title: String', 'title: Strng'));
    await sandbox.until(/The last good revision keeps serving/);
    expect(sandbox.err()).toContain('  schema.graphql:3:10\n');
    expect(sandbox.err()).toContain('    3 │   title: Strng\n      │          ^^^^^\n');
    expect(sandbox.err()).toContain('Did you mean "String"?');
    expect(await fieldsOfPost(sandbox)).toContain('title');
    save(folder, 'schema.graphql', schema.replace('title: String', 'title: String\n  rating: Int'));
    await expect.poll(() => fieldsOfPost(sandbox), { timeout: 5_000 }).toContain('rating');
  });

  it('stops before a change that would lose data', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder);
    await request(sandbox.url, sandbox.apiKey, 'mutation { createPost(input: { id: "1", title: "a" }) { id } }');
    save(folder, 'schema.graphql', schema.replace('  title: String\n', ''));
    await sandbox.until(/The new data model would lose data:\n.*title.*The last good revision keeps serving/s);
    const read = await request(sandbox.url, sandbox.apiKey, '{ getPost(id: "1") { title } }');
    expect(read).toEqual({ data: { getPost: { title: 'a' } } });
  });

  it('follows exactly the modules a Gen 2 backend reads', async () => {
    const folder = createFolder({
      'amplify/backend.ts': backend,
      'amplify/data/resource.ts': resource(''),
      'amplify/data/title.ts': title,
      'amplify/data/unread.ts': '',
    });
    const sandbox = await startSandbox(folder);
    save(folder, 'amplify/data/unread.ts', 'export {};');
    save(folder, 'amplify/data/title.ts', title.replace('string()', 'string().required()'));
    await sandbox.until(/✔ ~ Post\.title/);
    expect(sandbox.out()).not.toContain('unread.ts');
    save(folder, 'amplify/data/resource.ts', resource('rating: a.integer('));
    await sandbox.until(/amplify\/data\/resource\.ts:\d+:\d+.*The last good revision keeps serving/s);
    save(folder, 'amplify/data/resource.ts', resource('rating: a.integer()'));
    await expect.poll(() => fieldsOfPost(sandbox), { timeout: 5_000 }).toContain('rating');
  });

  it('takes GraphQL files that appear in a schema folder', async () => {
    const folder = createFolder({ 'amplify/backend/api/blog/schema/a.graphql': schema });
    const sandbox = await startSandbox(folder);
    const file = 'amplify/backend/api/blog/schema/b.graphql';
    writeFiles(folder, { [file]: 'extend type Post { rating: Int }' });
    await expect.poll(() => fieldsOfPost(sandbox), { timeout: 5_000 }).toContain('rating');
  });

  it('waits for a valid schema where there is none at first', async () => {
    const folder = createFolder({ 'schema.graphql': 'type Post @mode { id: ID! }' });
    const preamp = spawnPreamp(folder, 'sandbox', '--port', '0');
    await preamp.until(/Waiting for a change/);
    save(folder, 'schema.graphql', schema);
    await preamp.until(/Watching for file changes/);
  });

  it('takes the next port when its own is in use, and says so', async () => {
    const blocker = createServer().listen(20002, '127.0.0.1');
    onTestFinished(() => void blocker.close());
    // Somebody else may have the port already: that serves as well.
    await new Promise((done) => blocker.once('listening', done).once('error', done));
    const sandbox = spawnPreamp(createFolder({ 'schema.graphql': schema }), 'sandbox', '--once');
    await sandbox.until(/Port 20002 is in use; this sandbox has 200\d\d\./);
  });

  it('runs a command beside it, and ends with it', async () => {
    const folder = createFolder({
      'schema.graphql': schema,
      'app.mjs':
        "import { existsSync } from 'node:fs';\nconsole.log('app', existsSync('amplify_outputs.json'));\nprocess.exitCode = 3;",
    });
    const { code, out } = await spawnPreamp(folder, 'sandbox', '--port', '0', '--', process.execPath, 'app.mjs')
      .finished;
    expect({ code, out: /app .*/.exec(out)?.[0] }).toEqual({ code: 1, out: 'app true' });
  });

  it('takes the command beside it along when it stops', async () => {
    const folder = createFolder({
      'schema.graphql': schema,
      'app.mjs':
        "process.on('SIGTERM', () => { console.log('app ends'); process.exit(); });\nsetInterval(() => {}, 1000);\nconsole.log('app runs');",
    });
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0', '--', process.execPath, 'app.mjs');
    await sandbox.until(/app runs/);
    const { code, out } = await sandbox.stop('SIGINT');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('app ends') });
  });

  it('ends without an error when Ctrl+C ends both', async () => {
    const folder = createFolder({
      'schema.graphql': schema,
      'app.mjs':
        "process.on('SIGINT', () => process.exit(130));\nsetInterval(() => {}, 1000);\nconsole.log('app runs', process.pid);",
    });
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0', '--', process.execPath, 'app.mjs');
    const [, pid] = await sandbox.until(/app runs (\d+)/);
    process.kill(Number(pid), 'SIGINT');
    expect((await sandbox.stop('SIGINT')).code).toBe(0);
  });

  it('answers TLS beside plain HTTP with a certificate of its own', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const sandbox = await startSandbox(folder, '--tls');
    const ca = readFileSync(join(folder, '.preamp/tls/ca.pem'), 'utf8');
    const status = await new Promise((done, fail) => {
      get(sandbox.url.replace('http:', 'https:').replace('graphql', 'health'), { ca }, (response) => {
        response.resume();
        done(response.statusCode);
      }).once('error', fail);
    });
    expect(status).toBe(200);
    expect(await fieldsOfPost(sandbox)).toContain('title');
  });

  it('writes no outputs where the configuration forbids it', async () => {
    const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': '{"outputs":{"write":false}}' });
    await startSandbox(folder);
    expect(existsSync(join(folder, 'amplify_outputs.json'))).toBe(false);
  });
});
