import { describe, expect, it } from 'vitest';
import { createFolder, type PreampProcess, request, spawnPreamp, startPreamp } from './preamp-process.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }, { allow: private, operations: [read] }]) {
    id: ID!
    title: String
    note: String @auth(rules: [{ allow: public }])
  }
  type Secret @model @auth(rules: [{ allow: owner, identityClaim: "employee" }, { allow: groups, groups: ["Admin"] }]) {
    id: ID!
  }
`;
const create = 'mutation { createPost(input: { id: "1", title: "a", note: "n" }) { note } }';
const list = '{ listPosts(limit: 1) { items { id } nextToken } }';
const token = { nextToken: expect.any(String) };

/** The URL and API key that a sandbox prints. */
async function sandboxOf(folder: string): Promise<{ process: PreampProcess; url: string; apiKey: string }> {
  const process = spawnPreamp(folder, 'sandbox', '--port', '0', '--once');
  const [, url] = await process.until(/GraphQL +(\S+)/);
  const [, apiKey] = await process.until(/API key +(\S+)/);
  return { process, url: url!, apiKey: apiKey! };
}

describe('switches for official behaviour', () => {
  it.each<{ title: string; flags: string[]; config: object; official: boolean }>([
    { title: 'are off', flags: [], config: {}, official: false },
    { title: 'are flags', flags: ['--appsync-pages', '--appsync-redaction'], config: {}, official: true },
    {
      title: 'are settings',
      flags: [],
      config: { compatibility: { appsyncPages: true, appsyncRedaction: true } },
      official: true,
    },
  ])('$title', async ({ flags, config, official }) => {
    const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
    const { ready } = await startPreamp(folder, ...flags);
    expect(await request(ready.url, ready.apiKey, create)).toEqual({
      data: { createPost: { note: official ? null : 'n' } },
    });
    expect(await request(ready.url, ready.apiKey, list)).toMatchObject({
      data: { listPosts: { items: [{ id: '1' }], ...(official ? token : { nextToken: null }) } },
    });
  });
});

describe('limits', () => {
  it('of a request are settings', async () => {
    const limits = {
      ...{ maxBodyBytes: 1024, maxTokens: 50, maxDepth: 3, maxFields: 6, maxAliases: 2, maxInputDepth: 2 },
      ...{ maxPageSize: 2, maxItems: 3 },
    };
    const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify({ limits }) });
    const { ready } = await startPreamp(folder);
    const ask = async (query: string) => {
      const { data, errors } = (await request(ready.url, ready.apiKey, query)) as {
        data?: unknown;
        errors?: readonly { message: string }[];
      };
      return errors === undefined ? data : errors[0]?.message;
    };
    for (const id of ['1', '2', '3']) await ask(`mutation { createPost(input: { id: "${id}" }) { id } }`);
    const page = { items: [{ id: '1' }, { id: '2' }] };
    expect(await ask('{ listPosts(limit: 100) { items { id } } }')).toEqual({ listPosts: page });
    expect(await ask('{ a: listPosts { items { id } } b: listPosts { items { id } } }')).toBe(
      'The request loads more than 3 items.',
    );
    expect(await ask('{ listPosts { items { id title note createdAt } } __typename }')).toBe(
      'The operation selects 7 fields; at most 6 are allowed.',
    );
    expect(await ask('{ a: __typename b: __typename c: __typename }')).toBe(
      'The operation has 3 aliases; at most 2 are allowed.',
    );
    expect(await ask('{ __schema { types { fields { name } } } }')).toBe(
      'The operation is 4 levels deep; at most 3 are allowed.',
    );
    expect(await ask('{ listPosts(filter: { not: { not: {} } }) { nextToken } }')).toBe(
      'Values are nested more than 2 levels deep, which is the most allowed.',
    );
    expect(await ask(`{ ${'__typename '.repeat(50)} }`)).toBe(
      'The document has more than 50 tokens, which is the most allowed.',
    );
    const headers = { 'content-type': 'application/json', 'x-api-key': ready.apiKey };
    const response = await fetch(ready.url, { method: 'POST', headers, body: ' '.repeat(1025) });
    expect(response.status).toBe(413);
  });
});

describe('extensions.explain', () => {
  const refused = '{ listSecrets { items { id } } }';
  const explain = [
    {
      rule: 'allow owner (userPools, ownerField owner, identityClaim employee)',
      outcome: 'the token has no claim employee',
    },
    {
      rule: 'allow groups (userPools, groups Admin, groupClaim cognito:groups)',
      outcome: 'the claim cognito:groups does not hold the group Admin',
    },
  ];

  /** The answer to a refused request of a user that is made for it. */
  async function answer(folder: string, url: string): Promise<{ errors: { extensions?: unknown }[] }> {
    const added = await spawnPreamp(folder, 'users', 'add', 'alice@example.com', '--password', 'Correct-horse-9')
      .finished;
    expect(added.code, added.err).toBe(0);
    const { out } = await spawnPreamp(folder, 'users', 'token', 'alice@example.com').finished;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: out.trim() },
      body: JSON.stringify({ query: refused }),
    });
    return (await response.json()) as { errors: { extensions?: unknown }[] };
  }

  it('names rules and missing claims in the sandbox, never values', async () => {
    const folder = createFolder({ 'schema.graphql': schema });
    const { url } = await sandboxOf(folder);
    const refusal = await answer(folder, url);
    expect(refusal).toMatchObject({
      data: { listSecrets: null },
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access listSecrets on type Query' }],
    });
    expect(refusal.errors[0]?.extensions).toEqual({ explain });
    expect(JSON.stringify(refusal)).not.toContain('alice');
  });

  it.each([
    { config: {}, extensions: undefined },
    { config: { explain: true }, extensions: { explain } },
  ])('is left out of start, unless switched on: $config', async ({ config, extensions }) => {
    const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
    const { ready } = await startPreamp(folder);
    const refusal = await answer(folder, ready.url);
    expect(refusal.errors[0]?.extensions).toEqual(extensions);
  });
});
