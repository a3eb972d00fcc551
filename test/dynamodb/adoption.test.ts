import type { AttributeValue, DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { engineSettings } from '../../src/cli/serve/engine-settings.ts';
import { compile } from '../../src/compiler/compile.ts';
import type { Backend } from '../../src/runtime/backend.ts';
import { createBackend } from '../../src/runtime/create-backend.ts';
import { createDynamoDbEngine } from '../../src/storage/dynamodb/dynamodb-engine.ts';
import { type ClientOptions, openClient } from '../../src/storage/dynamodb/open-client.ts';
import { readTable } from '../../src/storage/dynamodb/stored-table.ts';
import { createTestClient, type TestClient } from '../../src/testing/test-client.ts';
import { testIdentity } from '../../src/testing/test-identity.ts';
import { createFolder, runPreamp } from '../cli/preamp-process.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

const schema = `
  type Blog @model @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String!
    posts: [Post] @hasMany(indexName: "byBlog", fields: ["id"])
  }
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String!
    blogID: ID @index(name: "byBlog", sortKeyFields: ["status", "rank"], queryField: "postsByBlog")
    blog: Blog @belongsTo(fields: ["blogID"])
    status: Status
    rank: Int
    meta: AWSJSON
    place: Place
    tags: [String]
  }
  enum Status { DRAFT PUBLISHED }
  type Place { city: String size: Int }
`;
const at = '2021-03-04T05:06:07.089Z';

/** As resolvers of Amplify have written it, and a script of the owner's and DataStore after them. */
const post: Readonly<Record<string, AttributeValue>> = {
  __typename: { S: 'Post' },
  id: { S: 'p1' },
  title: { S: 'Old' },
  blogID: { S: 'b1' },
  status: { S: 'DRAFT' },
  rank: { N: '7' },
  'status#rank': { S: 'DRAFT#7' },
  meta: { M: { deep: { L: [{ N: '1' }, { NULL: true }, { BOOL: true }] } } },
  place: { M: { city: { S: 'Ulm' }, size: { NULL: true }, zip: { S: '89073' } } },
  tags: { L: [{ S: 'a' }, { S: 'b' }] },
  createdAt: { S: at },
  updatedAt: { S: at },
  legacy: { SS: ['x', 'y'] },
  big: { N: '12345678901234567890123456789012345678' },
  _version: { N: '3' },
};
const fields = 'id title status rank meta place { city size } tags createdAt updatedAt blog { name }';

describe.skipIf(!hasDynamodb)('tables that Amplify has made', () => {
  let local: ClientOptions;
  let client: DynamoDB;
  let backend: Backend;
  let api: TestClient;
  const failures: string[] = [];

  beforeEach(async () => {
    local = emptyDynamodb();
    client = await openClient(local);
    await createAmplifyTables(client);
    const { endpoint, region } = local;
    const config = {
      type: 'dynamodb',
      endpoint,
      region,
      apiId: 'abc123',
      env: 'main',
      tables: { Blog: 'OldBlogs' },
    } as const;
    const loaded = { config: { engine: config }, file: null, watch: { files: [], folders: [] } };
    const settings = engineSettings(loaded, {}, { engine: null, tablePrefix: null });
    if (settings.type !== 'dynamodb') throw new Error('The configuration is not understood.');
    const { model } = compile([{ file: 'schema.graphql', text: schema }]);
    const engine = await createDynamoDbEngine({ ...settings, ...settings.client, ...local });
    expect((await engine.plan(model!)).steps).toEqual([]);
    backend = await createBackend({
      model: model!,
      engine,
      authenticator: { authenticate: refuse, authenticateRealtime: refuse },
      invoker: { invoke: refuse, close: async () => {} },
      clock: () => Date.parse('2026-01-01T00:00:00.000Z'),
      ids: () => 'new',
      pageTokenSecret: new Uint8Array(32),
      explain: false,
      log: {
        debug() {},
        info() {},
        warn() {},
        error: (message, details) => failures.push(`${message} ${details?.error}`),
      },
    });
    api = createTestClient(backend, testIdentity({ apiKey: true }), () => failures.splice(0));
  });

  afterEach(async () => {
    await backend.close();
    client.destroy();
    vi.unstubAllEnvs();
  });

  const stored = async (id: string) =>
    (await client.getItem({ TableName: 'Post-abc123-main', Key: { id: { S: id } } })).Item;

  test('are read: by key, by index, through relations and as lists', async () => {
    const shown = {
      id: 'p1',
      title: 'Old',
      status: 'DRAFT',
      rank: 7,
      meta: '{"deep":[1,null,true]}',
      place: { city: 'Ulm', size: null },
      tags: ['a', 'b'],
      createdAt: at,
      updatedAt: at,
      blog: { name: 'First' },
    };
    expect(await api.graphql(`{ getPost(id: "p1") { ${fields} } listPosts { items { ${fields} } } }`)).toEqual({
      data: { getPost: shown, listPosts: { items: [shown] } },
    });
    const key = '{ beginsWith: { status: DRAFT } }';
    const query = `{ postsByBlog(blogID: "b1", statusRank: ${key}) { items { id } } listBlogs { items { posts { items { id } } } } }`;
    expect(await api.graphql(query)).toEqual({
      data: { postsByBlog: { items: [{ id: 'p1' }] }, listBlogs: { items: [{ posts: { items: [{ id: 'p1' }] } }] } },
    });
  });

  test('are written as Amplify would, and what the model does not know is kept', async () => {
    const update = 'mutation { updatePost(input: { id: "p1", title: "New", status: PUBLISHED, rank: 8 }) { title } }';
    expect(await api.graphql(update)).toEqual({ data: { updatePost: { title: 'New' } } });
    expect(await stored('p1')).toEqual({
      ...post,
      title: { S: 'New' },
      status: { S: 'PUBLISHED' },
      rank: { N: '8' },
      'status#rank': { S: 'PUBLISHED#8' },
      updatedAt: { S: '2026-01-01T00:00:00.000Z' },
    });
    const input = `{ title: "T", blogID: "b1", status: DRAFT, rank: 1, meta: "{\\"a\\":[1.5]}", place: { city: "Ulm" }, tags: ["x"] }`;
    await api.graphql(`mutation { createPost(input: ${input}) { id } }`);
    const now = { S: '2026-01-01T00:00:00.000Z' };
    expect(await stored('new')).toEqual({
      __typename: { S: 'Post' },
      id: { S: 'new' },
      title: { S: 'T' },
      blogID: { S: 'b1' },
      status: { S: 'DRAFT' },
      rank: { N: '1' },
      'status#rank': { S: 'DRAFT#1' },
      meta: { M: { a: { L: [{ N: '1.5' }] } } },
      place: { M: { city: { S: 'Ulm' } } },
      tags: { L: [{ S: 'x' }] },
      createdAt: now,
      updatedAt: now,
    });
    expect(await api.graphql('mutation { deletePost(input: { id: "p1" }) { title } }')).toEqual({
      data: { deletePost: { title: 'New' } },
    });
    expect(await stored('p1')).toBeUndefined();
  });

  test('stay as they are', async () => {
    await api.graphql('mutation { updatePost(input: { id: "p1", title: "New" }) { id } }');
    const {
      AttributeDefinitions,
      KeySchema,
      StreamSpecification,
      GlobalSecondaryIndexes = [],
      BillingModeSummary,
    } = (await readTable(client, 'Post-abc123-main'))!;
    expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort()).toEqual(['byBlog', 'byOwner']);
    expect(KeySchema).toEqual([{ AttributeName: 'id', KeyType: 'HASH' }]);
    expect(AttributeDefinitions).toHaveLength(4);
    expect({ StreamSpecification, BillingModeSummary }).toEqual({});
    expect((await client.listTables()).TableNames).toEqual(['OldBlogs', 'Post-abc123-main']);
  });

  test.each([
    ['main', { Blog: 'OldBlogs', Post: 'Post-abc123-main' }, []],
    ['dev', { Blog: 'Blog-def-dev', Post: 'Post-def-dev' }, ['OldBlogs', 'Post']],
  ])('are found by the mappings of the resource file, on branch %s', async (env, tables, missing) => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', local.credentials!.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', local.credentials!.secretAccessKey);
    const { endpoint, region } = local;
    const engine = { type: 'dynamodb', endpoint, region, apiId: 'def', env };
    const mapping = { branchName: 'main', modelNameToTableNameMapping: { Blog: 'OldBlogs', Post: 'Post-abc123-main' } };
    const folder = createFolder({
      'preamp.config.json': JSON.stringify({ engine }),
      'amplify/data/resource.ts': `
        import { defineData } from '@aws-amplify/backend';
        export const data = defineData({
          schema: ${JSON.stringify(schema)},
          migratedAmplifyGen1DynamoDbTableMappings: [${JSON.stringify(mapping)}],
        });`,
    });
    const { code, out } = await runPreamp(folder, 'deploy', '--plan', '--json');
    expect(code).toBe(0);
    const plan = JSON.parse(out);
    expect(plan.tables).toEqual(tables);
    expect(plan.steps).toHaveLength(missing.length);
  });
});

