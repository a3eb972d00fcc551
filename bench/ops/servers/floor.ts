/**
 * The floors: bare `node:http` and prepared statements, no GraphQL. With `--json-bytes` SQLite writes the response's
 * JSON itself, otherwise rows are objects and `JSON.stringify` writes them.
 * Argument: `--data`, the database file.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { serveControl } from '../serve-control.ts';

const { values } = parseArgs({
  options: { data: { type: 'string' }, 'json-bytes': { type: 'boolean', default: false } },
});
const db = new Database(values.data!);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
// As Preamp's engine: with SQLite's own 2 MiB, most rows of this file would be a system call each.
db.pragma('cache_size = -65536');

const columns = ['id', 'title', 'body', 'status', 'score', 'rating', 'published', 'authorId', 'createdAt', 'updatedAt'];
const list = columns.map((name) => `p.${name}`).join(', ');
const pairs = columns
  .map((name) => `'${name}', ${name === 'published' ? `json(iif(p.published, 'true', 'false'))` : `p.${name}`}`)
  .join(', ');

type Body = Record<string, never> & {
  id: string;
  s: string;
  f: { score: { ge: number } };
  input: Record<string, string>;
};
type Answer = (body: Body) => string | Buffer;

const insert = db.prepare(
  `INSERT INTO Post (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
);
const change = db.prepare('UPDATE Post SET title = @title, updatedAt = @updatedAt WHERE id = @id');
const one = db.prepare(`SELECT ${list} FROM Post p WHERE p.id = ?`);

type Post = Record<string, unknown> & { id: string; published: unknown; authorId: string };
const revive = (row: Post): Post => {
  row.published = row.published === null ? null : row.published === 1;
  return row;
};

function create(body: Body): Post {
  const now = new Date().toISOString();
  const row = { id: randomUUID(), rating: null, published: null, createdAt: now, updatedAt: now, ...body.input };
  insert.run(row);
  return row as unknown as Post;
}

function update(body: Body): Post {
  change.run({ ...body.input, updatedAt: new Date().toISOString() });
  return revive(one.get(body.input.id) as Post);
}

function rowHandlers(): Record<string, Answer> {
  const first = db.prepare(`SELECT ${list} FROM Post p ORDER BY p.id LIMIT ?`);
  const filtered = db.prepare(
    `SELECT ${list} FROM Post p WHERE p.score >= ? AND p.published = 1 ORDER BY p.id LIMIT 101`,
  );
  const byStatus = db.prepare(`SELECT ${list} FROM Post p WHERE p.status = ? ORDER BY p.score LIMIT 101`);
  const author = db.prepare('SELECT id, name FROM Author WHERE id = ?');
  const comments = db.prepare('SELECT id, text FROM Comment WHERE postId = ? ORDER BY id LIMIT ?');
  const page = (rows: unknown[], limit: number) => ({
    items: (rows.slice(0, limit) as Post[]).map(revive),
    nextToken: rows.length > limit ? 'more' : null,
  });
  const nest = (post: Post, limit: number): Post => ({
    ...revive(post),
    author: author.get(post.authorId),
    comments: { items: comments.all(post.id, limit), nextToken: null },
  });
  return {
    get: (body) => JSON.stringify({ data: { getPost: revive(one.get(body.id) as Post) } }),
    list100: () => JSON.stringify({ data: { listPosts: page(first.all(101), 100) } }),
    listFiltered: (body) => JSON.stringify({ data: { listPosts: page(filtered.all(body.f.score.ge), 100) } }),
    indexQuery: (body) => JSON.stringify({ data: { postsByStatus: page(byStatus.all(body.s), 100) } }),
    getNested: (body) => JSON.stringify({ data: { getPost: nest(one.get(body.id) as Post, 20) } }),
    listNested: () =>
      JSON.stringify({
        data: { listPosts: { items: (first.all(20) as Post[]).map((post) => nest(post, 10)), nextToken: 'more' } },
      }),
    create: (body) => JSON.stringify({ data: { createPost: create(body) } }),
    update: (body) => JSON.stringify({ data: { updatePost: update(body) } }),
  };
}

function byteHandlers(): Record<string, Answer> {
  const bytes = (sql: string) => db.prepare(`SELECT CAST(${sql} AS BLOB)`).pluck();
  const object = `json_object(${pairs})`;
  const nested = (limit: number) =>
    `json_object(${pairs},
      'author', json((SELECT json_object('id', a.id, 'name', a.name) FROM Author a WHERE a.id = p.authorId)),
      'comments', json_object('items', json((SELECT json_group_array(json_object('id', c.id, 'text', c.text))
        FROM (SELECT id, text FROM Comment WHERE postId = p.id ORDER BY id LIMIT ${limit}) c)), 'nextToken', NULL))`;
  const page = (field: string, item: string, from: string) =>
    bytes(`(SELECT json_object('data', json_object('${field}',
      json_object('items', json_group_array(${item}), 'nextToken', NULL))) FROM (${from}) p)`);
  const get = bytes(`(SELECT json_object('data', json_object('getPost', ${object})) FROM Post p WHERE p.id = ?)`);
  const list100 = page('listPosts', object, 'SELECT * FROM Post ORDER BY id LIMIT 100');
  const filtered = page(
    'listPosts',
    object,
    'SELECT * FROM Post WHERE score >= ? AND published = 1 ORDER BY id LIMIT 100',
  );
  const byStatus = page('postsByStatus', object, 'SELECT * FROM Post WHERE status = ? ORDER BY score LIMIT 100');
  const getNested = bytes(
    `(SELECT json_object('data', json_object('getPost', ${nested(20)})) FROM Post p WHERE p.id = ?)`,
  );
  const listNested = page('listPosts', nested(10), 'SELECT * FROM Post ORDER BY id LIMIT 20');
  return {
    get: (body) => get.get(body.id) as Buffer,
    list100: () => list100.get() as Buffer,
    listFiltered: (body) => filtered.get(body.f.score.ge) as Buffer,
    indexQuery: (body) => byStatus.get(body.s) as Buffer,
    getNested: (body) => getNested.get(body.id) as Buffer,
    listNested: () => listNested.get() as Buffer,
    create: (body) => JSON.stringify({ data: { createPost: create(body) } }),
    update: (body) => JSON.stringify({ data: { updatePost: update(body) } }),
  };
}

const handlers = values['json-bytes'] ? byteHandlers() : rowHandlers();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = handlers[request.url!.slice(1)]!(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  serveControl(typeof address === 'object' ? address!.port : 0);
});
