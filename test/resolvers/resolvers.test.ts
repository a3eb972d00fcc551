import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signRequest } from '@aws-amplify/core/internals/aws-client-utils';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { createFunctionInvoker } from '../../src/functions/create-function-invoker.ts';
import { openFunctions } from '../../src/functions/open-functions.ts';
import type { CustomOperation, DataModel } from '../../src/ir/data-model.ts';
import type { Backend } from '../../src/runtime/backend.ts';
import { createBackend } from '../../src/runtime/create-backend.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { apiKey } from '../scenarios/identities.ts';

const sample = (name: string): string => fileURLToPath(new URL(`./samples/${name}`, import.meta.url));

const schema = `
  type Note @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    author: String @index(name: "notesByAuthorAndLikes", sortKeyFields: ["likes"])
    likes: Int
  }
  type NotePage { texts: [String] nextToken: String }
  type Query {
    echo(text: String): String @auth(rules: [{ allow: public }])
    ownNote(id: ID!, reader: String): Note @auth(rules: [{ allow: public }])
    byAuthor(author: String, limit: Int, nextToken: String): NotePage @auth(rules: [{ allow: public }])
    texts(ids: [ID!]!): [String] @auth(rules: [{ allow: public }])
    chain(text: String): String @auth(rules: [{ allow: public }])
    doubtful: String @auth(rules: [{ allow: public }])
    endless: String @auth(rules: [{ allow: public }])
    stuck: String @auth(rules: [{ allow: public }])
    greedy: String @auth(rules: [{ allow: public }])
    escape: String @auth(rules: [{ allow: public }])
    files: String @auth(rules: [{ allow: public }])
    rds: String @auth(rules: [{ allow: public }])
    throws: String @auth(rules: [{ allow: public }])
    weather(city: String): String @auth(rules: [{ allow: public }])
    nowhere: String @auth(rules: [{ allow: public }])
    addHeaders(name: String): String @auth(rules: [{ allow: public }])
    about: String @auth(rules: [{ allow: public }])
    invoke(text: String): String @auth(rules: [{ allow: public }])
    uninvokable: String @auth(rules: [{ allow: public }])
    signed: String @auth(rules: [{ allow: public }])
    quiet(text: String): String @auth(rules: [{ allow: public }])
  }
  type Mutation {
    putNote(id: ID!, text: String): Note @auth(rules: [{ allow: public }])
    likeNote(id: ID!): Note @auth(rules: [{ allow: public }])
    moveLikes(from: ID!, to: ID!, count: Int!): Int @auth(rules: [{ allow: public }])
    putMany(texts: [String]): [Note] @auth(rules: [{ allow: public }])
    shout(id: ID!, likes: Int): Note @auth(rules: [{ allow: public }])
  }
  type Subscription {
    onLoud(least: Int): Note @aws_subscribe(mutations: ["shout"]) @auth(rules: [{ allow: public }])
  }
`;

/** Files and data sources by the operation they answer. */
const resolvers: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  echo: [['echo.ts', 'NONE_DS']],
  ownNote: [['get-own-note.ts', 'NoteTable']],
  byAuthor: [['notes-by-author.ts', 'NoteTable']],
  texts: [['batch-notes.ts', 'NoteTable']],
  chain: [
    ['remember.ts', 'NONE_DS'],
    ['recall.ts', 'NONE_DS'],
  ],
  doubtful: [['doubtful.ts', 'NONE_DS']],
  endless: [['endless.js', 'NONE_DS']],
  greedy: [['greedy.js', 'NONE_DS']],
  stuck: [['stuck.js', 'NONE_DS']],
  escape: [['escape.js', 'NONE_DS']],
  files: [['reads-files.js', 'NONE_DS']],
  rds: [['uses-rds.js', 'NONE_DS']],
  throws: [['throws.js', 'NONE_DS']],
  weather: [['weather.ts', 'WeatherApi']],
  nowhere: [['echo.ts', 'OtherTable']],
  about: [['about.ts', 'NONE_DS']],
  addHeaders: [['add-headers.ts', 'NONE_DS']],
  invoke: [['invoke.ts', 'ShoutFunction']],
  uninvokable: [['invoke.ts', 'NoFunction']],
  signed: [['headers.ts', 'SignedApi']],
  quiet: [['echo.ts', 'Quiet']],
  putMany: [['batch-put.ts', 'NoteTable']],
  putNote: [['put-note.ts', 'NoteTable']],
  likeNote: [['like-note.ts', 'NoteTable']],
  moveLikes: [['move-likes.ts', 'NoteTable']],
  shout: [['shout.ts', 'NONE_DS']],
  onLoud: [['loud-only.ts', 'NONE_DS']],
};

