import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Calls of `util` and what they give. */
const utilValues: readonly [string, unknown][] = [
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
  [
    "util.transform.toDynamoDBFilterExpression({ address: { city: { eq: 'Rome' } } })",
    JSON.stringify({
      expression: '(#address.#city = :address_city_eq)',
      expressionNames: { '#address': 'address', '#city': 'city' },
      expressionValues: { ':address_city_eq': { S: 'Rome' } },
    }),
  ],
  [
    "util.transform.toDynamoDBConditionExpression({ n: { between: [1, 2], in: [3], attributeType: 'number' }, not: { s: { beginsWith: 'a' } } })",
    JSON.stringify({
      expression:
        '(#n BETWEEN :n_between_low AND :n_between_high) AND (#n IN (:n_in)) AND (attribute_type(#n, :n_attributeType)) AND (NOT (((begins_with(#s, :s_beginsWith)))))',
      expressionNames: { '#n': 'n', '#s': 's' },
      expressionValues: {
        ':n_between_low': { N: '1' },
        ':n_between_high': { N: '2' },
        ':n_in': { N: '3' },
        ':n_attributeType': { S: 'N' },
        ':s_beginsWith': { S: 'a' },
      },
    }),
  ],
  ["util.dynamodb.toDynamoDB({ a: [null, 'x'] })", { M: { a: { L: [{ NULL: null }, { S: 'x' }] } } }],
  ["util.dynamodb.toBinary('AQ==')", { B: 'AQ==' }],
  ["util.dynamodb.toBinarySet(['AQ=='])", { BS: ['AQ=='] }],
  ["util.dynamodb.toList([1, 'a'])", { L: [{ N: '1' }, { S: 'a' }] }],
  ['util.dynamodb.toMap({ a: 1 })', { M: { a: { N: '1' } } }],
  ['util.dynamodb.toMap(null)', null],
  ["util.dynamodb.toS3Object('k', 'b', 'r', 'v')", { S: '{"s3":{"key":"k","bucket":"b","region":"r","version":"v"}}' }],
];

