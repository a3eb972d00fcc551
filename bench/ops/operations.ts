import { counts, postId } from './records.ts';

/** One measured operation: what GraphQL servers get, and what the floor's handler of the same name gets. */
export interface Operation {
  readonly name: string;
  readonly query: string;
  /** Variables of the n-th request; the floor receives them as its JSON body. */
  readonly variables: (n: number) => Record<string, unknown>;
}

const fields = 'id title body status score rating published authorId createdAt updatedAt';
const somePost = (n: number): string => postId((n * 7919) % counts.posts);
const popularPost = (n: number): string => postId((n * 31) % 1000);

const get: Operation = {
  name: 'get',
  query: `query ($id: ID!) { getPost(id: $id) { ${fields} } }`,
  variables: (n) => ({ id: somePost(n) }),
};

const update: Operation = {
  name: 'update',
  query: `mutation ($input: UpdatePostInput!) { updatePost(input: $input) { ${fields} } }`,
  variables: (n) => ({ input: { id: somePost(n), title: `Changed ${n}` } }),
};

/** In the order of the table. `mixed` is made of `get` and `update` by the load generator. */
export const operations: readonly Operation[] = [
  get,
  {
    name: 'list100',
    query: `query { listPosts(limit: 100) { items { ${fields} } nextToken } }`,
    variables: () => ({}),
  },
  {
    name: 'listFiltered',
    query: `query ($f: ModelPostFilterInput) { listPosts(limit: 100, filter: $f) { items { ${fields} } nextToken } }`,
    variables: (n) => ({ f: { score: { ge: 500 + (n % 10) }, published: { eq: true } } }),
  },
  {
    name: 'indexQuery',
    query: `query ($s: String!) { postsByStatus(status: $s) { items { ${fields} } nextToken } }`,
    variables: (n) => ({ s: `LIVE-${n % 125}` }),
  },
  {
    name: 'getNested',
    query: `query ($id: ID!) { getPost(id: $id) { ${fields} author { id name } comments(limit: 20) { items { id text } nextToken } } }`,
    variables: (n) => ({ id: popularPost(n) }),
  },
  {
    name: 'listNested',
    query: `query { listPosts(limit: 20) { items { ${fields} author { id name } comments(limit: 10) { items { id text } nextToken } } nextToken } }`,
    variables: () => ({}),
  },
  {
    name: 'create',
    query: `mutation ($input: CreatePostInput!) { createPost(input: $input) { ${fields} } }`,
    variables: (n) => ({
      input: { title: `New ${n}`, body: 'Text', status: 'NEW', score: n % 1000, authorId: 'author-1' },
    }),
  },
  update,
];

/** Nine reads to one write. */
export const mixed = { name: 'mixed', reads: get, writes: update, readShare: 9 };