function modelWithResolvers(): DataModel {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text: schema }], {
    settings: { authModes: ['API_KEY'], defaultAuthMode: 'API_KEY' },
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const operations = model.operations.map((operation): CustomOperation => {
    const handlers = (resolvers[operation.name] ?? []).map(
      ([file, dataSource]) => ({ kind: 'ResolverHandler', dataSource, entry: sample(file) }) as const,
    );
    return { ...operation, handlers };
  });
  return { ...model, operations };
}

let backend: Backend;
let folder: string;
let weather: Server;
let logged: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'resolvers-'));
  logged = [];
  weather = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const { authorization, host, 'x-amz-date': date, 'x-amz-security-token': token } = request.headers;
    const answer =
      request.url === '/headers'
        ? { authorization, host, date, token }
        : { asked: request.url, trace: request.headers['x-trace'] };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    weather.listen(0, '127.0.0.1', resolve);
  });
  backend = await createBackend({
    model: modelWithResolvers(),
    engine: createSqliteEngine({ file: ':memory:' }),
    authenticator: { authenticate: () => apiKey, authenticateRealtime: () => apiKey },
    invoker: createFunctionInvoker({
      functions: openFunctions({
        functions: [
          {
            kind: 'local',
            names: ['shout'],
            entry: sample('shout-function.js'),
            environment: {},
            timeoutSeconds: 10,
            memoryMB: 128,
          },
        ],
        folder,
        log: ({ text }) => logged.push(text),
      }),
      log: ({ text }) => logged.push(text),
      http: { allowPrivateAddresses: true },
      resolvers: {
        environment: { STAGE: 'test' },
        dataSources: [
          { name: 'ShoutFunction', kind: 'lambda', function: 'shout' },
          { name: 'NoFunction', kind: 'lambda', function: 'whisper' },
          { name: 'Quiet', kind: 'none' },
          {
            name: 'SignedApi',
            kind: 'http',
            url: `http://127.0.0.1:${(weather.address() as AddressInfo).port}`,
            signing: { region: 'eu-west-1', service: 'states' },
          },
          {
            name: 'WeatherApi',
            kind: 'http',
            url: `http://127.0.0.1:${(weather.address() as AddressInfo).port}`,
            signing: null,
          },
        ],
      },
    }),
    clock: Date.now,
    ids: () => 'id',
    pageTokenSecret: new Uint8Array(32).fill(7),
    explain: false,
    log: { info: () => {}, error: () => {}, warn: () => {} } as never,
  });
});

afterAll(async () => {
  await backend.close();
  weather.close();
  rmSync(folder, { recursive: true });
});

async function send(
  query: string,
  variables: Record<string, unknown> | null = null,
): Promise<{ data: Record<string, unknown>; errors?: Record<string, unknown>[] }> {
  const request = {
    query,
    variables,
    operationName: null,
    identity: apiKey,
    headers: {},
    requestId: 'request-1',
  };
  return JSON.parse((await backend.execute(request)).body);
}

/** The data and, of each error, what a resolver decides. */
async function answer(query: string): Promise<unknown> {
  const { data, errors } = await send(query);
  const told = errors?.map(({ errorType, message, data: about, errorInfo, path }) => ({
    errorType,
    message,
    data: about,
    errorInfo,
    path,
  }));
  return told === undefined ? data : { ...data, errors: told };
}

const failure = (path: string, errorType: string | null, message: string, more: object = {}) => ({
  errorType,
  message,
  data: null,
  errorInfo: null,
  path: [path],
  ...more,
});

describe('resolvers without a data source', () => {
  it('return the payload', async () => {
    expect(await answer('{ echo(text: "hi") }')).toEqual({ echo: 'hi!' });
  });

  it.each([
    ['run in order, with a stash and what the one before returned', 'go', 'GO go answered'],
    ['go on after an early return', 'skip', 'skipped skip'],
    ['end with an early return to the end', 'stop', 'stopped'],
  ])('in a pipeline %s', async (_title, text, expected) => {
    expect(await answer(`{ chain(text: "${text}") }`)).toEqual({ chain: expected });
  });

  it('know their environment, the variables and what is selected', async () => {
    const { data } = await send('query Q($v: String) { about other: echo(text: $v) }', { v: 'x' });
    expect(JSON.parse(data.about as string)).toEqual({ env: { STAGE: 'test' }, variables: { v: 'x' }, fields: [] });
  });

  it('add headers to the response, but not those of the connection', async () => {
    const request = (name: string) => ({
      query: `{ addHeaders(name: "${name}") }`,
      variables: null,
      operationName: null,
      identity: apiKey,
      headers: {},
      requestId: 'request-1',
    });
    expect((await backend.execute(request('Items'))).headers).toEqual({ items: '{"count":7}', 'x-text': 'later' });
    const refused = await backend.execute(request('Content-Length'));
    expect(refused.headers).toBeUndefined();
    expect(JSON.parse(refused.body).errors).toMatchObject([{ errorType: 'Code', message: 'Runtime Error' }]);
  });

  it('append an error to what they return', async () => {
    expect(await answer('{ a: doubtful }')).toEqual({
      a: 'half',
      errors: [failure('a', 'Partial', 'The other half is missing', { data: { have: 1 }, errorInfo: { of: 2 } })],
    });
  });
});

