import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder, request, spawnPreamp, startPreamp } from './preamp-process.ts';

const resource = `
  import { a, defineData, defineFunction, secret } from '@aws-amplify/backend';
  export const greeter = defineFunction({
    name: 'greeter', entry: './greeter.ts', timeoutSeconds: 20,
    environment: { MARK: '!', KEY: secret('GREETER_KEY'), NONE: secret('GREETER_NONE') },
  });
  const open = (type) => type.authorization((allow) => [allow.publicApiKey()]);
  const schema = a.schema({
    greet: open(a.query()).arguments({ name: a.string() }).returns(a.string()).handler(a.handler.function(greeter)),
    viaResolver: open(a.query()).arguments({ name: a.string() }).returns(a.string())
      .handler(a.handler.custom({ dataSource: 'GreeterSource', entry: './via.js' })),
    fetched: open(a.query()).returns(a.string())
      .handler(a.handler.custom({ dataSource: 'Web', entry: './fetch.js' })),
    ofTable: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'oldtable', entry: './fetch.js' })),
    ofConfigured: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'Elsewhere', entry: './via.js' })),
    ofDatabase: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'Reports', entry: './fetch.js' })),
    ofEvents: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'Events', entry: './fetch.js' })),
    ofSearch: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'Search', entry: './fetch.js' })),
    ofNothing: open(a.query()).returns(a.string()).handler(a.handler.custom({ dataSource: 'Unheard', entry: './fetch.js' })),
    elsewhere: open(a.query()).returns(a.json()).handler(a.handler.function('elsewhere')),
  });
  export const data = defineData({
    schema,
    authorizationModes: { defaultAuthorizationMode: 'apiKey', apiKeyAuthorizationMode: { expiresInDays: 7 } },
  });
`;

const backend = (url: string) => `
  import { defineBackend } from '@aws-amplify/backend';
  import { Table } from 'aws-cdk-lib/aws-dynamodb';
  import { data, greeter } from './data/resource';
  const backend = defineBackend({ data, greeter });
  backend.data.addHttpDataSource('Web', '${url}').grantPrincipal.addToPrincipalPolicy({});
  backend.data.resources.graphqlApi.addLambdaDataSource('greeter-source', backend.greeter.resources.lambda, { name: 'GreeterSource' });
  const table = Table.fromTableName(backend.data.stack, 'Old', 'OldTable');
  backend.data.addDynamoDbDataSource('old-table', table);
  backend.data.addDynamoDbDataSource('Elsewhere', table);
  backend.data.addRdsDataSource('Id', {}, {}, 'db', { name: 'Reports' });
  backend.data.addEventBridgeDataSource('Events', {});
  backend.data.addOpenSearchDataSource('Search', {});
  backend.data.resources.cfnResources.cfnGraphqlApi.environmentVariables = { PLACE: '/of-env' };
`;

const greeter = `
  import { word } from './word';
  let calls = 0;
  export const handler = async (event) => {
    console.log('greets', event.arguments?.name ?? event.name);
    return [word, event.arguments?.name ?? event.name, process.env.MARK, process.env.KEY, process.env.NONE, ++calls].join(' ');
  };
`;

/** A save as editors do it. */
function save(folder: string, path: string, text: string): void {
  writeFileSync(join(folder, `${path}.tmp`), text);
  renameSync(join(folder, `${path}.tmp`), join(folder, path));
}