function refuse(): never {
  throw new Error('Nothing asks for this.');
}

/** Two tables of a Gen 1 app, one under a name of its own; billed by provision, without streams, with an index more. */
async function createAmplifyTables(client: DynamoDB): Promise<void> {
  const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
  const Projection = { ProjectionType: 'ALL' } as const;
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' }) as const;
  await client.createTable({
    TableName: 'Post-abc123-main',
    ProvisionedThroughput,
    AttributeDefinitions: [text('id'), text('blogID'), text('status#rank'), text('owner')],
    KeySchema: [hash('id')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byBlog',
        KeySchema: [hash('blogID'), { AttributeName: 'status#rank', KeyType: 'RANGE' }],
        Projection,
        ProvisionedThroughput,
      },
      { IndexName: 'byOwner', KeySchema: [hash('owner')], Projection, ProvisionedThroughput },
    ],
  });
  await client.createTable({
    TableName: 'OldBlogs',
    ProvisionedThroughput,
    AttributeDefinitions: [text('id')],
    KeySchema: [hash('id')],
  });
  await client.putItem({ TableName: 'Post-abc123-main', Item: post });
  const times = { createdAt: { S: at }, updatedAt: { S: at } };
  const blog = { __typename: { S: 'Blog' }, id: { S: 'b1' }, name: { S: 'First' }, ...times };
  await client.putItem({ TableName: 'OldBlogs', Item: blog });
}
