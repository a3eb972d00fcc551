import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelIntrospection } from '../../src/artifacts/model-introspection.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts';
import { type Loose, reactNativeContext } from './react-native-context.ts';

const schema = /* GraphQL */ `
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String! @index(name: "byTitle", queryField: "postsByTitle", sortKeyFields: ["rank"])
    rank: Int
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Comment @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;

let started: StartedBackend;
let proxy: CuttingProxy;
let library: Loose;
/** Through a proxy whose connections can be cut. */
let client: Loose;

beforeAll(async () => {
  started = await startBackend(schema);
  proxy = await startCuttingProxy(Number(new URL(started.server.graphqlUrl).port));
  ({ client: library } = await reactNativeContext());
  const data = {
    url: `http://127.0.0.1:${proxy.port}/graphql`,
    api_key: apiKey,
    default_authorization_type: 'API_KEY',
    model_introspection: modelIntrospection(started.backend.model),
  };
  client = library.generateClient({ outputs: { data } });
});

afterAll(async () => {
  client.close();
  await proxy.close();
  await started.close();
  expect(started.errors).toEqual([]);
});

const patient = { timeout: 15_000, interval: 5 };
const subscriptions = (count: number) =>
  expect.poll(() => started.backend.realtimeMetrics.subscriptions, patient).toBe(count);

it('creates, reads, lists, queries an index, updates, loads a relation and deletes', async () => {
  const { models } = client;
  expect(await models.Post.create({ id: 'p1', title: 'One', rank: 1 })).toMatchObject({ data: { title: 'One' } });
  await models.Post.create({ id: 'p2', title: 'One', rank: 2 });
  await models.Comment.create({ id: 'c1', text: 'Yes', postId: 'p1' });
  const { data: post } = await models.Post.get({ id: 'p1' });
  expect(post).toMatchObject({ id: 'p1', rank: 1 });
  expect((await post.comments()).data).toMatchObject([{ id: 'c1' }]);
  expect((await models.Post.list({ filter: { rank: { gt: 1 } } })).data).toMatchObject([{ id: 'p2' }]);
  const found = await models.Post.postsByTitle({ title: 'One', rank: { ge: 1 } }, { sortDirection: 'DESC' });
  expect(found.data.map(({ id }: Loose) => id)).toEqual(['p2', 'p1']);
  const selected = await models.Post.get({ id: 'p1' }, { selectionSet: ['title', 'comments.text'] });
  expect(selected.data).toEqual({ title: 'One', comments: [{ text: 'Yes' }] });
  expect(await models.Post.update({ id: 'p1', title: 'First' })).toMatchObject({ data: { title: 'First' } });
  expect((await models.Post.create({ id: 'p1', title: 'x' })).errors).toMatchObject([
    { errorType: 'DynamoDB:ConditionalCheckFailedException' },
  ]);
  await models.Post.delete({ id: 'p1' });
  await models.Post.delete({ id: 'p2' });
  expect((await models.Post.list()).data).toEqual([]);
});

it('follows a list, and gets every event once although the connection is cut', async () => {
  let shown: string[] = [];
  const query = client.models.Post.observeQuery().subscribe(({ items }: Loose) => {
    shown = items.map(({ title }: Loose) => title);
  });
  const seen: string[] = [];
  const resumes: boolean[] = [];
  const events = client.models.Post.onCreate().subscribe({
    next: ({ title }: Loose) => seen.push(title),
    started: (resumed: boolean) => resumes.push(resumed),
  });
  await subscriptions(4);
  await client.models.Post.create({ id: 'a', title: 'a' });
  await expect.poll(() => [shown, seen], patient).toEqual([['a'], ['a']]);

  for (const title of ['b', 'c', 'd']) {
    proxy.cut();
    // Not through the client: its own request may be the one that is cut.
    await fetch(started.server.graphqlUrl, {
      method: 'POST',
      headers: { 'x-api-key': apiKey },
      body: JSON.stringify({
        query: `mutation { createPost(input: { id: "${title}", title: "${title}" }) { id title rank createdAt updatedAt } }`,
      }),
    });
    await expect.poll(() => seen.at(-1), patient).toBe(title);
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd']);
  expect(resumes).toEqual([false, true, true, true]);
  await expect.poll(() => shown, patient).toEqual(['a', 'b', 'c', 'd']);
  query.unsubscribe();
  events.unsubscribe();
  await subscriptions(0);
});

it('cancels a request, and says why it did not get through', async () => {
  const promise = client.models.Post.list();
  expect(client.cancel(promise, 'enough')).toBe(true);
  const error = await promise.catch((reason: unknown) => reason);
  expect([client.isCancelError(error), error.message]).toEqual([true, 'enough']);
  const dead = library.generateClient({ endpoint: 'http://127.0.0.1:1/graphql', authMode: 'none' });
  await expect(dead.graphql({ query: '{ a }' })).rejects.toMatchObject({
    errors: [{ message: 'A network error has occurred.' }],
  });
});

it('iterates events by the name that Babel uses there', async () => {
  const events = client.models.Post.onCreate()['@@asyncIterator']();
  const first = events.next();
  await subscriptions(1);
  await client.models.Post.create({ id: 'i', title: 'i' });
  expect((await first).value.id).toBe('i');
  await events.return();
  await subscriptions(0);
});
