import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import type { DataSources } from '../../functions/resolvers/data-source.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import type { StorageEngine, Store } from '../../storage/storage-engine.ts';
import { modelTables } from './model-tables.ts';

let engine: StorageEngine;
let store: Store;
let sources: DataSources;
const secret = new Uint8Array(32).fill(1);

beforeEach(async () => {
  const text = `
    type Post @model @auth(rules: [{ allow: public }]) {
      id: ID!
      title: String
      likes: Int
      meta: AWSJSON
      place: Place
      tags: [String]
      blog: String @index(name: "byBlog", sortKeyFields: ["status", "rank"])
      status: String
      rank: Int
    }
    type Place { lat: Float zone: String }
    type Vote @model @auth(rules: [{ allow: public }]) { who: ID! @primaryKey(sortKeyFields: ["on", "at"]) on: ID! at: Int! up: Boolean }
  `;
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text }], {
    settings: { authModes: ['API_KEY'], defaultAuthMode: 'API_KEY' },
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  engine = createSqliteEngine({ file: ':memory:' });
  await engine.migrate(await engine.plan(model), { destructive: false });
  store = engine.open(model);
  sources = modelTables(model, store, secret);
});

afterEach(async () => {
  await engine.close();
});

const send = async (request: Readonly<Record<string, unknown>>, table = 'PostTable') =>
  sources.tables.get(table)!(request, 'r1');
const ok = (result: unknown) => ({ result, error: null });
const id = (value: string) => ({ id: { S: value } });
const put = (value: string, attributeValues: object) => send({ operation: 'PutItem', key: id(value), attributeValues });
const conditionFailed = {
  message: 'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: r1)',
  type: 'DynamoDB:ConditionalCheckFailedException',
};

describe('PutItem', () => {
  it('creates, and replaces the whole item', async () => {
    expect(await put('1', { title: { S: 'a' }, likes: { N: '1' }, __typename: { S: 'Post' } })).toEqual(
      ok({ id: '1', title: 'a', likes: 1 }),
    );
    await put('1', { title: { S: 'b' }, place: { M: { lat: { N: '1.5' } } }, tags: { SS: ['x'] } });
    expect(await send({ operation: 'GetItem', key: id('1') })).toEqual(
      ok({ id: '1', title: 'b', place: { lat: 1.5 }, tags: ['x'] }),
    );
  });

  it('stores AWSJSON as text, and composite attributes with their parts', async () => {
    const result = {
      id: '1',
      meta: '{"k":1}',
      blog: 'b',
      status: 'on',
      rank: 2,
      'status#rank': 'on#2',
    };
    await put('1', {
      meta: { M: { k: { N: '1' } } },
      blog: { S: 'b' },
      status: { S: 'on' },
      rank: { N: '2' },
      'status#rank': { S: 'forged' },
    });
    expect(await send({ operation: 'GetItem', key: id('1') })).toEqual(ok(result));
  });

  it('refuses what it cannot store', async () => {
    expect((await put('1', { other: { S: 'a' } })).error).toEqual({
      message: "The model Post has no field 'other' that could be stored",
      type: 'DynamoDB:ValidationException',
    });
    expect((await put('1', { likes: { S: 'many' } })).error?.type).toBe('DynamoDB:ValidationException');
    expect((await put('', {})).error?.message).toMatch(/^The provided key element does not match/);
    expect(await send({ operation: 'GetItem', key: id('1') })).toEqual(ok(null));
  });
});

