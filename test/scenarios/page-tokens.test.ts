import { afterEach, describe, expect, it } from 'vitest';
import { createWorld, fieldError, type Request, type World } from './harness.ts';
import { user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schemaWith = (more: string) => `
  type Post @model(${off}) @searchable @auth(rules: [{ allow: public }, { allow: private, operations: [read] }, { allow: groups, groupsField: "team" }]) {
    id: ID!
    text: String
    team: String
    kind: String @index(name: "byKind", sortKeyFields: ["day"], queryField: "byKind") @index(name: "byKindOnly", queryField: "byKindOnly")
    day: String
    ${more}
    lines: [Line] @hasMany(references: ["postId"])
    notes: [Note] @hasMany(references: ["postId"])
  }
  type Line @model(${off}) @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type Note @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;
const numbers = [1, 2, 3];
const seed = {
  Post: numbers.map((n) => ({ id: `${n}`, text: 't', kind: 'a', day: `${n}`, team: 'x' })),
  Line: numbers.map((n) => ({ id: `${n}`, postId: '1', owner: 'sub-ann::ann' })),
  Note: numbers.map((n) => ({ id: `${n}`, postId: '1' })),
};

/** A page's arguments without limit and token, and who asks. */
interface Page extends Pick<Request, 'as'> {
  readonly field: string;
  readonly args?: string;
}

const page = ({ field, args = '', as }: Page, token: string | null): Request => ({
  query: `query ($token: String) { ${field}(limit: 1, nextToken: $token ${args}) { items { id } nextToken } }`,
  variables: { token },
  ...(as === undefined ? {} : { as }),
});
const filter = 'filter: { text: { eq: "t" } }';
const relation = (field: string, id: string, token: string | null): Request => ({
  query: `query ($token: String) { getPost(id: "${id}") { ${field}(limit: 1, nextToken: $token) { items { id } nextToken } } }`,
  variables: { token },
});
const refusal = (path: readonly string[], column: number) =>
  fieldError(path, 'InvalidArgumentsError', 'The nextToken does not belong to this query.', {
    column,
    errorInfo: 'Pass the nextToken of the previous page with the same arguments, or none to start at the first page.',
  });

interface Connection {
  readonly items: readonly { readonly id: string }[];
  readonly nextToken: string | null;
}

describe('page tokens (runtime.md 3.2)', () => {
  let world: World;
  afterEach(() => world.close());

  const open = async () => {
    world = await createWorld({ schema: schemaWith('') });
    await world.seed(seed);
  };
  async function tokenOf(request: Page): Promise<string> {
    const { data } = (await world.send(page(request, null))) as { data: Record<string, Connection> };
    const { nextToken } = data[request.field]!;
    expect(nextToken).toEqual(expect.any(String));
    return nextToken!;
  }

  it.each<readonly [string, Page, Page]>([
    ['a query of another model', { field: 'listPosts' }, { field: 'listLines' }],
    ['an index', { field: 'listPosts' }, { field: 'byKind', args: 'kind: "a"' }],
    ['a list, when it is of an index', { field: 'byKind', args: 'kind: "a"' }, { field: 'listPosts' }],
    ['another index', { field: 'byKindOnly', args: 'kind: "a"' }, { field: 'byKind', args: 'kind: "a"' }],
    ['another hash value', { field: 'byKind', args: 'kind: "a"' }, { field: 'byKind', args: 'kind: "b"' }],
    [
      'the other direction',
      { field: 'byKind', args: 'kind: "a"' },
      { field: 'byKind', args: 'kind: "a", sortDirection: DESC' },
    ],
    [
      'a key condition',
      { field: 'byKind', args: 'kind: "a"' },
      { field: 'byKind', args: 'kind: "a", day: { ge: "1" }' },
    ],
    ['a search', { field: 'listPosts' }, { field: 'searchPosts' }],
    [
      'a search in another order',
      { field: 'searchPosts', args: 'sort: { field: day }' },
      { field: 'searchPosts', args: 'sort: { field: text }' },
    ],
  ])('are refused by %s', async (_, given, taken) => {
    await open();
    const token = await tokenOf(given);
    expect(await world.send(page(taken, token))).toEqual({
      data: { [taken.field]: null },
      errors: [refusal([taken.field], 26)],
    });
  });

  it.each<readonly [string, Page]>([
    ['a list', { field: 'listPosts' }],
    ['a list with a filter', { field: 'listPosts', args: filter }],
    ['an index query', { field: 'byKind', args: 'kind: "a", day: { ge: "1" }' }],
    ['an index query backwards', { field: 'byKind', args: 'kind: "a", sortDirection: DESC' }],
    ['a search', { field: 'searchPosts' }],
  ])('lead from page to page of %s, and say nothing of where they lead', async (_, request) => {
    await open();
    const found: string[] = [];
    for (let token: string | null = null; found.length < 4; ) {
      const { data } = (await world.send(page(request, token))) as { data: Record<string, Connection> };
      const { items, nextToken } = data[request.field]!;
      found.push(...items.map(({ id }) => id));
      if (nextToken === null) break;
      expect(nextToken).toMatch(/^[\w-]{30,}$/);
      token = nextToken;
    }
    expect(found.toSorted()).toEqual(['1', '2', '3']);
  });

  it('may go on with another limit and filter, and in another document', async () => {
    await open();
    const token = await tokenOf({ field: 'byKind', args: 'kind: "a"' });
    const query =
      'query ($t: String, $k: String!) { x: byKind(kind: $k, limit: 5, nextToken: $t, filter: { day: { ne: "2" } }) { nextToken items { day } } }';
    expect(await world.send({ query, variables: { t: token, k: 'a' } })).toEqual({
      data: { x: { nextToken: null, items: [{ day: '3' }] } },
    });
  });

  it('are refused to callers under other rules', async () => {
    await open();
    const as = user('ann');
    const token = await tokenOf({ field: 'listLines', as });
    expect(await world.send(page({ field: 'listLines', as: user('bob') }, token))).toEqual({
      data: { listLines: null },
      errors: [refusal(['listLines'], 26)],
    });
    expect(await world.send(page({ field: 'listLines', as }, token))).toMatchObject({
      data: { listLines: { items: [{}] } },
    });
  });

  it('are refused once the schema has another key', async () => {
    await open();
    const token = await tokenOf({ field: 'byKind', args: 'kind: "a"' });
    const tokenOfList = await tokenOf({ field: 'listPosts' });
    await world.close();
    world = await createWorld({
      schema: schemaWith('more: Int').replace('sortKeyFields: ["day"]', 'sortKeyFields: ["text"]'),
    });
    await world.seed(seed);
    expect(await world.send(page({ field: 'byKind', args: 'kind: "a"' }, token))).toEqual({
      data: { byKind: null },
      errors: [refusal(['byKind'], 26)],
    });
    expect(await world.send(page({ field: 'listPosts' }, tokenOfList))).toMatchObject({
      data: { listPosts: { items: [{ id: expect.any(String) }] } },
    });
  });

  it('of a relation are refused by another parent, another relation and a list', async () => {
    await open();
    const first = (await world.send(relation('lines', '1', null))) as { data: { getPost: { lines: Connection } } };
    const token = first.data.getPost.lines.nextToken!;
    for (const [field, id] of [
      ['lines', '2'],
      ['notes', '1'],
    ] as const) {
      expect(await world.send(relation(field, id, token))).toEqual({
        data: { getPost: { [field]: null } },
        errors: [refusal(['getPost', field], 45)],
      });
    }
    expect(await world.send(page({ field: 'listLines' }, token))).toMatchObject({ data: { listLines: null } });
    expect(await world.send(relation('lines', '1', token))).toMatchObject({
      data: { getPost: { lines: { items: [{ id: expect.any(String) }] } } },
    });
  });

  it.each(['forged', 'é', 'a'.repeat(100_000), '\u0000', 'null', '{"id":"1"}'])('are not %j', async (token) => {
    await open();
    expect(await world.send(page({ field: 'listPosts' }, token))).toEqual({
      data: { listPosts: null },
      errors: [refusal(['listPosts'], 26)],
    });
  });
});