describe('resolvers of a model table', () => {
  beforeEach(async () => {
    const notes = [
      ['n1', 'ann', 3],
      ['n2', 'ann', 5],
      ['n3', 'ann', 0],
      ['n4', 'bob', 9],
    ];
    for (const [id, author, likes] of notes) {
      await send(`mutation { deleteNote(input: { id: "${id}" }) { id } }`);
      await send(
        `mutation { createNote(input: { id: "${id}", text: "t-${id}", author: "${author}", likes: ${likes} }) { id } }`,
      );
    }
    await send('mutation { deleteNote(input: { id: "new" }) { id } }');
  });

  it('get an item, and refuse it', async () => {
    expect(await answer('{ ownNote(id: "n1", reader: "ann") { id text likes } }')).toEqual({
      ownNote: { id: 'n1', text: 't-n1', likes: 3 },
    });
    expect(await answer('{ ownNote(id: "nix", reader: "ann") { id } }')).toEqual({ ownNote: null });
    expect(await answer('{ ownNote(id: "n1", reader: "bob") { id } }')).toEqual({
      ownNote: null,
      errors: [failure('ownNote', 'Unauthorized', 'Not Authorized to access ownNote on type Query')],
    });
  });

  it('put an item under a condition', async () => {
    const put = 'mutation { putNote(id: "new", text: "fresh") { id text author createdAt } }';
    const item = { id: 'new', text: 'fresh', author: 'ann', createdAt: '2024-05-01T12:00:00.000Z' };
    expect(await answer(put)).toEqual({ putNote: item });
    expect(await answer(put)).toEqual({
      putNote: null,
      errors: [
        failure('putNote', 'Taken', 'There is a note of that id', {
          data: { id: 'new' },
          errorInfo: { source: 'DynamoDB:ConditionalCheckFailedException' },
        }),
      ],
    });
    expect(await answer('{ getNote(id: "new") { id text author createdAt } }')).toEqual({ getNote: item });
  });

  it('count without losing any', async () => {
    await Promise.all(Array.from({ length: 40 }, () => send('mutation { likeNote(id: "n1") { likes } }')));
    expect(await answer('mutation { likeNote(id: "n1") { likes } }')).toEqual({ likeNote: { likes: 44 } });
  });

  it('query an index page by page', async () => {
    const first = await send('{ byAuthor(author: "ann", limit: 1) { texts nextToken } }');
    const { texts, nextToken } = first.data.byAuthor as { texts: string[]; nextToken: string };
    expect(texts).toEqual(['t-n2']);
    expect(
      await answer(`{ byAuthor(author: "ann", limit: 2, nextToken: "${nextToken}") { texts nextToken } }`),
    ).toEqual({
      byAuthor: { texts: ['t-n1'], nextToken: null },
    });
    expect(await answer(`{ byAuthor(author: "bob", nextToken: "${nextToken}") { texts } }`)).toEqual({
      byAuthor: null,
      errors: [failure('byAuthor', 'DynamoDB:ValidationException', 'Invalid pagination token given.')],
    });
  });

  it('get many items at once', async () => {
    expect(await answer('{ texts(ids: ["n4", "nix", "n1"]) }')).toEqual({ texts: ['t-n4', '-', 't-n1'] });
  });

  it('find tables by the names they have in the cloud', async () => {
    expect(await answer('mutation { putMany(texts: ["a", "b"]) { id text } }')).toEqual({
      putMany: [
        { id: 'batch-0', text: 'a' },
        { id: 'batch-1', text: 'b' },
      ],
    });
    expect(await answer('{ getNote(id: "batch-1") { text } }')).toEqual({ getNote: { text: 'b' } });
  });

  it('write all items of a transaction, or none', async () => {
    expect(await answer('mutation { moveLikes(from: "n2", to: "n3", count: 5) }')).toEqual({ moveLikes: 2 });
    const failed = await send('mutation { moveLikes(from: "n2", to: "n3", count: 1) }');
    expect(failed.errors?.[0]).toMatchObject({
      errorType: 'DynamoDB:TransactionCanceledException',
      errorInfo: ['ConditionalCheckFailed', 'None'],
    });
    expect(await answer('{ a: getNote(id: "n2") { likes } b: getNote(id: "n3") { likes } }')).toEqual({
      a: { likes: 0 },
      b: { likes: 5 },
    });
  });
});