async function remoteEnd(): Promise<string> {
  const server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (chunk) => {
      body += chunk;
    });
    incoming.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          path: incoming.url,
          key: incoming.headers.key,
          field: body === '' ? null : JSON.parse(body).fieldName,
        }),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('functions, resolvers and their imports run, print, and follow what is saved', { timeout: 60_000 }, async () => {
  const remote = await remoteEnd();
  const folder = createFolder({
    'amplify/backend.ts': backend(remote),
    'amplify/data/resource.ts': resource,
    'amplify/data/greeter.ts': greeter,
    'amplify/data/word.ts': "export const word: string = 'Hello';",
    'amplify/data/via.js': `
      import { suffix } from './suffix.js';
      export const request = (ctx) => ({ operation: 'Invoke', payload: { name: ctx.args.name + suffix } });
      export const response = (ctx) => ctx.result;`,
    'amplify/data/suffix.js': "export const suffix = '-a';",
    'amplify/data/fetch.js': `
      export const request = (ctx) => ({ method: 'GET', resourcePath: ctx.env.PLACE, params: {} });
      export const response = (ctx) => ctx.result.body;`,
    'preamp.config.json': JSON.stringify({
      functions: { elsewhere: { endpoint: { url: `${remote}/fn`, headers: { key: 'k' } } } },
      http: { allowPrivateAddresses: true },
      dataSources: { Elsewhere: { table: { tableName: 'T', region: 'eu-west-1', endpoint: remote } } },
    }),
  });
  process.env.GREETER_KEY = 'k-1';
  const sandbox = spawnPreamp(folder, 'sandbox', '--port', '0');
  delete process.env.GREETER_KEY;
  await sandbox.until(/Watching for file changes/);
  const [, url] = await sandbox.until(/GraphQL +(\S+)/);
  const [, apiKey] = await sandbox.until(/API key +(\S+)/);
  const ask = async (query: string) => request(url!, apiKey!, query);
  await sandbox.until(/Secrets without a value: GREETER_NONE\./);

  const advice = {
    oldtable: "dataSources: { oldtable: { table: { tableName: '…' } } }",
    Reports: 'let a function connect to the database',
    Events: 'let a function put the events',
    Search: 'Preamp has no OpenSearch data sources',
    Unheard: "Name it under 'dataSources'",
  };
  for (const [name, text] of Object.entries(advice)) {
    const [line] = await sandbox.until(new RegExp(`There is no data source '${name}' here\\. .*`));
    expect(line).toContain(text);
  }
  expect(sandbox.err()).not.toContain("data source 'Elsewhere'");
  expect(await ask('{ ofDatabase }')).toMatchObject({
    data: { ofDatabase: null },
    errors: [{ errorType: 'UnsupportedOperation', message: expect.stringContaining(advice.Reports) }],
  });
  // 'Invoke' is no operation of a table: the configured one answers.
  expect(await ask('{ ofConfigured }')).toMatchObject({ data: { ofConfigured: null } });

  // One warm worker, whoever calls the function.
  expect(await ask('{ greet(name: "Ann") }')).toEqual({ data: { greet: 'Hello Ann ! k-1  1' } });
  expect(await ask('{ viaResolver(name: "Bob") }')).toEqual({ data: { viaResolver: 'Hello Bob-a ! k-1  2' } });
  await sandbox.until(/^\[greeter\] [0-9a-f-]{36} greets Ann$/m);
  expect(await ask('{ fetched elsewhere }')).toEqual({
    data: {
      fetched: JSON.stringify({ path: '/of-env', field: null }),
      elsewhere: JSON.stringify({ path: '/fn', key: 'k', field: 'elsewhere' }),
    },
  });

  save(folder, 'amplify/data/word.ts', "export const word: string = 'Good day';");
  await expect
    .poll(() => ask('{ greet(name: "Ann") }'), { timeout: 20_000 })
    .toEqual({ data: { greet: expect.stringMatching(/^Good day Ann ! k-1 {2}\d+$/) } });
  save(folder, 'amplify/data/suffix.js', "export const suffix = '-b';");
  await expect
    .poll(() => ask('{ viaResolver(name: "Bob") }'), { timeout: 20_000 })
    .toEqual({ data: { viaResolver: expect.stringContaining('Bob-b') } });
});

it('functions of a Gen 1 project are found, with what their templates say', { timeout: 60_000 }, async () => {
  const folder = createFolder({
    'amplify/.config/local-env-info.json': '{"envName":"staging"}',
    'amplify/backend/api/app/schema.graphql': `
      type Query {
        getMyTodo(id: ID!): Todo @function(name: "getmytodofunction-\${env}") @function(name: "shout-\${env}") @auth(rules: [{ allow: public }])
        slow: String @function(name: "slow-\${env}") @auth(rules: [{ allow: public }])
      }
      type Todo @model @auth(rules: [{ allow: public }]) { id: ID! name: String mood: String @function(name: "mood-\${env}") }
    `,
    'amplify/backend/function/getmytodofunction/src/index.js': `
      exports.handler = async ({ arguments: { id } }) => ({
        id, name: [process.env.ENV, process.env.REGION, process.env.TABLE ?? 'no table', process.env.MODE].join(' '),
        createdAt: '2024-01-01T00:00:00.000Z', updatedAt: '2024-01-01T00:00:00.000Z',
      });`,
    'amplify/backend/function/getmytodofunction/getmytodofunction-cloudformation-template.json': JSON.stringify({
      Resources: {
        LambdaFunction: {
          Properties: { Environment: { Variables: { MODE: 'plain', TABLE: { Ref: 'x' } } }, Timeout: 25 },
        },
      },
    }),
    'amplify/backend/function/shout/src/app.js': `
      module.exports.handler = (event, context, done) => {
        const { result } = event.prev;
        setTimeout(() => done(null, { ...result, name: result.name.toUpperCase() }), 1);
      };`,
    'amplify/backend/function/slow/src/index.js': 'exports.handler = async () => { for (;;); };',
    'amplify/backend/function/slow/slow-cloudformation-template.json': JSON.stringify({
      Resources: { LambdaFunction: { Properties: { Timeout: '1' } } },
    }),
  });
  const { ready, stop, err } = await startPreamp(folder, '--data', ':memory:');
  expect(err()).toContain("There is no function 'mood-staging' here; functions found: getmytodofunction, shout, slow.");
  expect(await request(ready.url, ready.apiKey, '{ getMyTodo(id: "7") { id name } }')).toEqual({
    data: { getMyTodo: { id: '7', name: 'STAGING US-EAST-1 NO TABLE PLAIN' } },
  });
  expect(await request(ready.url, ready.apiKey, '{ slow }')).toMatchObject({
    data: { slow: null },
    errors: [
      {
        errorType: 'Lambda:Unhandled',
        message: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1.00 seconds$/),
      },
    ],
  });
  await stop();
});