/** Those that differ from call to call, and their form. */
const utilForms: readonly [string, RegExp][] = [
  ['util.autoId()', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ['util.autoUlid()', /^0[0-9A-HJKMNP-TV-Z]{25}$/],
  ['util.autoKsuid()', /^[0-9A-Za-z]{27}$/],
  ['util.time.nowISO8601()', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  ["util.time.nowFormatted('yyyy')", /^\d{4}$/],
  ['String(util.time.nowEpochSeconds())', /^\d{10}$/],
  ['String(util.time.nowEpochMilliSeconds())', /^\d{13}$/],
  ['String(util.math.randomWithinRange(3, 5))', /^[34]$/],
  ['String(util.math.randomDouble())', /^0(\.\d+)?$|^\d(\.\d+)?e-\d+$/],
];

/** Those that end the function. */
const utilFailures: readonly [string, unknown][] = [
  ["util.error('m', 'T', { d: 1 }, { i: 2 })", { message: 'm', errorType: 'T', data: { d: 1 }, errorInfo: { i: 2 } }],
  ["util.error('m')", { message: 'm', errorType: null, data: null, errorInfo: null }],
  ['util.unauthorized()', 'unauthorized'],
];

/** Requests that the helpers make. */
const requests: readonly [string, unknown][] = [
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
  [
    "ddb.update({ key: { id: '1' }, update: { a: ddb.operations.replace('x'), b: ddb.operations.decrement(), c: ddb.operations.prepend(['y']), d: null } }).update",
    {
      expression:
        'SET #a = :expressionValue_1, #b = if_not_exists(#b, :expressionValue_2) - :expressionValue_3, #c = list_append(:expressionValue_4, if_not_exists(#c, :expressionValue_5)), #d = :expressionValue_6',
      expressionNames: { '#a': 'a', '#b': 'b', '#c': 'c', '#d': 'd' },
      expressionValues: {
        ':expressionValue_1': { S: 'x' },
        ':expressionValue_2': { N: '0' },
        ':expressionValue_3': { N: '1' },
        ':expressionValue_4': { L: [{ S: 'y' }] },
        ':expressionValue_5': { L: [] },
        ':expressionValue_6': { NULL: null },
      },
    },
  ],
  ["ddb.get({ key: { id: '1' }, consistentRead: true }).consistentRead", true],
  ["ddb.batchGet({ tables: { T: { keys: [{ id: '1' }], consistentRead: true } } }).tables.T.consistentRead", true],
  [
    "ddb.batchDelete({ tables: { T: [{ id: '1' }] } })",
    { operation: 'BatchDeleteItem', tables: { T: [{ id: { S: '1' } }] } },
  ],
  [
    "ddb.transactGet({ items: [{ table: 'T', key: { id: '1' } }] })",
    { operation: 'TransactGetItems', transactItems: [{ table: 'T', key: { id: { S: '1' } } }] },
  ],
  ["ddb.toStringSet(['a'])", { SS: ['a'] }],
  ['ddb.toNumberSet([1])', { NS: ['1'] }],
  ["ddb.toBinarySet(['AQ=='])", { BS: ['AQ=='] }],
];

/** What there is no data source for. */
const refused: readonly [string, string][] = [
  ['util.rds.toJsonObject("")', 'util.rds is not available in Preamp, which has no relational data source'],
  [
    'util.transform.toElasticsearchQueryDSL({})',
    'util.transform.toElasticsearchQueryDSL is not available in Preamp, which has no OpenSearch data source',
  ],
  ['ddb.sync({})', 'The sync operation is for versioned tables, which Preamp does not have'],
];

/** What has an effect beside the function's value: it is noted for the host. */
const effects: readonly [string, object][] = [
  ["util.appendError('m', 'T')", { errors: [{ message: 'm', errorType: 'T', data: null, errorInfo: null }] }],
  [
    "util.appendError('m', 'T', { d: 1 }, 2)",
    { errors: [{ message: 'm', errorType: 'T', data: { d: 1 }, errorInfo: 2 }] },
  ],
  ["util.http.addResponseHeader('X-A', { b: 1 })", { headers: { 'x-a': '{"b":1}' } }],
  ["util.http.addResponseHeaders({ 'X-A': 'b', c: 1 })", { headers: { 'x-a': 'b', c: '1' } }],
  ['extensions.setSubscriptionFilter({ f: 1 })', { subscriptionFilter: { f: 1 } }],
  ['extensions.setSubscriptionInvalidationFilter({ f: 1 })', { invalidationFilter: { f: 1 } }],
  [
    "extensions.invalidateSubscriptions({ subscriptionField: 'onX', payload: { a: 1 } })",
    { invalidations: [{ subscriptionField: 'onX', payload: { a: 1 } }] },
  ],
  ["extensions.invalidateSubscriptions({ subscriptionField: 'onX' })", { kind: 'thrown', invalidations: [] }],
  ["extensions.evictFromApiCache('Query', 'f', { a: 1 })", { kind: 'value', value: null }],
  ['runtime.earlyReturn(5)', { kind: 'early', value: 5, skipTo: 'NEXT' }],
  ["runtime.earlyReturn(5, { skipTo: 'END' })", { kind: 'early', value: 5, skipTo: 'END' }],
  ['runtime.earlyReturn()', { kind: 'early', value: null, skipTo: 'NEXT' }],
];

/** Modules of the package for data sources that there are not. */
const importsWithoutDataSource = [
  ['@aws-appsync/utils/rds', 'call a function that connects to the database'],
  ['@aws-appsync/utils/ai', 'addHttpDataSource'],
] as const;

const official = dirname(fileURLToPath(import.meta.resolve('@aws-appsync/utils/lib/index.d.ts')));

/** Every function of the official package's declarations, as resolvers call it. */
function declaredFunctions(): readonly string[] {
  const functionsOf = (file: string, type: string): readonly string[] => {
    const text = readFileSync(join(official, `${file}.d.ts`), 'utf8');
    const body = new RegExp(`type ${type} = \\{\\n([^]*?)\\n\\};`).exec(text)![1]!;
    return [...body.matchAll(/^ {4}(\w+)(?:<|\(|: \()/gm)].map(([, name]) => name!);
  };
  const members: readonly (readonly [string, string, string])[] = [
    ['util', 'index', 'Util'],
    ['util.time', 'time-utils', 'TimeUtils'],
    ['util.dynamodb', 'dynamodb-utils', 'DynamodbUtil'],
    ['util.rds', 'rds-utils', 'RdsUtil'],
    ['util.http', 'http-utils', 'HttpUtils'],
    ['util.xml', 'xml-utils', 'XmlUtils'],
    ['util.transform', 'transform-utils', 'TransformUtils'],
    ['util.math', 'math-utils', 'MathUtils'],
    ['util.str', 'string-utils', 'StringUtils'],
    ['extensions', 'index', 'Extensions'],
    ['runtime', 'index', 'Runtime'],
    ['ddb.operations', 'dynamodb-helpers', 'DynamoDBOperation'],
  ];
  const helpers = readFileSync(join(official, 'dynamodb-helpers.d.ts'), 'utf8').matchAll(
    /^export declare function (\w+)/gm,
  );
  return [
    ...new Set([
      ...members.flatMap(([path, file, type]) => functionsOf(file, type).map((name) => `${path}.${name}`)),
      ...[...helpers].map(([, name]) => `ddb.${name}`),
    ]),
  ];
}

describe('util', () => {
  it.each(effects)('%s is noted', (text, noted) => {
    expect(outcome(text)).toMatchObject(noted);
  });

  it.each(utilValues)('%s', (text, value) => {
    expect(outcome(text)).toMatchObject({ kind: 'value', value });
  });

  it.each(utilForms)('%s differs from call to call, of one form', (text, form) => {
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

  it.each(utilFailures)('%s fails', (text, failure) => {
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

  it.each(refused)('%s says that it is not available', (text, message) => {
    expect(outcome(text)).toMatchObject({ kind: 'thrown', message: `TypeError: ${message}` });
  });
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
  it.each(requests)('%s', (text, value) => {
    expect((outcome(text) as { value?: unknown }).value).toEqual(value);
  });
});

describe('all that the official package declares', () => {
  const tables = [...utilValues, ...utilForms, ...utilFailures, ...requests, ...effects, ...refused];
  const texts = tables.map(([text]) => text).join('\n');

  it.each(declaredFunctions())('%s is in a table above', (name) => {
    expect(texts).toContain(`${name}(`);
  });

  it('is a set of functions that is found', () => {
    expect(declaredFunctions().length).toBeGreaterThan(75);
  });

  it.each([...importsWithoutDataSource])(
    '%s is refused where it is imported, with what to do instead',
    async (path, hint) => {
      const entry = join(folder, 'imports.js');
      writeFileSync(entry, `import * as all from '${path}'; export const request = () => all;`);
      await expect(bundleResolver(entry)).rejects.toThrow(hint);
    },
  );

  it('comes in modules that are all known', () => {
    const files = readdirSync(join(official, '..')).filter((name) => name.endsWith('.d.ts'));
    const known = ['@aws-appsync/utils/dynamodb', ...importsWithoutDataSource.map(([path]) => path)];
    expect(files.map((name) => `@aws-appsync/utils/${name.slice(0, -5)}`).toSorted()).toEqual(known.toSorted());
  });
});
