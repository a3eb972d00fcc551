import { post } from './blog.ts';

export interface MeasuredOperation {
  /** What it is called in the table. */
  readonly title: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Items that the answer's one field must hold, so that nothing else is measured: 0 or 1, or those of a list. */
  readonly returns: number;
}

const { createdAt: _, updatedAt: __, ...input } = post(120);

/** In the order in which they are sent: queries first, since mutations change what they find. */
export const operations: readonly MeasuredOperation[] = [
  { title: 'get', query: '{ getPost(id: "post-000") { id title text } }', returns: 1 },
  { title: 'get of nothing', query: '{ getPost(id: "post-999") { id } }', returns: 0 },
  {
    title: 'get, its author and 20 comments',
    query: '{ getPost(id: "post-000") { id title author { name } comments(limit: 20) { items { text } } } }',
    returns: 1,
  },
  {
    title: 'get, its 5 tags through a join model',
    query: '{ getPost(id: "post-000") { id title tags { items { tag { id text } } } } }',
    returns: 1,
  },
  { title: 'list of 20', query: '{ listPosts(limit: 20) { items { id title } nextToken } }', returns: 20 },
  { title: 'list of 100', query: '{ listPosts(limit: 100) { items { id title } nextToken } }', returns: 100 },
  {
    title: 'list of 20 by a filter that one item in four meets',
    query: '{ listPosts(limit: 20, filter: { state: { eq: "DRAFT" } }) { items { id title } nextToken } }',
    returns: 20,
  },
  {
    title: 'list of 20, each with its author and 10 comments',
    query: `{ listPosts(limit: 20) {
      items { id title author { name } comments(limit: 10) { items { text } } } nextToken
    } }`,
    returns: 20,
  },
  {
    title: 'index query of 20',
    query: '{ postsByBlog(blog: "blog-0", limit: 20) { items { id title text } nextToken } }',
    returns: 20,
  },
  {
    title: 'create',
    query: 'mutation ($input: CreatePostInput!) { createPost(input: $input) { id title } }',
    variables: { input },
    returns: 1,
  },
  {
    title: 'update of an attribute that is in no key',
    query: 'mutation { updatePost(input: { id: "post-120", state: "PUBLISHED" }) { id state } }',
    returns: 1,
  },
  {
    title: 'update of an attribute that is in an index key',
    query: 'mutation { updatePost(input: { id: "post-120", blog: "blog-1", title: "Post 120" }) { id blog } }',
    returns: 1,
  },
  {
    title: 'update on a condition that fails',
    query: `mutation {
      updatePost(input: { id: "post-120", title: "none" }, condition: { state: { eq: "GONE" } }) { id }
    }`,
    returns: 0,
  },
  { title: 'delete', query: 'mutation { deletePost(input: { id: "post-120" }) { id } }', returns: 1 },
];