describe('UpdateItem and DeleteItem', () => {
  it('update creates where there is no item', async () => {
    const update = {
      expression: 'SET title = :t ADD likes :one',
      expressionValues: { ':t': { S: 'a' }, ':one': { N: '1' } },
    };
    const request = { operation: 'UpdateItem', key: id('1'), update };
    expect(await send(request)).toMatchObject(ok({ id: '1', title: 'a', likes: 1 }));
    expect(await send(request)).toMatchObject(ok({ id: '1', title: 'a', likes: 2 }));
  });

  it('keep to their condition', async () => {
    await put('1', { likes: { N: '1' } });
    const condition = { expression: 'likes > :n', expressionValues: { ':n': { N: '1' } } };
    const update = { expression: 'REMOVE likes' };
    expect(await send({ operation: 'UpdateItem', key: id('1'), update, condition })).toEqual({
      result: { id: '1', likes: 1 },
      error: conditionFailed,
    });
    expect(await send({ operation: 'DeleteItem', key: id('1'), condition })).toEqual({
      result: { id: '1', likes: 1 },
      error: conditionFailed,
    });
    expect(await send({ operation: 'DeleteItem', key: id('nix'), condition })).toEqual({
      result: null,
      error: conditionFailed,
    });
    expect(await send({ operation: 'DeleteItem', key: id('1') })).toEqual(ok({ id: '1', likes: 1 }));
    expect(await send({ operation: 'DeleteItem', key: id('1') })).toEqual(ok(null));
  });

  it('lose nothing to a writer beside them', async () => {
    await put('1', { likes: { N: '0' } });
    const others = modelTables({ ...(await modelOf()) }, store, secret);
    const request = {
      operation: 'UpdateItem',
      key: id('1'),
      update: { expression: 'SET likes = likes + :one', expressionValues: { ':one': { N: '1' } } },
    };
    const writers = [sources, others].flatMap((each) =>
      Array.from({ length: 20 }, () => each.tables.get('PostTable')!(request, 'r1')),
    );
    expect((await Promise.all(writers)).filter(({ error }) => error !== null)).toEqual([]);
    expect(await send({ operation: 'GetItem', key: id('1') })).toEqual(ok({ id: '1', likes: 40 }));
  });

  it('refuse to change the key', async () => {
    const update = { expression: 'SET id = :t', expressionValues: { ':t': { S: '2' } } };
    expect((await send({ operation: 'UpdateItem', key: id('1'), update })).error?.message).toMatch(/of the key/);
  });
});

async function modelOf() {
  const text = 'type Post @model @auth(rules: [{ allow: public }]) { id: ID! likes: Int }';
  return compile([{ file: 'schema.graphql', text }], {
    settings: { authModes: ['API_KEY'], defaultAuthMode: 'API_KEY' },
  }).model!;
}

describe('composite keys', () => {
  it('are given by their fields or by the composite attribute', async () => {
    const key = { who: { S: 'ann' }, on: { S: 'p' }, at: { N: '7' } };
    await send({ operation: 'PutItem', key, attributeValues: { up: { BOOL: true } } }, 'VoteTable');
    const item = ok({ who: 'ann', on: 'p', at: 7, 'on#at': 'p#7', up: true });
    expect(await send({ operation: 'GetItem', key }, 'VoteTable')).toEqual(item);
    expect(
      await send({ operation: 'GetItem', key: { who: { S: 'ann' }, 'on#at': { S: 'p#7' } } }, 'VoteTable'),
    ).toEqual(item);
    const update = { expression: 'SET up = :no', expressionValues: { ':no': { BOOL: false } } };
    expect(await send({ operation: 'UpdateItem', key, update }, 'VoteTable')).toMatchObject({ result: { up: false } });
  });
});

describe('Query and Scan', () => {
  beforeEach(async () => {
    for (const [name, status, rank] of [
      ['1', 'off', 1],
      ['2', 'on', 1],
      ['3', 'on', 2],
      ['4', 'on', 3],
    ]) {
      await put(String(name), { blog: { S: 'b' }, status: { S: String(status) }, rank: { N: String(rank) } });
    }
  });
  const ids = (answer: { result: unknown }) =>
    (answer.result as { items: { id: string }[] }).items.map((each) => each.id);

  it('query a composite index with a filter, backwards, a projection and pages', async () => {
    const request = {
      operation: 'Query',
      index: 'byBlog',
      query: {
        expression: 'blog = :b AND begins_with(#s, :on)',
        expressionNames: { '#s': 'status#rank' },
        expressionValues: { ':b': { S: 'b' }, ':on': { S: 'on#' } },
      },
      filter: { expression: '#r <> :two', expressionNames: { '#r': 'rank' }, expressionValues: { ':two': { N: '2' } } },
      scanIndexForward: false,
      limit: 1,
      projection: { expression: 'id' },
    };
    const first = await send(request);
    expect(first).toEqual(ok({ items: [{ id: '4' }], nextToken: expect.any(String), scannedCount: 1 }));
    const { nextToken } = first.result as { nextToken: string };
    expect(ids(await send({ ...request, nextToken }))).toEqual(['2']);
  });

  it('scan with a filter and pages', async () => {
    const request = {
      operation: 'Scan',
      limit: 2,
      filter: { expression: '#s = :on', expressionNames: { '#s': 'status' }, expressionValues: { ':on': { S: 'on' } } },
    };
    const first = await send(request);
    const { nextToken } = first.result as { nextToken: string };
    const second = await send({ ...request, nextToken });
    expect([...ids(first), ...ids(second)].sort()).toEqual(['2', '3', '4']);
    expect(second.result).toMatchObject({ nextToken: null });
    expect((await send({ operation: 'Scan', index: 'byBlog' })).error?.message).toMatch(/Scans of an index/);
    expect((await send({ operation: 'Scan', index: 'none' })).error?.message).toMatch(/does not have the index/);
  });
});

