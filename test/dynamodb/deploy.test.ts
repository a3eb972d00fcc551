import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type ClientOptions, openClient } from '../../src/storage/dynamodb/open-client.ts';
import { readTable } from '../../src/storage/dynamodb/stored-table.ts';
import { runPreamp, spawnPreamp, writeFiles } from '../cli/preamp-process.ts';
import { createProject as createDynamodbProject } from './create-project.ts';
import { hasDynamodb } from './dynamodb-local.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID! title: String @index(name: "byTitle") expiresAt: AWSTimestamp
  }
  type Tag @model @auth(rules: [{ allow: public }]) { name: String! @primaryKey }
`;

const createProject = (engine: object = {}, text = schema) => createDynamodbProject(text, engine);

async function withClient<T>(local: ClientOptions, work: (client: DynamoDB) => Promise<T>): Promise<T> {
  const client = await openClient(local);
  try {
    return await work(client);
  } finally {
    client.destroy();
  }
}

describe.skipIf(!hasDynamodb)('preamp deploy', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('says what it would do and does nothing, then does it, and then has nothing to do', async () => {
    const { folder, local } = createProject();
    const deploy = (...args: readonly string[]) => runPreamp(folder, 'deploy', ...args);
    const created = [
      'safe         The table blog-Post is created for the model Post with 1 index.',
      'safe         The table blog-Tag is created for the model Tag.',
    ];
    const planned = await deploy('--plan');
    expect(planned).toMatchObject({ code: 0, out: `${created.join('\n')}\n`, err: '' });
    expect(await withClient(local, (client) => client.listTables())).toMatchObject({ TableNames: [] });

    const done = await deploy();
    expect(done).toMatchObject({ code: 0, out: planned.out });
    expect(done.err).toMatch(/Done: everything can be used\.\n$/);
    expect(JSON.parse((await deploy('--json')).out)).toEqual({
      tables: { Post: 'blog-Post', Tag: 'blog-Tag' },
      steps: [],
    });
  });

  test('makes tables with the settings of flags and configuration', async () => {
    const { folder, local } = createProject({ pointInTimeRecovery: true, deletionProtection: true });
    const flags = ['--no-deletion-protection', '--time-to-live', 'Post=expiresAt', '--encryption', 'aws-managed'];
    const { code } = await runPreamp(folder, 'deploy', ...flags);
    expect(code).toBe(0);
    await withClient(local, async (client) => {
      expect((await readTable(client, 'blog-Post'))!.DeletionProtectionEnabled).toBe(false);
      const { TimeToLiveDescription } = await client.describeTimeToLive({ TableName: 'blog-Post' });
      expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
    });
  });

  test('refuses in a pipe what would lose items, and does it when that is accepted', async () => {
    const { folder, local } = createProject();
    const deploy = (...args: readonly string[]) => runPreamp(folder, 'deploy', ...args);
    await deploy();
    await withClient(local, (client) => client.putItem({ TableName: 'blog-Tag', Item: { name: { S: 'a' } } }));
    writeFiles(folder, { 'schema.graphql': schema.replace('name: String', 'label: String') });
    const refused = await deploy();
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('blog-Tag is deleted: Tag has another primary key. All its items are lost.');
    expect(refused.err).toContain('--accept-data-loss');
    expect((await deploy('--accept-data-loss')).code).toBe(0);
    expect((await deploy('--plan')).err).toContain('There is nothing to do.');
  });

  test('goes on where it was killed', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const { folder, local } = createProject({}, 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! }');
    expect((await runPreamp(folder, 'deploy')).code).toBe(0);
    const indexes = names.map((name) => `${name}: String @index(name: "by_${name}", sortKeyFields: ["x", "y"])`);
    const wide = `type Post @model @auth(rules: [{ allow: public }]) { id: ID! x: Int y: Int ${indexes.join(' ')} }`;
    writeFiles(folder, { 'schema.graphql': wide });
    await withClient(local, async (client) => {
      const items = Array.from({ length: 500 }, (_, n) => ({
        id: { S: `${n}` },
        x: { N: `${n}` },
        y: { N: '1' },
        ...Object.fromEntries(names.map((name) => [name, { S: 'same' }])),
      }));
      await Promise.all(items.map((Item) => client.putItem({ TableName: 'blog-Post', Item })));

      const killed = spawnPreamp(folder, 'deploy');
      await killed.until(/index by_b (creating|being filled)/);
      await killed.stop('SIGKILL');
      const planned = (await runPreamp(folder, 'deploy', '--plan')).out;
      expect(planned).not.toContain('The index by_a of blog-Post is created');
      expect(planned).toContain('The index by_d of blog-Post is created');
      expect((await runPreamp(folder, 'deploy')).code).toBe(0);

      for (const name of names) {
        const { Count } = await client.query({
          TableName: 'blog-Post',
          IndexName: `by_${name}`,
          Select: 'COUNT',
          KeyConditionExpression: '#a = :a',
          ExpressionAttributeNames: { '#a': name },
          ExpressionAttributeValues: { ':a': { S: 'same' } },
        });
        expect(Count).toBe(500);
      }
    });
    expect((await runPreamp(folder, 'deploy', '--plan')).err).toContain('There is nothing to do.');
  });

  test.each([
    ['without a name for tables', { prefix: undefined }, [], 'Nothing says how the table of the model Post is called'],
    ['where nobody answers', { endpoint: 'http://127.0.0.1:9' }, [], 'DynamoDB did not answer a request'],
    ['on SQLite', {}, ['--engine', 'sqlite'], 'SQLite has no tables to deploy'],
    ['with an expiry of no model', {}, ['--time-to-live', 'Pots=expiresAt'], 'Items of Pots cannot expire'],
  ])('refuses %s', async (_, engine, flags, message) => {
    const { folder } = createProject(engine);
    const { code, err } = await runPreamp(folder, 'deploy', ...flags);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) });
  });
});
