import { afterEach, describe, expect, test, vi } from 'vitest';
import { request, runPreamp, spawnPreamp, startPreamp, writeFiles } from '../cli/preamp-process.ts';
import { createProject } from './create-project.ts';
import { hasDynamodb } from './dynamodb-local.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    blog: String @index(name: "byBlog", queryField: "postsByBlog")
  }
`;
const create = (id: string) => `mutation { createPost(input: { id: "${id}", title: "t", blog: "b" }) { id title } }`;

describe.skipIf(!hasDynamodb)('serving tables of DynamoDB', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('start refuses tables that are missing, and serves those that deploy made, on two nodes', async () => {
    const { folder } = createProject(schema);
    const refused = await runPreamp(folder, 'start', '--port', '0');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('The table blog-Post is created for the model Post with 1 index.');
    expect(refused.err).toContain('preamp deploy');

    expect(await runPreamp(folder, 'deploy')).toMatchObject({ code: 0 });
    const [first, second] = [await startPreamp(folder, '--data', 'one'), await startPreamp(folder, '--data', 'two')];
    expect(await request(first.ready.url, first.ready.apiKey, create('1'))).toEqual({
      data: { createPost: { id: '1', title: 't' } },
    });
    expect(await request(second.ready.url, second.ready.apiKey, create('1'))).toMatchObject({
      data: { createPost: null },
      errors: [{ errorType: 'DynamoDB:ConditionalCheckFailedException' }],
    });
    const read = '{ getPost(id: "1") { title } postsByBlog(blog: "b") { items { id } nextToken } }';
    expect(await request(second.ready.url, second.ready.apiKey, read)).toEqual({
      data: { getPost: { title: 't' }, postsByBlog: { items: [{ id: '1' }], nextToken: null } },
    });
    await Promise.all([first.stop(), second.stop()]);
  });

  test('what DynamoDB refuses is said in its words', async () => {
    const { folder } = createProject(schema);
    await runPreamp(folder, 'deploy');
    const { ready, stop } = await startPreamp(folder);
    const send = (input: string) => request(ready.url, ready.apiKey, `mutation { createPost(input: ${input}) { id } }`);
    expect(await send('{ blog: "" }')).toMatchObject({
      data: { createPost: null },
      errors: [
        {
          errorType: 'DynamoDB:DynamoDbException',
          message: expect.stringMatching(
            /cannot contain an empty string value\. IndexName: byBlog, IndexKey: blog \(Service: DynamoDb, Status Code: 400/,
          ),
        },
      ],
    });
    expect(await send(`{ title: "${'x'.repeat(410 * 1024)}" }`)).toMatchObject({
      errors: [
        {
          errorType: 'DynamoDB:DynamoDbException',
          message: expect.stringContaining('Item size has exceeded the maximum allowed size'),
        },
      ],
    });
    await stop();
  });

  test('a sandbox makes its tables, and follows a change of the schema', async () => {
    const { folder } = createProject(schema, { prefix: undefined });
    const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0', '--engine', 'dynamodb', '--table-prefix', 'dev-');
    await sandbox.until(/Watching for file changes/);
    writeFiles(folder, { 'schema.graphql': `${schema} type Tag @model @auth(rules: [{ allow: public }]) { id: ID! }` });
    await sandbox.until(/Tag/);
    await sandbox.stop();
    const { out } = await runPreamp(folder, 'deploy', '--plan', '--json', '--table-prefix', 'dev-');
    const plan = JSON.parse(out) as { tables: object; steps: unknown };
    expect(plan).toEqual({ tables: { Post: 'dev-Post', Tag: 'dev-Tag' }, steps: [] });
  });

  test('backups of the configuration are refused', async () => {
    const { folder, config } = createProject(schema);
    writeFiles(folder, { 'preamp.config.json': JSON.stringify({ ...config, backups: { folder: 'backups' } }) });
    const { code, err } = await runPreamp(folder, 'start', '--port', '0');
    expect(code).toBe(1);
    expect(err).toContain('The items are not in the data folder');
  });
});
