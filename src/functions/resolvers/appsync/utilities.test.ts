import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleResolver } from '../bundle-resolver.ts';
import { ResolverSandbox } from '../resolver-sandbox.ts';

let sandbox: ResolverSandbox;
let code: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'utilities-'));
  const entry = join(folder, 'evaluate.js');
  writeFileSync(
    entry,
    `import { util, extensions, runtime } from '@aws-appsync/utils';
     import * as ddb from '@aws-appsync/utils/dynamodb';
     export function request(ctx) { return Function('util', 'ddb', 'runtime', 'extensions', 'return ' + ctx.args.text)(util, ddb, runtime, extensions); }`,
  );
  const engine = await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'));
  sandbox = new ResolverSandbox(engine, { timeout: 1_000, memory: 32 * 1024 * 1024 });
  code = (await bundleResolver(entry)).code;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function outcome(text: string) {
  const context = JSON.stringify({ arguments: { text }, stash: {} });
  return sandbox.run({ entry: 'evaluate', code, name: 'request', authType: 'API Key Authorization', context }).outcome;
}

describe('util', () => {
  it.each<[string, unknown]>([
    ["util.base64Encode('Grüße, 世界')", Buffer.from('Grüße, 世界').toString('base64')],
    ["util.base64Decode(util.base64Encode('Grüße, 世界'))", 'Grüße, 世界'],
    ["util.base64Decode('YQ')", 'a'],
    ["util.urlEncode('a b&c=d/é')", 'a+b%26c%3Dd%2F%C3%A9'],
    ["util.urlDecode('a+b%26c')", 'a b&c'],
    [`util.escapeJavaScript('say "hi"\\n')`, 'say \\"hi\\"\\n'],
    ["util.matches('^a*b$', 'aaab')", true],
    ["util.matches('^a*b$', 'abc')", false],
    ['util.authType()', 'API Key Authorization'],
    ['util.isNull(undefined)', true],
    ["util.isNullOrEmpty('')", true],
    ["util.isNullOrBlank(' ')", true],
    ['util.defaultIfNull(null, 4)', 4],
    ['util.math.roundNum(2.5)', 3],
    ['util.math.minVal(2, 1)', 1],
    ['util.math.maxVal(2, 1)', 2],
    ["util.xml.toMap('<a><b>1</b></a>')", { a: { b: 1 } }],
    ["util.xml.toJsonString('<a>x</a>')", '{"a":"x"}'],
    ["util.xml.toJsonString('<a>x</a>', true)", '"{\\"a\\":\\"x\\"}"'],
    ["util.str.normalize('e\\u0301', 'nfc')", 'é'],
    ["util.time.parseISO8601ToEpochMilliSeconds('2024-05-01T12:00:00.500Z')", 1714564800500],
    ['util.time.epochMilliSecondsToSeconds(1714564800999)', 1714564800],
    ['util.time.epochMilliSecondsToISO8601(1714564800500)', '2024-05-01T12:00:00.500Z'],
    ["util.time.epochMilliSecondsToFormatted(1714564800000, 'yyyy-MM-dd HH:mm:ssZ')", '2024-05-01 12:00:00+0000'],
    [
      "util.time.epochMilliSecondsToFormatted(1714564800000, \"EEE, d MMM yy 'at' h:mm a XXX\", 'Europe/Berlin')",
      'Wed, 1 May 24 at 2:00 PM +02:00',
    ],
    ["util.time.parseFormattedToEpochMilliSeconds('2024-05-01 12:00:00Z', 'yyyy-MM-dd HH:mm:ssX')", 1714564800000],
    [
      "util.time.parseFormattedToEpochMilliSeconds('01.05.2024 14:00', 'dd.MM.yyyy HH:mm', 'Europe/Berlin')",
      1714564800000,
    ],
    [
      "util.dynamodb.toMapValues({ s: 'a', n: 1, b: true, z: null, l: [1], m: { k: 'v' }, t: util.dynamodb.toStringSet(['x']) })",
      {
        s: { S: 'a' },
        n: { N: '1' },
        b: { BOOL: true },
        z: { NULL: null },
        l: { L: [{ N: '1' }] },
        m: { M: { k: { S: 'v' } } },
        t: { SS: ['x'] },
      },
    ],
    [
      "[util.dynamodb.toString('a'), util.dynamodb.toNumber(2), util.dynamodb.toBoolean(false)]",
      [{ S: 'a' }, { N: '2' }, { BOOL: false }],
    ],
    [
      '[util.dynamodb.toNumberSet([1]), util.dynamodb.toNull(), util.dynamodb.toString(null)]',
      [{ NS: ['1'] }, { NULL: null }, null],
    ],
    ["util.dynamodb.fromS3ObjectJson(util.dynamodb.toS3Object('k', 'b', 'r').S).s3.key", 'k'],
    [
      "JSON.parse(util.transform.toDynamoDBFilterExpression({ title: { contains: 'x' }, or: [{ n: { gt: 1 } }, { n: { attributeExists: false } }] }))",
      {
        expression: '(contains(#title, :title_contains)) AND (((#n > :n_gt)) OR ((attribute_not_exists(#n))))',
        expressionNames: { '#title': 'title', '#n': 'n' },
        expressionValues: { ':title_contains': { S: 'x' }, ':n_gt': { N: '1' } },
      },
    ],
    [
      "util.transform.toSubscriptionFilter({ a: { eq: 1 }, or: [{ b: { gt: 2 } }, { c: { in: [3] } }], skip: { eq: 0 } }, ['skip'], { r: { ne: 'x' } })",
      {
        filterGroup: [
          {
            filters: [
              { fieldName: 'a', operator: 'eq', value: 1 },
              { fieldName: 'b', operator: 'gt', value: 2 },
              { fieldName: 'r', operator: 'ne', value: 'x' },
            ],
          },
          {
            filters: [
              { fieldName: 'a', operator: 'eq', value: 1 },
              { fieldName: 'c', operator: 'in', value: [3] },
              { fieldName: 'r', operator: 'ne', value: 'x' },
            ],
          },
        ],
      },
    ],
    ["util.http.copyHeaders({ a: '1', Authorization: 'x' })", { a: '1' }],
  ])('%s', (text, value) => {
    expect(outcome(text)).toMatchObject({ kind: 'value', value });
  });

  it.each([
    ['util.autoId()', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['util.autoUlid()', /^0[0-9A-HJKMNP-TV-Z]{25}$/],
    ['util.autoKsuid()', /^[0-9A-Za-z]{27}$/],
    ['util.time.nowISO8601()', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
    ["util.time.nowFormatted('yyyy')", /^\d{4}$/],
    ['String(util.time.nowEpochSeconds())', /^\d{10}$/],
    ['String(util.time.nowEpochMilliSeconds())', /^\d{13}$/],
    ['String(util.math.randomWithinRange(3, 5))', /^[34]$/],
    ['String(util.math.randomDouble())', /^0(\.\d+)?$|^\d(\.\d+)?e-\d+$/],
  ])('%s differs from call to call, of one form', (text, form) => {
    const { kind, value } = outcome(text) as { kind: string; value: string };
    expect(kind).toBe('value');
    expect(value).toMatch(form);
  });

  it('orders ULIDs and KSUIDs by time', () => {
    const { value } = outcome('[util.autoUlid(), util.autoKsuid()]') as unknown as { value: [string, string] };
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const time = [...value[0].slice(0, 10)].reduce((sum, digit) => sum * 32 + alphabet.indexOf(digit), 0);
    expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    ["util.error('m', 'T', { d: 1 }, { i: 2 })", { message: 'm', errorType: 'T', data: { d: 1 }, errorInfo: { i: 2 } }],
    ["util.error('m')", { message: 'm', errorType: null, data: null, errorInfo: null }],
    ['util.unauthorized()', 'unauthorized'],
  ])('%s fails', (text, failure) => {
    expect(outcome(text)).toMatchObject({ kind: 'failed', failure });
  });

  it('notes errors, filters and early returns', () => {
    expect(
      outcome(
        "(util.appendError('m', 'T'), extensions.setSubscriptionFilter({ f: 1 }), extensions.setSubscriptionInvalidationFilter({ g: 1 }), extensions.invalidateSubscriptions({ subscriptionField: 'onX', payload: { a: 1 } }), runtime.earlyReturn(5, { skipTo: 'END' }))",
      ),
    ).toEqual({
      kind: 'early',
      value: 5,
      skipTo: 'END',
      stash: {},
      errors: [{ message: 'm', errorType: 'T', data: null, errorInfo: null }],
      subscriptionFilter: { f: 1 },
      invalidationFilter: { g: 1 },
      invalidations: [{ subscriptionField: 'onX', payload: { a: 1 } }],
      headers: {},
    });
    expect(outcome('1')).toMatchObject({
      errors: [],
      subscriptionFilter: null,
      invalidationFilter: null,
      invalidations: [],
    });
  });

  it.each(['util.rds.toJsonObject("")', 'util.transform.toElasticsearchQueryDSL({})'])(
    '%s says that it is not available',
    (text) => {
      expect(outcome(text)).toMatchObject({ kind: 'thrown', message: expect.stringContaining('is not available') });
    },
  );
});

describe('the sandbox', () => {
  it.each([
    ['(() => { for (;;); })()', 'It ran longer than it may.'],
    ["'x'.repeat(2 ** 29)", 'InternalError: out of memory'],
    ['(function again() { again(); })()', 'InternalError: stack overflow'],
    ["/(a+)+$/.test('a'.repeat(40) + 'b')", 'It ran longer than it may.'],
  ])('ends %s, and goes on', (text, message) => {
    expect(outcome(text)).toEqual({ kind: 'exhausted', message });
    expect(outcome('1')).toMatchObject({ kind: 'value', value: 1 });
  });
});

describe('@aws-appsync/utils/dynamodb', () => {
  it.each<[string, unknown]>([
    ["ddb.get({ key: { id: '1' } })", { operation: 'GetItem', key: { id: { S: '1' } } }],
    [
      "ddb.get({ key: { id: '1' }, projection: ['a', 'b.c'] }).projection",
      { expression: '#a, #b.#c', expressionNames: { '#a': 'a', '#b': 'b', '#c': 'c' } },
    ],
    [
      "ddb.put({ key: { id: '1' }, item: { n: 2 }, condition: { id: { attributeExists: false } } })",
      {
        operation: 'PutItem',
        key: { id: { S: '1' } },
        attributeValues: { n: { N: '2' } },
        condition: {
          expression: '(attribute_not_exists(#id))',
          expressionNames: { '#id': 'id' },
          expressionValues: {},
        },
      },
    ],
    ["ddb.remove({ key: { id: '1' } })", { operation: 'DeleteItem', key: { id: { S: '1' } } }],
    [
      "ddb.update({ key: { id: '1' }, update: { a: 'x', b: ddb.operations.increment(2), c: ddb.operations.remove(), d: { e: ddb.operations.add(1) } } }).update",
      {
        expression:
          'SET #a = :expressionValue_1, #b = if_not_exists(#b, :expressionValue_2) + :expressionValue_3, #d.#e = :expressionValue_4 REMOVE #c',
        expressionNames: { '#a': 'a', '#b': 'b', '#c': 'c', '#d': 'd', '#e': 'e' },
        expressionValues: {
          ':expressionValue_1': { S: 'x' },
          ':expressionValue_2': { N: '0' },
          ':expressionValue_3': { N: '2' },
          ':expressionValue_4': { N: '1' },
        },
      },
    ],
    [
      "ddb.update({ key: { id: '1' }, update: { l: ddb.operations.append([1]), m: [ddb.operations.updateListItem('x', 2)] } }).update.expression",
      'SET #l = list_append(if_not_exists(#l, :expressionValue_1), :expressionValue_2), #m[2] = :expressionValue_3',
    ],
    [
      "ddb.query({ query: { a: { eq: 'x' }, b: { between: [1, 2] } }, index: 'i', limit: 3, scanIndexForward: false, nextToken: null })",
      {
        operation: 'Query',
        query: {
          expression: '(#a = :a_eq) AND (#b BETWEEN :b_between_low AND :b_between_high)',
          expressionNames: { '#a': 'a', '#b': 'b' },
          expressionValues: { ':a_eq': { S: 'x' }, ':b_between_low': { N: '1' }, ':b_between_high': { N: '2' } },
        },
        index: 'i',
        limit: 3,
        scanIndexForward: false,
      },
    ],
    ['ddb.scan({ limit: 2 })', { operation: 'Scan', limit: 2 }],
    [
      "ddb.batchGet({ tables: { T: { keys: [{ id: '1' }] } } })",
      { operation: 'BatchGetItem', tables: { T: { keys: [{ id: { S: '1' } }] } } },
    ],
    [
      "ddb.batchPut({ tables: { T: [{ id: '1' }] } })",
      { operation: 'BatchPutItem', tables: { T: [{ id: { S: '1' } }] } },
    ],
    [
      "ddb.transactWrite({ items: [{ deleteItem: { table: 'T', key: { id: '1' } } }, { conditionCheck: { table: 'T', key: { id: '2' }, condition: { n: { eq: 1 } } } }] }).transactItems.map((item) => item.operation)",
      ['DeleteItem', 'ConditionCheck'],
    ],
  ])('%s', (text, value) => {
    expect((outcome(text) as { value?: unknown }).value).toEqual(value);
  });
});
