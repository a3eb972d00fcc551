import { fileURLToPath } from 'node:url';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFunctionInvoker } from '../../src/functions/create-function-invoker.ts';
import type { FunctionInvoker, Invocation } from '../../src/functions/function-invoker.ts';
import { openFunctions } from '../../src/functions/open-functions.ts';
import { apiKey } from '../scenarios/identities.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

const entry = fileURLToPath(new URL('../resolvers/samples/as-told.js', import.meta.url));
const id = (value: string) => ({ id: { S: value } });
const item = (value: string, likes: number) => ({ ...id(value), author: { S: 'ann' }, likes: { N: String(likes) } });

describe.skipIf(!hasDynamodb)('resolvers of a table that no model is kept in', () => {
  let client: DynamoDB;
  let invoker: FunctionInvoker;
  const printed: string[] = [];

  beforeAll(async () => {
    const { endpoint, region, credentials } = emptyDynamodb();
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials!.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials!.secretAccessKey);
    client = new DynamoDB({ endpoint: endpoint!, region: region!, credentials: credentials! });
    await client.createTable({
      TableName: 'Old-Notes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'author', AttributeType: 'S' },
        { AttributeName: 'likes', AttributeType: 'N' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byAuthor',
          KeySchema: [
            { AttributeName: 'author', KeyType: 'HASH' },
            { AttributeName: 'likes', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
    await client.createTable({
      TableName: 'Counted',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'code', AttributeType: 'B' },
        { AttributeName: 'n', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'code', KeyType: 'HASH' },
        { AttributeName: 'n', KeyType: 'RANGE' },
      ],
    });
    const address = { tableName: 'Old-Notes', region: region!, endpoint: endpoint! };
    invoker = createFunctionInvoker({
      functions: openFunctions({ functions: [], folder: '', log: () => {} }),
      log: ({ text }) => printed.push(text),
      resolvers: {
        dataSources: [
          { name: 'Old', kind: 'table', address },
          { name: 'None', kind: 'table', address: { ...address, tableName: 'None' } },
          { name: 'Nowhere', kind: 'table', address: { ...address, endpoint: 'http://127.0.0.1:1' } },
        ],
        pageTokens: {
          seal: (position, context) => `${JSON.stringify(position)} ${context}`,
          open: (token, context) => {
            if (!token.endsWith(context)) throw new Error('of another query');
            return JSON.parse(token.slice(0, token.length - context.length));
          },
        },
      },
    });
  });

  afterAll(async () => {
    await invoker?.close();
    client?.destroy();
    vi.unstubAllEnvs();
  });

  async function ask(request: object, dataSource = 'Old'): Promise<{ result: unknown; error: unknown }> {
    const invocation: Invocation = {
      typeName: 'Query',
      fieldName: 'ask',
      arguments: { request },
      source: null,
      identity: apiKey,
      headers: {},
      requestId: 'request-1',
      variables: {},
      selectionSetList: [],
      selectionSetGraphQL: '',
    };
    return (await invoker.invoke([{ kind: 'ResolverHandler', dataSource, entry }], invocation)) as never;
  }
  const result = async (request: object) => {
    const { result: given, error } = await ask(request);
    expect(error).toBeNull();
    return given;
  };

  it('writes and reads items of every type', async () => {
    const attributeValues = {
      s: { S: 'text' },
      n: { N: '1.5' },
      b: { B: 'AQI=' },
      bool: { BOOL: false },
      nil: { NULL: null },
      list: { L: [{ S: 'x' }, { M: { deep: { N: '2' } } }] },
      ss: { SS: ['a'] },
      ns: { NS: ['3'] },
      bs: { BS: ['AQ=='] },
    };
    const plain = {
      id: 'all',
      ...{ s: 'text', n: 1.5, b: 'AQI=', bool: false, nil: null, list: ['x', { deep: 2 }] },
      ...{ ss: ['a'], ns: [3], bs: ['AQ=='] },
    };
    expect(await result({ operation: 'PutItem', key: id('all'), attributeValues })).toEqual(plain);
    expect(await result({ operation: 'GetItem', key: id('all'), consistentRead: true })).toEqual(plain);
    const projection = { expression: '#s, #l', expressionNames: { '#s': 's', '#l': 'list' } };
    expect(await result({ operation: 'GetItem', key: id('all'), projection })).toEqual({ s: 'text', list: plain.list });
    expect(await result({ operation: 'DeleteItem', key: id('all') })).toEqual(plain);
    expect(await result({ operation: 'GetItem', key: id('all') })).toBeNull();
  });

  it('updates under a condition, and shows what stands in the way', async () => {
    const update = {
      expression: 'SET #l = if_not_exists(#l, :zero) + :one',
      expressionNames: { '#l': 'likes' },
      expressionValues: { ':zero': { N: '0' }, ':one': { N: '1' } },
    };
    const below = { expression: 'attribute_not_exists(#l) OR #l < :max', expressionNames: { '#l': 'likes' } };
    const condition = { ...below, expressionValues: { ':max': { N: '2' } } };
    const like = { operation: 'UpdateItem', key: id('u'), update, condition };
    expect(await result(like)).toEqual({ id: 'u', likes: 1 });
    expect(await result(like)).toEqual({ id: 'u', likes: 2 });
    expect(await ask(like)).toEqual({
      result: { id: 'u', likes: 2 },
      error: {
        type: 'DynamoDB:ConditionalCheckFailedException',
        message: expect.stringMatching(
          /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: /,
        ),
      },
    });
  });

  it('queries an index page by page, and scans with a filter', async () => {
    await result({ operation: 'DeleteItem', key: id('u') });
    await result({ operation: 'BatchPutItem', tables: { 'Old-Notes': [item('1', 3), item('2', 5), item('3', 4)] } });
    const query = {
      expression: '#a = :a',
      expressionNames: { '#a': 'author' },
      expressionValues: { ':a': { S: 'ann' } },
    };
    const request = { operation: 'Query', index: 'byAuthor', query, limit: 2, scanIndexForward: false };
    const first = (await result(request)) as { items: { id: string }[]; nextToken: string };
    expect(first).toMatchObject({ items: [{ id: '2' }, { id: '3' }], scannedCount: 2, nextToken: expect.any(String) });
    const { nextToken } = first;
    expect(await result({ ...request, limit: 5, nextToken })).toEqual({
      items: [{ id: '1', author: 'ann', likes: 3 }],
      nextToken: null,
      scannedCount: 1,
    });
    expect(await ask({ ...request, scanIndexForward: true, nextToken })).toEqual({
      result: null,
      error: { type: 'DynamoDB:ValidationException', message: 'Invalid pagination token given.' },
    });
    const filter = { expression: 'likes > :l', expressionValues: { ':l': { N: '4' } } };
    expect(await result({ operation: 'Scan', filter })).toEqual({
      items: [{ id: '2', author: 'ann', likes: 5 }],
      nextToken: null,
      scannedCount: 3,
    });
  });

  it('reads and deletes many at once', async () => {
    const keys = [id('3'), id('nix'), id('1')];
    const projection = { expression: 'id, likes' };
    expect(await result({ operation: 'BatchGetItem', tables: { 'Old-Notes': { keys, projection } } })).toEqual({
      data: { 'Old-Notes': [{ id: '3', likes: 4 }, null, { id: '1', likes: 3 }] },
      unprocessedKeys: { 'Old-Notes': [] },
    });
    expect(await result({ operation: 'BatchDeleteItem', tables: { 'Old-Notes': [id('3')] } })).toEqual({
      data: { 'Old-Notes': [{ id: '3' }] },
      unprocessedKeys: { 'Old-Notes': [] },
    });
  });

  it('finds items of a batch by keys that come back in another form: bytes, and numbers', async () => {
    const key = (n: string) => ({ code: { B: 'YQ==' }, n: { N: n } });
    await result({ operation: 'BatchPutItem', tables: { Counted: [{ ...key('1'), text: { S: 'one' } }] } });
    const keys = [key('2'), key('1.0')];
    expect(await result({ operation: 'BatchGetItem', tables: { Counted: { keys } } })).toEqual({
      data: { Counted: [null, { code: 'YQ==', n: 1, text: 'one' }] },
      unprocessedKeys: { Counted: [] },
    });
  });

  it('writes all of a transaction or nothing, and reads in one', async () => {
    const table = 'Old-Notes';
    const condition = { expression: 'attribute_exists(id)' };
    const check = (key: string) => ({ table, operation: 'ConditionCheck', key: id(key), condition });
    const update = { expression: 'SET likes = :n', expressionValues: { ':n': { N: '9' } } };
    const transactItems = [
      { table, operation: 'PutItem', key: id('t'), attributeValues: { likes: { N: '1' } } },
      { table, operation: 'UpdateItem', key: id('1'), update },
      { table, operation: 'DeleteItem', key: id('2') },
    ];
    const failed = await ask({ operation: 'TransactWriteItems', transactItems: [...transactItems, check('nix')] });
    expect(failed).toMatchObject({
      result: { keys: null, cancellationReasons: [{ type: 'None' }, {}, {}, { type: 'ConditionalCheckFailed' }] },
      error: { type: 'DynamoDB:TransactionCanceledException' },
    });
    expect(await result({ operation: 'TransactWriteItems', transactItems })).toEqual({
      keys: [{ id: 't' }, { id: '1' }, { id: '2' }],
      cancellationReasons: null,
    });
    const read = ['t', '1', '2'].map((key) => ({ table, key: id(key) }));
    expect(await result({ operation: 'TransactGetItems', transactItems: read })).toEqual({
      items: [{ id: 't', likes: 1 }, { id: '1', author: 'ann', likes: 9 }, null],
    });
  });

  it('tells of what is wrong with a request, and not where the table is', async () => {
    expect(await ask({ operation: 'Sync' })).toEqual({
      result: null,
      error: { type: 'DynamoDB:ValidationException', message: "Unsupported operation 'Sync' on Old-Notes" },
    });
    expect(await ask({ operation: 'GetItem', key: { id: 'plain' } })).toMatchObject({
      error: { type: 'DynamoDB:ValidationException', message: expect.stringContaining('util.dynamodb.toMapValues') },
    });
    expect(await ask({ operation: 'GetItem', key: id('1') }, 'None')).toMatchObject({
      error: { type: 'DynamoDB:ResourceNotFoundException' },
    });
    const { error } = await ask({ operation: 'GetItem', key: id('1') }, 'Nowhere');
    expect(error).toMatchObject({ message: 'The table could not be asked. The log has the details.' });
    expect(printed.join()).toContain('ECONNREFUSED');
  });
});
