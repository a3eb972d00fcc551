import { Amplify } from 'aws-amplify';
import { generateClient } from 'aws-amplify/data';
import { ConsoleLogger } from 'aws-amplify/utils';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { blogSchema } from './blog-schema.ts';
import { apiKey, type StartedBackend, startBackend } from './start-backend.ts';

/** Every operation of the unmodified `client.models`, with what comes back. */

interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: records of the untyped client, lazy loaders included
  readonly data: any;
  readonly errors?: readonly { readonly message: string; readonly errorType?: string }[];
  readonly nextToken?: string | null;
}
type Operation = (input?: object, options?: object) => Promise<Result>;
interface Observable {
  subscribe(observer: { next(value: unknown): void; error(error: unknown): void }): { unsubscribe(): void };
}
type Models = Record<
  string,
  Record<string, Operation> &
    Record<'onCreate' | 'onUpdate' | 'onDelete' | 'observeQuery', (options?: object) => Observable>
>;

let started: StartedBackend;
let models: Models;
const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const times = { createdAt: at, updatedAt: at };

beforeAll(() => {
  ConsoleLogger.LOG_LEVEL = 'ERROR';
});

beforeEach(async () => {
  started = await startBackend(blogSchema);
  Amplify.configure({
    API: {
      GraphQL: {
        endpoint: started.server.graphqlUrl.replace('http:', 'HTTP:'),
        region: 'us-east-1',
        apiKey,
        defaultAuthMode: 'apiKey',
        modelIntrospection: modelIntrospection(started.backend.model) as never,
      },
    },
  });
  models = (generateClient() as unknown as { models: Models }).models;
  return async () => {
    await started.close();
    expect(started.errors).toEqual([]);
  };
});

afterAll(() => {
  Amplify.configure({});
});

/** The fields of a record without its lazy loaders. */
function plain(record: object | null): unknown {
  if (record === null) return null;
  return Object.fromEntries(Object.entries(record).filter(([, value]) => typeof value !== 'function'));
}