describe('batches and transactions', () => {
  it('put, get and delete many items', async () => {
    const tables = { PostTable: [{ ...id('1'), title: { S: 'a' } }, { ...id('2') }] };
    expect(await send({ operation: 'BatchPutItem', tables })).toEqual(
      ok({ data: { PostTable: [{ id: '1', title: 'a' }, { id: '2' }] }, unprocessedItems: { PostTable: [] } }),
    );
    const keys = { PostTable: { keys: [id('2'), id('nix'), id('1')] } };
    expect(await send({ operation: 'BatchGetItem', tables: keys })).toEqual(
      ok({ data: { PostTable: [{ id: '2' }, null, { id: '1', title: 'a' }] }, unprocessedKeys: { PostTable: [] } }),
    );
    expect(await send({ operation: 'BatchDeleteItem', tables: { PostTable: [id('2'), id('nix')] } })).toEqual(
      ok({ data: { PostTable: [{ id: '2' }, { id: 'nix' }] }, unprocessedKeys: { PostTable: [] } }),
    );
    const transactItems = [
      { table: 'PostTable', key: id('1') },
      { table: 'PostTable', key: id('2') },
    ];
    expect(await send({ operation: 'TransactGetItems', transactItems })).toEqual(
      ok({ items: [{ id: '1', title: 'a' }, null] }),
    );
    const tooMany = Array.from({ length: 26 }, (_, i) => id(String(i)));
    expect((await send({ operation: 'BatchPutItem', tables: { PostTable: tooMany } })).error?.message).toMatch(
      /at most 25/,
    );
    expect(
      (await send({ operation: 'BatchPutItem', tables: { PostTable: [id('1'), id('1')] } })).error?.message,
    ).toMatch(/duplicates/);
    expect((await send({ operation: 'BatchPutItem', tables: { Other: [id('1')] } })).error?.message).toMatch(
      /no table/,
    );
  });

  it('write all members of a transaction, or none', async () => {
    await put('1', { likes: { N: '1' } });
    const isLiked = { expression: 'likes > :n', expressionValues: { ':n': { N: '0' } } };
    const transaction = (checked: string) =>
      send({
        operation: 'TransactWriteItems',
        transactItems: [
          { table: 'PostTable', operation: 'ConditionCheck', key: id(checked), condition: isLiked },
          { table: 'PostTable', operation: 'PutItem', key: id('2'), attributeValues: { title: { S: 'two' } } },
          { table: 'PostTable', operation: 'DeleteItem', key: id('3') },
        ],
      });
    const failed = await transaction('nix');
    expect(failed.error?.type).toBe('DynamoDB:TransactionCanceledException');
    expect(failed.result).toMatchObject({
      cancellationReasons: [{ type: 'ConditionalCheckFailed' }, { type: 'None' }, { type: 'None' }],
    });
    expect(await send({ operation: 'GetItem', key: id('2') })).toEqual(ok(null));
    expect(await transaction('1')).toEqual(
      ok({ keys: [{ id: '1' }, { id: '2' }, { id: '3' }], cancellationReasons: null }),
    );
    expect(await send({ operation: 'GetItem', key: id('2') })).toEqual(ok({ id: '2', title: 'two' }));
    expect(await send({ operation: 'GetItem', key: id('1') })).toEqual(ok({ id: '1', likes: 1 }));
  });

  it('refuses other operations', async () => {
    expect((await send({ operation: 'Sync' })).error?.message).toBe("Unsupported operation 'Sync' on PostTable");
  });
});
