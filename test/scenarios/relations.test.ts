import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/storage/storage-engine.ts';
import { createWorld, scenarios, type World } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Author @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    name: String
    posts: [Post] @hasMany(references: ["authorId"])
    profile: Profile @hasOne(references: ["authorId"])
  }
  type Profile @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    bio: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
  }
  type Post @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    authorId: ID
    author: Author @belongsTo(references: ["authorId"])
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Comment @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
  type Team @model(${off}) @auth(rules: [{ allow: public }]) {
    region: ID! @primaryKey(sortKeyFields: ["number"])
    number: Int!
    members: [Member] @hasMany(references: ["teamRegion", "teamNumber"])
  }
  type Member @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    teamRegion: ID
    teamNumber: Int
    team: Team @belongsTo(references: ["teamRegion", "teamNumber"])
  }
  type User @model(${off}) @auth(rules: [{ allow: public }]) { id: ID! }
  type Task @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    userId: ID!
    user: User! @hasOne(fields: ["userId"])
  }
  type Left @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    rights: [Right] @manyToMany(relationName: "Links")
  }
  type Right @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    lefts: [Left] @manyToMany(relationName: "Links")
  }
`;
const seed = {
  Author: [{ id: 'a1', name: 'Ann' }, { id: 'a2' }],
  Profile: [{ id: 'p1', bio: 'hi', authorId: 'a1' }],
  Post: [
    { id: '1', title: 'one', authorId: 'a1' },
    { id: '2', title: 'two', authorId: 'gone' },
    { id: '3', title: 'three' },
  ],
  Comment: [
    { id: 'c1', text: 'x', postId: '1' },
    { id: 'c2', text: 'y', postId: '1' },
    { id: 'c3', text: 'x', postId: '1' },
    { id: 'c4', text: 'z', postId: '2' },
  ],
  Team: [
    { region: 'eu', number: 1 },
    { region: 'eu', number: 2 },
  ],
  Member: [
    { id: 'm1', teamRegion: 'eu', teamNumber: 1 },
    { id: 'm2', teamRegion: 'eu', teamNumber: 2 },
    { id: 'm3', teamRegion: 'eu' },
  ],
  User: [{ id: 'u1' }],
  Task: [
    { id: 't1', userId: 'gone' },
    { id: 't2', userId: 'u1' },
  ],
  Left: [{ id: 'l1' }],
  Right: [{ id: 'r1' }],
  Links: [{ id: 'k1', leftId: 'l1', rightId: 'r1' }],
};

scenarios('relations (runtime.md 6)', { schema }, [
  {
    title: 'belongsTo finds its record; an absent or dangling key is null',
    order: 'engine',
    seed,
    query: '{ listPosts { items { id author { name } } } }',
    response: {
      data: {
        listPosts: {
          items: [
            { id: '1', author: { name: 'Ann' } },
            { id: '2', author: null },
            { id: '3', author: null },
          ],
        },
      },
    },
  },
  {
    title: 'hasMany is a connection with its own filter and limit',
    seed,
    query: '{ getPost(id: "1") { comments(filter: { text: { eq: "x" } }, limit: 5) { items { id } nextToken } } }',
    response: { data: { getPost: { comments: { items: [{ id: 'c1' }, { id: 'c3' }], nextToken: null } } } },
  },
  {
    title: 'sortDirection never fails on a relation',
    seed,
    query: '{ getPost(id: "1") { comments(sortDirection: DESC, limit: 1) { items { text } } } }',
    response: { data: { getPost: { comments: { items: [{ text: 'x' }] } } } },
  },
  {
    title: 'hasOne by references finds its record',
    order: 'engine',
    seed,
    query: '{ listAuthors { items { id profile { bio } } } }',
    response: {
      data: {
        listAuthors: {
          items: [
            { id: 'a1', profile: { bio: 'hi' } },
            { id: 'a2', profile: null },
          ],
        },
      },
    },
  },
  {
    title: 'references to a key of two fields need both',
    seed,
    query: '{ listTeams { items { number members { items { id } } } } listMembers { items { id team { number } } } }',
    response: {
      data: {
        listTeams: {
          items: [
            { number: 1, members: { items: [{ id: 'm1' }] } },
            { number: 2, members: { items: [{ id: 'm2' }] } },
          ],
        },
        listMembers: {
          items: [
            { id: 'm1', team: { number: 1 } },
            { id: 'm2', team: { number: 2 } },
            { id: 'm3', team: null },
          ],
        },
      },
    },
  },
  {
    title: 'a dangling reference behind a required field makes its item null',
    needs: 'orderedScan',
    seed,
    query: '{ listTasks { items { id user { id } } } }',
    response: {
      data: { listTasks: { items: [null, { id: 't2', user: { id: 'u1' } }] } },
      errors: [
        {
          path: ['listTasks', 'items', 0, 'user'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'User' within parent 'Task' (/listTasks/items[0]/user)",
        },
      ],
    },
  },
  {
    title: 'manyToMany leads through the join model',
    seed,
    query: '{ getLeft(id: "l1") { rights { items { right { id lefts { items { left { id } } } } } } } }',
    response: {
      data: {
        getLeft: {
          rights: { items: [{ right: { id: 'r1', lefts: { items: [{ left: { id: 'l1' } }] } } }] },
        },
      },
    },
  },
  {
    title: 'a mutation resolves the relations of its result',
    needs: 'orderedScan',
    seed,
    query:
      'mutation { updatePost(input: { id: "1", authorId: "a2" }) { author { id } comments(limit: 1) { items { id } } } }',
    response: { data: { updatePost: { author: { id: 'a2' }, comments: { items: [{ id: 'c1' }] } } } },
    events: [
      {
        kind: 'update',
        model: 'Post',
        item: { id: '1', title: 'one', authorId: 'a2' },
        previous: { id: '1', title: 'one', authorId: 'a1' },
      },
    ],
  },
]);

it('a connection goes on with its token, which is good for its parent only', async () => {
  const world = await createWorld({ schema });
  await world.seed(seed);
  const query = `query ($id: ID!, $token: String) {
    getPost(id: $id) { comments(limit: 2, nextToken: $token) { items { id } nextToken } }
  }`;
  type Answer = { data: { getPost: { comments: { items: unknown[]; nextToken: string | null } | null } } };
  const first = (await world.send({ query, variables: { id: '1' } })) as Answer;
  const items = (first.data.getPost.comments?.items ?? []) as { id: string }[];
  const left = ['c1', 'c2', 'c3'].filter((id) => items.every((item) => item.id !== id));
  // The index has no sort key: which comments come first is up to the engine.
  if (world.capabilities.orderedScan) expect(items).toEqual([{ id: 'c1' }, { id: 'c2' }]);
  else expect([items.length, left.length]).toEqual([2, 1]);
  const token = first.data.getPost.comments?.nextToken;
  expect(await world.send({ query, variables: { id: '1', token } })).toEqual({
    data: { getPost: { comments: { items: left.map((id) => ({ id })), nextToken: null } } },
  });
  expect(await world.send({ query, variables: { id: '2', token } })).toMatchObject({
    data: { getPost: { comments: null } },
    errors: [{ path: ['getPost', 'comments'], errorType: 'InvalidArgumentsError' }],
  });
  await world.close();
});

describe('calls of the engine', () => {
  let world: World;
  afterEach(() => world.close());

  /** A store that leaves the shaping to the plan, as most engines do. */
  const plain = (store: Store): Store =>
    new Proxy(store, {
      get: (target, name) => {
        if (name === 'scanJson' || name === 'queryJson') return undefined;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  /** A world with some posts of one author each two, three comments each, and the calls that reach its store. */
  async function countedWorld(posts: number, wrap = plain): Promise<readonly string[]> {
    const calls: string[] = [];
    world = await createWorld({ schema, wrapStore: (store) => watched(wrap(store), (name) => calls.push(name)) });
    const numbers = Array.from({ length: posts }, (_, index) => index);
    await world.seed({
      Author: numbers.map((index) => ({ id: `a${index}` })),
      Post: numbers.map((index) => ({ id: `${index}`, authorId: `a${index >> 1}` })),
      Comment: numbers.flatMap((index) => [0, 1, 2].map((nr) => ({ id: `${index}-${nr}`, postId: `${index}` }))),
    });
    return calls;
  }

  it.each([1, 10, 100])('are three for %i posts with author and comments', async (posts) => {
    const calls = await countedWorld(posts);
    const response = (await world.send({
      query: '{ listPosts { items { author { id } comments { items { id } } } } }',
    })) as { data: { listPosts: { items: { comments: { items: unknown[] } }[] } } };
    expect(response.data.listPosts.items.flatMap((item) => item.comments.items)).toHaveLength(posts * 3);
    expect(calls).toEqual(['scan', 'batchGet', 'batchQuery']);
  });

  it.each([1, 10, 100])('are one for each relation of each of three levels for %i posts', async (posts) => {
    const calls = await countedWorld(posts);
    await world.send({
      query:
        '{ listPosts { items { author { posts { items { id } } } comments { items { post { author { id } } } } } } }',
    });
    expect(calls).toEqual(['scan', 'batchGet', 'batchQuery', 'batchQuery', 'batchGet', 'batchGet']);
  });

  it.for([1, 10, 100])(
    'is one for %i posts with their relations where the engine writes JSON',
    async (posts, { skip }) => {
      let writesJson = false;
      const calls = await countedWorld(posts, (store) => {
        writesJson = store.scanJson !== undefined;
        return store;
      });
      skip(!writesJson, 'the engine does not write JSON');
      const query = '{ listPosts { items { id author { id } comments { items { id } } } } }';
      const response = (await world.send({ query })) as {
        data: { listPosts: { items: { id: string; author: unknown; comments: unknown }[] } };
      };
      expect(response.data.listPosts.items[0]).toEqual({
        id: '0',
        author: { id: 'a0' },
        comments: { items: ['0-0', '0-1', '0-2'].map((id) => ({ id })) },
      });
      expect(calls).toEqual(['scanJson']);
    },
  );

  it('look up a shared record once', async () => {
    const keys: unknown[] = [];
    world = await createWorld({
      schema,
      wrapStore: (store) =>
        watched(plain(store), (name, args) => {
          if (name === 'batchGet') keys.push(args[1]);
        }),
    });
    await world.seed({ Author: [{ id: 'a' }], Post: ['1', '2', '3'].map((id) => ({ id, authorId: 'a' })) });
    await world.send({ query: '{ listPosts { items { author { id } } } }' });
    expect(keys).toEqual([[{ id: 'a' }]]);
  });
});

/** A store that tells of each call before it makes it. */
function watched(store: Store, onCall: (name: string, args: readonly unknown[]) => void): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: readonly unknown[]) => {
        onCall(String(name), args);
        return Reflect.apply(method, target, args);
      };
    },
  });
}