/** What has no order but the engine's: by its JSON text where the engine has none. */
function inOrder<T>(list: readonly T[]): readonly T[] {
  if (started.capabilities.orderedScan) return list;
  // Times come first in some records, and are not what the test is about.
  const textOf = (value: T) => JSON.stringify(value, (name, each) => (Object.hasOwn(times, name) ? '' : each));
  return list.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

async function ok(result: Promise<Result>): Promise<Result> {
  const answer = await result;
  expect(answer.errors).toBeUndefined();
  return answer;
}

const post = (id: string, rest: object = {}) =>
  ok(models.Post!.create!({ id, title: id, score: 0, tags: [], ...rest }));

describe('one record', () => {
  it('is created with a generated id, read, updated, deleted, and then gone', async () => {
    const input = { title: 't', status: 'DRAFT', score: 1, tags: ['a'], location: { lat: 1.5 }, json: '{"b":1}' };
    const { data: created } = await ok(models.Post!.create!(input));
    const stored = {
      ...input,
      location: { lat: 1.5, long: null },
      id: expect.any(String),
      blogId: null,
      owner: null,
      ...times,
    };
    expect(plain(created)).toEqual(stored);
    expect(plain((await ok(models.Post!.get!({ id: created.id }))).data)).toEqual(stored);
    const updated = await ok(models.Post!.update!({ id: created.id, title: 't2', status: null, createdAt: 'ignored' }));
    expect(plain(updated.data)).toEqual({ ...stored, title: 't2', status: null });
    expect(plain((await ok(models.Post!.delete!({ id: created.id }))).data)).toMatchObject({ title: 't2' });
    expect((await ok(models.Post!.get!({ id: created.id }))).data).toBeNull();
  });

  it('with a key of several fields is found by all of them', async () => {
    await ok(models.Store!.create!({ tenant: 'T', code: 'C', num: 3, name: 'n' }));
    const found = await ok(models.Store!.get!({ tenant: 'T', code: 'C', num: 3 }));
    expect(plain(found.data)).toEqual({ tenant: 'T', code: 'C', num: 3, name: 'n', ...times });
    expect((await ok(models.Store!.get!({ tenant: 'T', code: 'C', num: 4 }))).data).toBeNull();
    await ok(models.Store!.update!({ tenant: 'T', code: 'C', num: 3, name: 'm' }));
    expect((await ok(models.Store!.delete!({ tenant: 'T', code: 'C', num: 3 }))).data.name).toBe('m');
  });

  it('takes a related record in place of its key', async () => {
    const { data: blog } = await ok(models.Blog!.create!({ name: 'b' }));
    const { data } = await post('p', { blog });
    expect(data.blogId).toBe(blog.id);
  });
});

describe('lists', () => {
  it('filter, limit and page through, without a token on the last page', async () => {
    for (let n = 1; n <= 5; n++) await post(`p${n}`, { score: n });
    const filter = { score: { gt: 1 } };
    const first = await ok(models.Post!.list!({ filter, limit: 2 }));
    const second = await ok(models.Post!.list!({ filter, limit: 2, nextToken: first.nextToken }));
    const pages = [first, second].map(({ data }) => data.map(({ id }: { id: string }) => id));
    expect([first.nextToken, second.nextToken]).toEqual([expect.any(String), null]);
    expect(pages.map(({ length }) => length)).toEqual([2, 2]);
    expect(inOrder(pages.flat())).toEqual(['p2', 'p3', 'p4', 'p5']);
  });

  it('are empty lists where there is nothing', async () => {
    expect(await ok(models.Post!.list!())).toMatchObject({ data: [], nextToken: null });
  });

  it('take key conditions, also of several fields', async () => {
    for (const num of [1, 2, 3]) await ok(models.Store!.create!({ tenant: 'T', code: 'C', num }));
    const descending = await ok(models.Store!.list!({ tenant: 'T', sortDirection: 'DESC' }));
    expect(descending.data.map(({ num }: { num: number }) => num)).toEqual([3, 2, 1]);
    const one = await ok(models.Store!.list!({ tenant: 'T', codeNum: { eq: { code: 'C', num: 2 } } }));
    expect(one.data.map(({ num }: { num: number }) => num)).toEqual([2]);
    for (const day of ['01', '02', '03'])
      await ok(models.Item!.create!({ itemId: 'i', at: `2026-01-${day}T00:00:00.000Z` }));
    const later = await ok(models.Item!.list!({ itemId: 'i', at: { gt: '2026-01-01T00:00:00.000Z' } }));
    expect(later.data).toHaveLength(2);
  });

  it('of an index are in its order and take its conditions', async () => {
    const { data: blog } = await ok(models.Blog!.create!({ name: 'b' }));
    for (const [id, score] of [
      ['x1', 1],
      ['x2', 2],
      ['y1', 3],
    ] as const) {
      await post(id, { blogId: blog.id, score, status: 'PUBLISHED' });
    }
    const byTitle = await ok(
      models.Post!.postsByBlog!(
        { blogId: blog.id, title: { beginsWith: 'x' } },
        { sortDirection: 'DESC', filter: { score: { gt: 0 } } },
      ),
    );
    expect(byTitle.data.map(({ id }: { id: string }) => id)).toEqual(['x2', 'x1']);
    const byStatus = await ok(
      models.Post!.listPostByStatusAndScoreAndTitle!({
        status: 'PUBLISHED',
        scoreTitle: {
          between: [
            { score: 2, title: 'x2' },
            { score: 3, title: 'z' },
          ],
        },
      }),
    );
    expect(byStatus.data.map(({ id }: { id: string }) => id)).toEqual(['x2', 'y1']);
  });
});

describe('relations', () => {
  beforeEach(async () => {
    await ok(models.Blog!.create!({ id: 'b', name: 'blog' }));
    await post('p', { blogId: 'b' });
    for (const n of [1, 2, 3]) await ok(models.Comment!.create!({ id: `c${n}`, body: `${n}`, postId: 'p' }));
    await ok(models.PostMeta!.create!({ id: 'm', views: 7, postId: 'p' }));
  });

  it('load lazily, the parts of a list page by page', async () => {
    const { data } = await ok(models.Post!.get!({ id: 'p' }));
    expect((await data.blog()).data.name).toBe('blog');
    expect((await data.meta()).data.views).toBe(7);
    const first = await data.comments({ limit: 2 });
    const rest = await data.comments({ limit: 2, nextToken: first.nextToken });
    expect([first.data.length, rest.data.length, rest.nextToken]).toEqual([2, 1, null]);
    expect((await first.data[0].post()).data.id).toBe('p');
  });

  it('come with the record where the selection set names them', async () => {
    const selectionSet = ['id', 'blog.name', 'comments.*', 'comments.post.title', 'meta.views', 'location.*', 'owner'];
    const { data } = await ok(models.Post!.get!({ id: 'p' }, { selectionSet }));
    expect({ ...data, comments: inOrder(data.comments) }).toEqual({
      id: 'p',
      blog: { name: 'blog' },
      comments: [1, 2, 3].map((n) => ({ id: `c${n}`, body: `${n}`, postId: 'p', post: { title: 'p' }, ...times })),
      meta: { views: 7 },
      location: null,
      owner: null,
    });
    const { data: listed } = await ok(models.Blog!.list!({ selectionSet: ['name', 'posts.comments.body'] }));
    const bodies = listed.map(({ name, posts }: { name: string; posts: { comments: unknown[] }[] }) => {
      return { name, posts: posts.map(({ comments }) => ({ comments: inOrder(comments) })) };
    });
    expect(bodies).toEqual([{ name: 'blog', posts: [{ comments: [{ body: '1' }, { body: '2' }, { body: '3' }] }] }]);
  });

  it('of several key fields load both ways', async () => {
    await ok(models.Store!.create!({ tenant: 'T', code: 'C', num: 1, name: 'store' }));
    const item = { itemId: 'i', at: '2026-01-01T00:00:00.000Z', tenant: 'T', code: 'C', num: 1 };
    const { data } = await ok(models.Item!.create!(item));
    const { data: store } = await data.store();
    expect(store.name).toBe('store');
    expect((await store.items()).data.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['i']);
  });
});

describe('errors', () => {
  it('of rules are given beside null or an empty list', async () => {
    const denied = { errorType: 'Unauthorized', message: 'Not Authorized to access getSecret on type Query' };
    expect(await models.Secret!.get!({ id: 'x' })).toMatchObject({ data: null, errors: [denied] });
    expect(await models.Secret!.list!()).toMatchObject({ data: [], errors: [{ errorType: 'Unauthorized' }] });
  });

  it('of conditions keep the type and the words of DynamoDB', async () => {
    const missing = await models.Blog!.update!({ id: 'none', name: 'x' });
    expect(missing).toMatchObject({
      data: null,
      errors: [
        {
          errorType: 'DynamoDB:ConditionalCheckFailedException',
          message: expect.stringMatching(/^The conditional request failed/),
        },
      ],
    });
  });

  it('of input name what is wrong', async () => {
    const { data, errors } = await models.Blog!.create!({ name: 'b', unknown: 1 });
    expect([data, errors?.length]).toEqual([null, 1]);
    expect(errors?.[0]?.message).toContain("'unknown'");
  });

  it('of credentials say Unauthorized and how to go on', async () => {
    const client = generateClient({ apiKey: 'da2-wrong', authMode: 'apiKey' }) as unknown as { models: Models };
    const { errors } = await client.models.Blog!.list!();
    expect(errors).toMatchObject([
      { message: 'Unauthorized', recoverySuggestion: expect.stringContaining('authMode') },
    ]);
  });
});

describe('subscriptions', () => {
  async function observe(open: () => Observable, count = 1) {
    const before = started.backend.realtimeMetrics.subscriptions;
    const values: unknown[] = [];
    const errors: unknown[] = [];
    const subscription = open().subscribe({
      next: (value) => values.push(value),
      error: (error) => errors.push(error),
    });
    await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(before + count), 5_000);
    return { values, errors, subscription };
  }

  it('hear creates, updates and deletes that pass their filter, as whole records', async () => {
    const filter = { score: { ge: 2 } };
    const created = await observe(() => models.Post!.onCreate({ filter }));
    const updated = await observe(() => models.Post!.onUpdate({ filter }));
    const deleted = await observe(() => models.Post!.onDelete());
    await post('low', { score: 1 });
    await post('high', { score: 2 });
    await ok(models.Post!.update!({ id: 'low', score: 3 }));
    await ok(models.Post!.update!({ id: 'high', score: 0 }));
    await ok(models.Post!.delete!({ id: 'high' }));
    const record = (id: string, score: number) => ({
      id,
      title: id,
      status: null,
      score,
      tags: [],
      location: null,
      json: null,
      blogId: null,
      owner: null,
      ...times,
    });
    await vi.waitFor(() => expect(deleted.values).toHaveLength(1));
    expect(created.values.map((value) => plain(value as object))).toEqual([record('high', 2)]);
    expect(updated.values.map((value) => plain(value as object))).toEqual([record('low', 3)]);
    expect(deleted.values.map((value) => plain(value as object))).toEqual([record('high', 0)]);
    for (const { subscription, errors } of [created, updated, deleted]) {
      expect(errors).toEqual([]);
      subscription.unsubscribe();
    }
    await vi.waitFor(() => expect(started.backend.realtimeMetrics.subscriptions).toBe(0));
  });

  it('resolve the relations of their selection set', async () => {
    await ok(models.Blog!.create!({ id: 'b', name: 'blog' }));
    const selectionSet = ['id', 'blog.name', 'comments.body'];
    const { values } = await observe(() => models.Post!.onCreate({ selectionSet }));
    await post('p', { blogId: 'b' });
    await vi.waitFor(() => expect(values).toEqual([{ id: 'p', blog: { name: 'blog' }, comments: [] }]));
  });

  it('that rules deny end with an error', async () => {
    const errors: unknown[] = [];
    models.Secret!.onCreate().subscribe({ next: () => {}, error: (error) => errors.push(error) });
    await vi.waitFor(() => expect(errors).toHaveLength(1), 5_000);
    expect(JSON.stringify(errors[0])).toContain('Not Authorized to access onCreateSecret on type Subscription');
  });

  it('keep a query in step: observeQuery lists, then follows', async () => {
    await post('a', { score: 1 });
    const seen = await observe(() => models.Post!.observeQuery({ filter: { score: { gt: 0 } } }), 3);
    const ids = () => {
      const last = seen.values.at(-1) as { items: { id: string; title: string }[]; isSynced: boolean } | undefined;
      return [last?.items.map(({ id, title }) => `${id}:${title}`), last?.isSynced];
    };
    await vi.waitFor(() => expect(ids()).toEqual([['a:a'], true]));
    await post('b', { score: 2 });
    await vi.waitFor(() => expect(ids()).toEqual([['a:a', 'b:b'], true]));
    await ok(models.Post!.update!({ id: 'a', title: 'A' }));
    await vi.waitFor(() => expect(ids()).toEqual([['a:A', 'b:b'], true]));
    await ok(models.Post!.delete!({ id: 'b' }));
    await vi.waitFor(() => expect(ids()).toEqual([['a:A'], true]));
    expect(seen.errors).toEqual([]);
    seen.subscription.unsubscribe();
  });

  it('go on through a change of the schema', async () => {
    const { values, errors, subscription } = await observe(() => models.Blog!.onCreate());
    await started.backend.swap({ model: started.backend.model });
    await ok(models.Blog!.create!({ id: 'after', name: 'n' }));
    await vi.waitFor(() => expect(values).toHaveLength(1));
    expect(errors).toEqual([]);
    subscription.unsubscribe();
  });
});
