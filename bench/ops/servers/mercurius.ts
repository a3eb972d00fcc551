/** Mercurius with its JIT and loaders, over the same SQLite file: a well-built GraphQL server to compare with. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { serveControl } from '../serve-control.ts';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
const db = new Database(values.data!);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('cache_size = -65536');

const schema = `
  type Author { id: ID! name: String! }
  type Comment { id: ID! text: String! }
  type CommentConnection { items: [Comment]! nextToken: String }
  type Post {
    id: ID! title: String! body: String status: String! score: Int! rating: Float published: Boolean
    authorId: ID! createdAt: String! updatedAt: String! author: Author comments(limit: Int): CommentConnection
  }
  type PostConnection { items: [Post]! nextToken: String }
  input IntFilter { ge: Int }
  input BooleanFilter { eq: Boolean }
  input ModelPostFilterInput { score: IntFilter published: BooleanFilter }
  input CreatePostInput { title: String! body: String status: String! score: Int! authorId: ID! }
  input UpdatePostInput { id: ID! title: String }
  type Query {
    getPost(id: ID!): Post
    listPosts(limit: Int, filter: ModelPostFilterInput): PostConnection
    postsByStatus(status: String!): PostConnection
  }
  type Mutation { createPost(input: CreatePostInput!): Post updatePost(input: UpdatePostInput!): Post }
`;

type Post = Record<string, unknown> & { id: string; authorId: string; published: unknown };
const revive = (row: Post): Post => {
  row.published = row.published === null ? null : row.published === 1;
  return row;
};
const one = db.prepare('SELECT * FROM Post WHERE id = ?');
const first = db.prepare('SELECT * FROM Post ORDER BY id LIMIT ?');
const filtered = db.prepare('SELECT * FROM Post WHERE score >= ? AND published = 1 ORDER BY id LIMIT ?');
const byStatus = db.prepare('SELECT * FROM Post WHERE status = ? ORDER BY score LIMIT 101');
const authorsOf = db.prepare('SELECT id, name FROM Author WHERE id IN (SELECT value FROM json_each(?))');
const commentsOf = db.prepare('SELECT id, text FROM Comment WHERE postId = ? ORDER BY id LIMIT ?');
const insert = db.prepare(`INSERT INTO Post (id, title, body, status, score, authorId, createdAt, updatedAt)
  VALUES (@id, @title, @body, @status, @score, @authorId, @createdAt, @updatedAt)`);
const change = db.prepare('UPDATE Post SET title = @title, updatedAt = @updatedAt WHERE id = @id');
const page = (rows: unknown[], limit: number) => ({
  items: (rows.slice(0, limit) as Post[]).map(revive),
  nextToken: rows.length > limit ? 'more' : null,
});

const app = fastify();
app.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Query: {
      getPost: (_root: unknown, { id }: { id: string }) => revive(one.get(id) as Post),
      listPosts: (_root: unknown, { limit = 100, filter }: { limit?: number; filter?: { score: { ge: number } } }) =>
        page(filter ? filtered.all(filter.score.ge, limit + 1) : first.all(limit + 1), limit),
      postsByStatus: (_root: unknown, { status }: { status: string }) => page(byStatus.all(status), 100),
    },
    Mutation: {
      createPost: (_root: unknown, { input }: { input: Record<string, unknown> }) => {
        const now = new Date().toISOString();
        const row = { id: randomUUID(), body: null, createdAt: now, updatedAt: now, ...input };
        insert.run(row);
        return row;
      },
      updatePost: (_root: unknown, { input }: { input: { id: string } }) => {
        change.run({ ...input, updatedAt: new Date().toISOString() });
        return revive(one.get(input.id) as Post);
      },
    },
  },
  loaders: {
    Post: {
      author: async (queries: { obj: Post }[]) => {
        const ids = queries.map(({ obj }) => obj.authorId);
        const found = new Map((authorsOf.all(JSON.stringify(ids)) as { id: string }[]).map((row) => [row.id, row]));
        return ids.map((id) => found.get(id) ?? null);
      },
      comments: async (queries: { obj: Post; params: { limit?: number } }[]) =>
        queries.map(({ obj, params }) => ({ items: commentsOf.all(obj.id, params.limit ?? 100), nextToken: null })),
    },
  },
});
await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
serveControl(typeof address === 'object' ? address!.port : 0);
