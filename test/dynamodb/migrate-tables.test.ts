import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel } from '../../src/ir/data-model.ts';
import { migrateTables } from '../../src/storage/dynamodb/migrate-tables.ts';
import { openClient } from '../../src/storage/dynamodb/open-client.ts';
import { findUnusedIndexes, planTables, type TablePlanOptions } from '../../src/storage/dynamodb/plan-tables.ts';
import { readTable } from '../../src/storage/dynamodb/stored-table.ts';
import type { TableOptions } from '../../src/storage/dynamodb/table-options.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

function modelOf(fields: string): DataModel {
  const text = `type Post @model @auth(rules: [{ allow: public }]) { ${fields} }`;
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }]);
  expect(diagnostics).toEqual([]);
  return model!;
}

const naming = { prefix: 'blog-' };
const table = 'blog-Post';
const plain = 'id: ID! title: String';
const indexed =
  'id: ID! status: String @index(name: "byStatus", sortKeyFields: ["year", "slug"]) year: Int slug: String';

describe.skipIf(!hasDynamodb)('tables that are there', () => {
  let client: DynamoDB;
  beforeAll(async () => {
    client = await openClient(emptyDynamodb());
  });
  afterAll(() => client.destroy());
  beforeEach(async () => {
    const { TableNames = [] } = await client.listTables();
    for (const TableName of TableNames)
      await client.updateTable({ TableName, DeletionProtectionEnabled: false }).catch(() => {});
    for (const TableName of TableNames) await client.deleteTable({ TableName });
    await deploy(plain);
  });

  const plan = (fields: string, settings: TableOptions = {}, options: TablePlanOptions = {}) =>
    planTables(client, modelOf(fields), naming, settings, options);

  /** Deploys, checks that nothing is left to do, and gives what was done. */
  async function deploy(
    fields: string,
    settings: TableOptions = {},
    options: TablePlanOptions = {},
    destructive = false,
  ) {
    const made = await plan(fields, settings, options);
    await migrateTables(client, made, { destructive });
    return made.steps.map(({ impact, description }) => [impact, description]);
  }

  const put = (Item: Parameters<DynamoDB['putItem']>[0]['Item']) => client.putItem({ TableName: table, Item });
  const get = async (id: string) => (await client.getItem({ TableName: table, Key: { id: { S: id } } })).Item;

  test('get an index, and items the attribute it sorts by', async () => {
    await put({ id: { S: '1' }, status: { S: 'OPEN' }, year: { N: '2024' }, slug: { S: 'a' } });
    await put({ id: { S: '2' }, status: { S: 'OPEN' }, year: { N: '2024' } });
    await put({
      id: { S: '3' },
      status: { S: 'OPEN' },
      year: { N: '1' },
      slug: { S: 'x' },
      'year#slug': { S: 'kept' },
    });
    expect(await deploy(indexed)).toEqual([
      ['backfill', 'The index byStatus of blog-Post is created; DynamoDB fills it with the items there are.'],
    ]);
    const { Items = [] } = await client.query({
      TableName: table,
      IndexName: 'byStatus',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'OPEN' } },
    });
    expect(Items.map((item) => [item.id!.S, item['year#slug']!.S])).toEqual([
      ['1', '2024#a'],
      ['3', 'kept'],
    ]);
    expect(await plan(indexed)).toEqual({ steps: [] });
  });

  test('get several indexes, one at a time', async () => {
    const fields = 'id: ID! a: String @index(name: "byA") b: Int @index(name: "byB") c: ID @index(name: "byC")';
    await put({ id: { S: '1' }, a: { S: 'x' }, b: { N: '1' } });
    expect(await deploy(fields)).toHaveLength(3);
    const stored = await readTable(client, table);
    expect(stored!.GlobalSecondaryIndexes!.map(({ IndexStatus }) => IndexStatus)).toEqual([
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
    ]);
    expect(await plan(fields)).toEqual({ steps: [] });
  });

  test('keep indexes of no model, unless they are to go', async () => {
    await deploy(indexed);
    expect(await plan(plain)).toEqual({ steps: [] });
    expect(await findUnusedIndexes(client, modelOf(plain), naming)).toEqual(['blog-Post.byStatus']);
    expect(await deploy(plain, {}, { removeUnusedIndexes: true })).toEqual([
      ['safe', 'The index byStatus of blog-Post is deleted: the data model does not have it.'],
    ]);
    expect((await readTable(client, table))!.GlobalSecondaryIndexes).toBeUndefined();
  });

  test('have an index of another key replaced, with consent', async () => {
    const other = 'id: ID! status: String @index(name: "byStatus", sortKeyFields: ["slug"]) slug: String';
    await deploy(indexed);
    await expect(deploy(other)).rejects.toMatchObject({ code: 'migration-needs-consent' });
    expect((await deploy(other, {}, {}, true)).map(([impact]) => impact)).toEqual(['destructive', 'backfill']);
    const [index] = (await readTable(client, table))!.GlobalSecondaryIndexes!;
    expect(index!.KeySchema!.map(({ AttributeName }) => AttributeName)).toEqual(['status', 'slug']);
  });

  test('are replaced for another primary key: with consent where they have items, and never where the configuration names them', async () => {
    const other = 'isbn: ID! @primaryKey title: String';
    await put({ id: { S: '1' } });
    expect((await plan(other)).steps.map(({ description }) => description)).toEqual([
      'The table blog-Post is deleted: Post has another primary key. All its items are lost.',
      'The table blog-Post is created for the model Post.',
    ]);
    await expect(deploy(other)).rejects.toMatchObject({ code: 'migration-needs-consent' });
    expect(await get('1')).toBeDefined();
    const named = planTables(client, modelOf(other), { names: { Post: table } }, {});
    await expect(named).rejects.toMatchObject({ code: 'table-mismatch' });

    await deploy(other, {}, {}, true);
    expect((await readTable(client, table))!.KeySchema![0]!.AttributeName).toBe('isbn');
    expect((await deploy(plain)).map(([impact]) => impact)).toEqual(['safe', 'safe']);
  });

  test('have a field renamed in all items', async () => {
    for (let n = 0; n < 50; n++) await put({ id: { S: `${n}` }, title: { S: `t${n}` } });
    await put({ id: { S: 'both' }, title: { S: 'old' }, headline: { S: 'new' } });
    const renames = [{ model: 'Post', from: 'title', to: 'headline' }];
    expect(await deploy('id: ID! headline: String', {}, { renames })).toEqual([
      ['backfill', 'The field Post.title is called headline in all items of blog-Post.'],
    ]);
    expect(await get('7')).toEqual({ id: { S: '7' }, headline: { S: 't7' } });
    expect(await get('both')).toEqual({ id: { S: 'both' }, title: { S: 'old' }, headline: { S: 'new' } });
  });

  test.each([
    ['a model', { model: null, from: 'Article', to: 'Post' }],
    ['a field that is still there', { model: 'Post', from: 'title', to: 'id' }],
    ['a field to one that is not there', { model: 'Post', from: 'title', to: 'headline' }],
  ])('are not renamed: %s', async (_, rename) => {
    await expect(plan(plain, {}, { renames: [rename] })).rejects.toMatchObject({ code: 'rename-impossible' });
  });

  test('get settings that are given, and keep the others', async () => {
    const fields = 'id: ID! expiresAt: AWSTimestamp';
    const settings = { deletionProtection: true, timeToLive: { Post: 'expiresAt' } };
    await put({ id: { S: '1' } });
    await expect(deploy(fields, settings)).rejects.toMatchObject({ code: 'migration-needs-consent' });
    expect(await deploy(fields, settings, {}, true)).toEqual([
      ['safe', 'Deletion protection of blog-Post is switched on.'],
      ['destructive', 'Items of blog-Post expire by expiresAt: DynamoDB removes those whose time has passed.'],
    ]);
    expect((await readTable(client, table))!.DeletionProtectionEnabled).toBe(true);
    expect((await client.describeTimeToLive({ TableName: table })).TimeToLiveDescription).toEqual({
      AttributeName: 'expiresAt',
      TimeToLiveStatus: 'ENABLED',
    });
    expect(await plan(fields, settings)).toEqual({ steps: [] });
    expect(await plan(fields)).toEqual({ steps: [] });
    expect(await deploy(fields, { deletionProtection: false })).toEqual([
      ['safe', 'Deletion protection of blog-Post is switched off.'],
    ]);
  });

  test.each([
    ['of another type', { Post: 'title' }],
    ['that is not there', { Post: 'gone' }],
    ['of a model that is not there', { Comment: 'expiresAt' }],
  ])('do not expire by a field %s', async (_, timeToLive) => {
    await expect(plan(plain, { timeToLive })).rejects.toMatchObject({ code: 'time-to-live-invalid' });
  });

  test('may be deployed by two at a time', async () => {
    const model = modelOf(plain);
    const other = { prefix: 'race-' };
    const plans = await Promise.all([planTables(client, model, other, {}), planTables(client, model, other, {})]);
    expect(plans.map(({ steps }) => steps.length)).toEqual([1, 1]);
    await Promise.all(plans.map((each) => migrateTables(client, each, { destructive: false })));
    expect((await readTable(client, 'race-Post'))!.TableStatus).toBe('ACTIVE');
  });
});