describe('resolvers of other data sources', () => {
  it('call an HTTP endpoint', async () => {
    expect(await answer('{ weather(city: "Köln") }')).toEqual({
      weather: '200 {"asked":"/today?city=K%C3%B6ln","trace":"t1"}',
    });
  });

  it('call a function, and see why it failed', async () => {
    expect(await answer('{ invoke(text: "hey") }')).toEqual({ invoke: 'invoke: HEY' });
    expect(await answer('{ invoke(text: "") }')).toEqual({
      invoke: null,
      errors: [failure('invoke', null, 'Lambda:Unhandled: nothing to shout')],
    });
    expect(await answer('{ uninvokable }')).toEqual({
      uninvokable: null,
      errors: [
        failure(
          'uninvokable',
          'Lambda:ResourceNotFoundException',
          "The data source 'NoFunction' is the function 'whisper', which there is not.",
        ),
      ],
    });
  });

  it('get the payload back where the configuration says there is nothing', async () => {
    expect(await answer('{ quiet(text: "hi") }')).toEqual({ quiet: 'hi!' });
  });

  it('sign requests to a service of AWS, where there are credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    expect(await answer('{ signed }')).toMatchObject({ signed: null, errors: [{ errorType: 'HttpRequest:Unsigned' }] });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    const { data } = await send('{ signed }');
    vi.unstubAllEnvs();
    const { authorization, host, date, token } = JSON.parse(data.signed as string);
    expect(token).toBe('token');
    const signer = signRequest(
      { method: 'GET', url: new URL(`http://${host}/headers`), headers: { host } },
      {
        credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
        signingDate: new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5')),
        signingRegion: 'eu-west-1',
        signingService: 'states',
      },
    );
    expect(authorization).toBe(signer.headers.authorization);
  });

  it('name the data sources where there is none of that name', async () => {
    expect(await answer('{ nowhere }')).toEqual({
      nowhere: null,
      errors: [
        failure(
          'nowhere',
          'UnsupportedOperation',
          "The resolver of Query.nowhere uses the data source 'OtherTable', which there is not; data sources are: NONE_DS, ShoutFunction, NoFunction, Quiet, SignedApi, WeatherApi, NoteTable. Name it under 'dataSources' in the configuration.",
        ),
      ],
    });
  });
});

describe('a subscription', () => {
  it('gets what passes the filter its resolver set', async () => {
    const received: unknown[] = [];
    const outcome = await backend.subscribe(
      {
        query: 'subscription { onLoud(least: 5) { id likes } }',
        variables: null,
        operationName: null,
        identity: apiKey,
        headers: {},
        requestId: 'request-1',
      },
      { deliver: (text: string) => received.push(JSON.parse(text).data.onLoud), end: () => {} } as never,
    );
    expect(outcome.status).toBe('accepted');
    for (const likes of [4, 5, 9]) await send(`mutation { shout(id: "s", likes: ${likes}) { id likes } }`);
    await expect.poll(() => received.length).toBe(2);
    expect(received).toEqual([
      { id: 's', likes: 5 },
      { id: 's', likes: 9 },
    ]);
  });
});

describe('the sandbox', () => {
  const runtimeError = (field: string) => ({ [field]: null, errors: [failure(field, 'Code', 'Runtime Error')] });

  it('has nothing but the language', async () => {
    expect(await answer('{ escape }')).toEqual({ escape: 'undefined undefined' });
  });

  it('ends a loop that does not end, while other requests go on', async () => {
    let ended = false;
    const endless = answer('{ endless }').then((response) => {
      ended = true;
      return response;
    });
    expect(await answer('{ listNotes(limit: 1) { nextToken } }')).toMatchObject({ listNotes: {} });
    expect(ended).toBe(false);
    expect(await endless).toEqual(runtimeError('endless'));
    expect(await answer('{ echo(text: "still here") }')).toEqual({ echo: 'still here!' });
  });

  it.each(['greedy', 'stuck'])('ends one that takes all memory: %s', async (field) => {
    expect(await answer(`{ ${field} }`)).toEqual(runtimeError(field));
    expect(await answer('{ echo(text: "still here") }')).toEqual({ echo: 'still here!' });
  });

  it.each([
    ['files', 'node:fs'],
    ['rds', '@aws-appsync/utils/rds'],
  ])('does not build a resolver that imports what there is not: %s', async (field, module) => {
    expect(await answer(`{ ${field} }`)).toEqual({
      [field]: null,
      errors: [failure(field, 'Code', `The resolver of Query.${field} does not build. The log has the details.`)],
    });
    expect(logged.some((text) => text.includes(module))).toBe(true);
  });

  it('tells the log, not the client, what was thrown', async () => {
    expect(await answer('{ throws }')).toEqual(runtimeError('throws'));
    expect(logged.some((text) => text.startsWith('request: TypeError: '))).toBe(true);
  });
});
