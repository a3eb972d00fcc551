import { expect, it } from 'vitest';
import { createWorld, fieldError, scenarios, send } from './harness.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    slow: String @function(name: "slow") @auth(rules: [{ allow: public }])
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Comment @model @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;
const seed = {
  Post: [{ id: '1' }, { id: '2' }],
  Comment: ['a', 'b', 'c', 'd'].map((id) => ({ id, postId: '1' })),
};
const refused = (message: string) => ({ data: null, errors: [{ path: null, locations: null, message }] });

scenarios(
  'limits',
  {
    schema,
    limits: {
      maxTokens: 60,
      maxInputDepth: 4,
      maxDepth: 5,
      maxAliases: 3,
      maxFields: 12,
      maxItems: 6,
      maxPageSize: 50,
    },
  },
  [
    {
      title: 'bound the tokens of a document',
      query: `{ ${'getPost(id: "1") { id } '.repeat(10)} }`,
      response: refused('The document has more than 60 tokens, which is the most allowed.'),
    },
    {
      title: 'bound the depth, through fragments',
      query: '{ listPosts { items { ...A } } } fragment A on Post { comments { items { post { id } } } }',
      response: refused('The operation is 6 levels deep; at most 5 are allowed.'),
    },
    {
      title: 'bound the aliases, through fragments',
      query:
        '{ a: __typename ...A ...B } fragment A on Query { b: __typename ...B } fragment B on Query { c: __typename d: __typename }',
      response: refused('The operation has 6 aliases; at most 3 are allowed.'),
    },
    {
      title: 'bound the fields that fragments multiply',
      query:
        '{ ...A ...A ...A } fragment A on Query { ...B ...B ...B } fragment B on Query { __typename ...C } fragment C on Query { __typename }',
      response: refused('The operation selects 18 fields; at most 12 are allowed.'),
    },
    {
      title: 'bound how deep values are nested in a document',
      query: '{ listPosts(filter: { not: { not: { not: { not: {} } } } }) { items { id } } }',
      response: refused('Values are nested more than 4 levels deep, which is the most allowed.'),
    },
    {
      title: 'bound how deep types of variables are nested',
      query: 'query ($a: [[[[[Int]]]]]) { __typename }',
      response: refused('Values are nested more than 4 levels deep, which is the most allowed.'),
    },
    {
      title: 'bound how deep variables are nested',
      query: 'query ($f: ModelPostFilterInput) { listPosts(filter: $f) { items { id } } }',
      variables: { f: { not: { and: [{ not: {} }] } } },
      response: refused('Values are nested more than 4 levels deep, which is the most allowed.'),
    },
    {
      title: 'leave what is nested just as deep',
      query:
        'query ($f: ModelPostFilterInput) { a: listPosts(filter: $f) { items { id } } b: listPosts(filter: { not: { and: [{}] } }) { items { id } } }',
      variables: { f: { not: { and: [{}] } } },
      response: { data: { a: { items: [] }, b: { items: [] } } },
    },
    {
      title: 'bound the items that a request loads',
      order: 'engine',
      seed,
      query: '{ listPosts { items { comments(limit: 10) { items { id postId } } } } listComments { items { id } } }',
      response: {
        data: {
          listPosts: { items: [{ comments: null }, { comments: null }] },
          listComments: { items: ['a', 'b', 'c', 'd'].map((id) => ({ id })) },
        },
        errors: [0, 1].map((index) =>
          fieldError(
            ['listPosts', 'items', index, 'comments'],
            'RequestLimitExceeded',
            'The request loads more than 6 items.',
            {
              column: 23,
              errorInfo: 'Ask for smaller pages, or for fewer levels of relations.',
            },
          ),
        ),
      },
    },
    {
      title: 'bound what relations could load before they load it',
      seed: { Post: Array.from({ length: 6 }, (_, index) => ({ id: `${index}` })) },
      query: '{ listPosts { items { comments(limit: 50) { items { id } } } } }',
      response: {
        data: { listPosts: { items: Array.from({ length: 6 }, () => ({ comments: null })) } },
        errors: Array.from({ length: 6 }, (_, index) =>
          fieldError(
            ['listPosts', 'items', index, 'comments'],
            'RequestLimitExceeded',
            'The request could load 300 items of Comment; at most 60 are allowed.',
            {
              column: 23,
              errorInfo: 'Ask for smaller pages, or for fewer levels of relations.',
            },
          ),
        ),
      },
    },
  ],
);

it.each([
  `query ($a: ${'['.repeat(8_000)}Int${']'.repeat(8_000)}) { __typename }`,
  `{ listPosts(filter: ${'{ not: '.repeat(4_000)}{}${'}'.repeat(4_000)}) { items { id } } }`,
  `${'{ a '.repeat(9_000)}{ b }${'}'.repeat(9_000)}`,
])('a document that the parser cannot follow is refused: %.20s…', async (query) => {
  const world = await createWorld({ schema });
  expect(await world.send({ query })).toEqual(refused('The document is nested too deeply to be read.'));
  await world.close();
});

it('variables that are nested as deep as a body allows are refused', async () => {
  const world = await createWorld({ schema });
  const query = 'query ($f: ModelPostFilterInput) { listPosts(filter: $f) { items { id } } }';
  const variables = JSON.parse(`{"f":${'{"not":'.repeat(50_000)}{}${'}'.repeat(50_000)}}`);
  expect(await world.send({ query, variables })).toEqual(
    refused('Values are nested more than 100 levels deep, which is the most allowed.'),
  );
  await world.close();
});

it('what a request has not begun when its time is over is not done', async () => {
  const sdl = `
    type Post @model @auth(rules: [{ allow: public }]) { id: ID! }
    type Mutation { slow: String @function(name: "slow") @auth(rules: [{ allow: public }]) }
  `;
  const world = await createWorld({
    schema: sdl,
    limits: { timeout: 60_000 },
    functions: {
      slow: () => {
        world.now += 61_000;
        return 'late';
      },
    },
  });
  const query = 'mutation { createPost(input: { id: "1" }) { id } slow late: createPost(input: { id: "2" }) { id } }';
  const { body } = await send(world.executor, { query });
  expect(JSON.parse(body)).toMatchObject({ data: null, errors: [{ errorType: 'ExecutionTimeout' }] });
  expect(await world.store.get('Post', { id: '1' })).not.toBeNull();
  expect(await world.store.get('Post', { id: '2' })).toBeNull();
  await world.close();
});

it('a request gives up after its time', async () => {
  const world = await createWorld({
    schema,
    limits: { timeout: 20 },
    functions: { slow: () => new Promise(() => {}) },
  });
  await world.seed(seed);
  const { status, body } = await send(world.executor, { query: '{ listPosts { items { slow } } }' });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    data: null,
    errors: [{ path: null, errorType: 'ExecutionTimeout', locations: null, message: 'Execution timed out.' }],
  });
  await world.close();
});
