import { afterEach, expect, test, vi } from 'vitest';
import type { DataModel } from '../../src/ir/data-model.ts';
import { apiKey, compileModel, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { connectWire, type WireClient, type WireSubscription } from './wire-client.ts';

let started: StartedBackend;
const clients: WireClient[] = [];

afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.terminate();
  await started.close();
});

const byKey = { 'x-api-key': apiKey };

async function execute(query: string, headers: object = byKey): Promise<unknown> {
  const body = JSON.stringify({ query });
  const response = await fetch(started.server.graphqlUrl, { method: 'POST', headers: { ...headers }, body });
  const answer = (await response.json()) as { data: unknown; errors?: unknown };
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

async function subscribe(selection: string, authorization: object = byKey): Promise<WireSubscription> {
  const client = await connectWire(started.server.realtimeUrl, authorization);
  clients.push(client);
  return client.subscribe(`subscription { ${selection} }`);
}

const userOf = async (username: string, groups: readonly string[] = []) => ({
  Authorization: await started.tokens.accessToken(username, { groups }),
});
const received = ({ events }: WireSubscription) =>
  events.map((event) => Object.values((event as { data: object }).data)[0] as unknown);
const arrive = (subscription: WireSubscription, count: number) =>
  vi.waitFor(() => expect(subscription.events).toHaveLength(count));

const owned = `
  type Note @model @auth(rules: [
    { allow: owner, ownerField: "owner", operations: [create, read, update, delete] }
    { allow: groups, groupsField: "team", operations: [read] }
    { allow: groups, groups: ["Admin"] }
  ]) { id: ID! text: String owner: String team: String }
`;

test('each event goes to those who may see the record as it is then; a record that leaves the rule shows nothing', async () => {
  started = await startBackend(owned);
  const [ann, bob, red, admin] = [
    await userOf('ann'),
    await userOf('bob'),
    await userOf('cyd', ['red']),
    await userOf('dan', ['Admin']),
  ];
  const live = async (selection: string) =>
    Promise.all([ann, bob, red, admin].map((user) => subscribe(`${selection} { id text }`, user)));
  const [created, updated, deleted] = [
    await live('onCreateNote'),
    await live('onUpdateNote'),
    await live('onDeleteNote'),
  ];
  await execute('mutation { createNote(input: { id: "1", text: "a" }) { id } }', ann);
  await execute('mutation { createNote(input: { id: "2", text: "b", team: "red" }) { id } }', bob);
  // Ann's note becomes Bob's, and then one of the red team; Ann hears of neither.
  await execute('mutation { updateNote(input: { id: "1", owner: "bob", text: "secret" }) { id } }', admin);
  await execute('mutation { updateNote(input: { id: "1", team: "red", text: "shared" }) { id } }', admin);
  await execute('mutation { updateNote(input: { id: "1", team: null, text: "bob only" }) { id } }', admin);
  await execute('mutation { deleteNote(input: { id: "1" }) { id } }', admin);
  await execute('mutation { deleteNote(input: { id: "2" }) { id } }', admin);
  await arrive(deleted[3]!, 2);
  const texts = (subscriptions: readonly WireSubscription[]) =>
    subscriptions.map((each) => received(each).map((note) => (note as { text: string }).text));
  expect(texts(created)).toEqual([['a'], ['b'], ['b'], ['a', 'b']]);
  expect(texts(updated)).toEqual([[], ['secret', 'shared', 'bob only'], ['shared'], ['secret', 'shared', 'bob only']]);
  expect(texts(deleted)).toEqual([[], ['bob only', 'b'], ['b'], ['bob only', 'b']]);
});

test('rules at the start: a foreign owner argument, no rule that fits, a caller who is not signed in', async () => {
  started = await startBackend(`${owned}
    type Audit @model @auth(rules: [{ allow: groups, groups: ["Admin"] }]) { id: ID! }`);
  const ann = await userOf('ann');
  const denied = (field: string) => [
    { errorType: 'Unauthorized', message: `Not Authorized to access ${field} on type Subscription` },
  ];
  expect((await subscribe('onCreateNote(owner: "bob") { id }', ann)).errors).toEqual(denied('onCreateNote'));
  expect((await subscribe('onDeleteAudit { id }', ann)).errors).toEqual(denied('onDeleteAudit'));
  expect((await subscribe('onCreateNote { id }')).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  const own = await subscribe('onCreateNote(owner: "ann") { id }', ann);
  expect(own.errors).toBeNull();
  await execute('mutation { createNote(input: { id: "1" }) { id } }', ann);
  await arrive(own, 1);
});

test('an update that moves a record out of the filter is not delivered, one that moves it in is', async () => {
  started = await startBackend(
    'type Task @model @auth(rules: [{ allow: public }]) { id: ID! state: String text: String }',
  );
  const open = await subscribe('onUpdateTask(filter: { state: { eq: "open" } }) { id text }');
  const all = await subscribe('onUpdateTask { id text }');
  await execute('mutation { createTask(input: { id: "1", state: "open" }) { id } }');
  const steps: [string, string][] = [
    ['open', 'a'],
    ['closed', 'hidden'],
    ['closed', 'hidden too'],
    ['open', 'b'],
  ];
  for (const [state, text] of steps) {
    await execute(`mutation { updateTask(input: { id: "1", state: "${state}", text: "${text}" }) { id } }`);
  }
  await arrive(all, 4);
  expect(received(open)).toEqual([
    { id: '1', text: 'a' },
    { id: '1', text: 'b' },
  ]);
});

test('levels: off has no subscriptions, public asks for no rule, on is the default', async () => {
  const rules = '@auth(rules: [{ allow: public, operations: [create] }, { allow: owner }])';
  started = await startBackend(`
    type Quiet @model(subscriptions: { level: off }) ${rules} { id: ID! }
    type Loud @model(subscriptions: { level: public }) ${rules} { id: ID! }
    type Usual @model(subscriptions: { level: on }) ${rules} { id: ID! }`);
  expect((await subscribe('onCreateQuiet { id }')).errors).toMatchObject([
    { message: expect.stringContaining("Field 'onCreateQuiet' in type 'Subscription' is undefined") },
  ]);
  expect((await subscribe('onCreateUsual { id }')).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  const loud = await subscribe('onCreateLoud { id }');
  await execute('mutation { createLoud(input: { id: "1" }) { id } }');
  await arrive(loud, 1);
  expect(received(loud)).toEqual([{ id: '1' }]);
});

test('an event holds the whole record and resolves relations, whatever the mutation selected', async () => {
  started = await startBackend(`
    type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String! comments: [Comment] @hasMany }
    type Comment @model @auth(rules: [{ allow: public }]) { id: ID! text: String post: Post @belongsTo }`);
  const comments = await subscribe('onCreateComment { id text createdAt post { title comments { items { id } } } }');
  await execute('mutation { createPost(input: { id: "p", title: "t" }) { id } }');
  await execute('mutation { createComment(input: { id: "1", text: "x", postCommentsId: "p" }) { __typename } }');
  await arrive(comments, 1);
  expect(received(comments)).toEqual([
    { id: '1', text: 'x', createdAt: expect.any(String), post: { title: 't', comments: { items: [{ id: '1' }] } } },
  ]);
});

const log = 'type Entry @model @auth(rules: [{ allow: public }]) { id: ID! n: Int! }';

test('several mutations in one document: one event each, in order, and none for those that fail', async () => {
  started = await startBackend(log);
  const created = await subscribe('onCreateEntry { n }');
  const updated = await subscribe('onUpdateEntry { n }');
  const deleted = await subscribe('onDeleteEntry { n }');
  const response = await fetch(started.server.graphqlUrl, {
    method: 'POST',
    headers: byKey,
    body: JSON.stringify({
      query: `mutation {
        a: createEntry(input: { id: "1", n: 1 }) { id }
        b: createEntry(input: { id: "1", n: 2 }) { id }
        c: updateEntry(input: { id: "1", n: 3 }) { id }
        d: updateEntry(input: { id: "1", n: 4 }, condition: { n: { eq: 9 } }) { id }
        e: createEntry(input: { id: "2", n: 5 }) { id }
        f: deleteEntry(input: { id: "1" }) { id }
      }`,
    }),
  });
  expect(await response.json()).toMatchObject({
    data: { b: null, d: null },
    errors: [{ path: ['b'] }, { path: ['d'] }],
  });
  await arrive(deleted, 1);
  expect([created, updated, deleted].map(received)).toEqual([[{ n: 1 }, { n: 5 }], [{ n: 3 }], [{ n: 3 }]]);
});

test('many writers at once: each commit one event, in the order of commits', async () => {
  started = await startBackend(log);
  const one = await subscribe('onUpdateEntry { n }');
  const other = await subscribe('onUpdateEntry { n id }');
  await execute('mutation { createEntry(input: { id: "1", n: 0 }) { id } }');
  const writes = Array.from({ length: 200 }, async (_, n) => {
    await execute(`mutation { updateEntry(input: { id: "1", n: ${n + 1} }) { id } }`);
  });
  await Promise.all(writes);
  await arrive(one, 200);
  const numbers = received(one).map((entry) => (entry as { n: number }).n);
  expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
  // The last event is the state of the store: events came in the order of the commits.
  expect(await execute('{ getEntry(id: "1") { n } }')).toEqual({ getEntry: { n: numbers.at(-1) } });
  await arrive(other, 200);
  expect(received(other).map((entry) => (entry as { n: number }).n)).toEqual(numbers);
});

test('while revisions change every commit is one event, for old and new subscribers', async () => {
  started = await startBackend(log);
  const models: DataModel[] = [compileModel(log.replace('n: Int!', 'n: Int! extra: String')), compileModel(log)];
  const live = await subscribe('onCreateEntry { n }');
  let n = 0;
  let swapping = true;
  const writer = async () => {
    while (swapping) await execute(`mutation { createEntry(input: { n: ${++n} }) { id } }`);
  };
  const writers = Promise.all([writer(), writer(), writer()]);
  for (let round = 0; round < 6; round++) {
    await started.backend.swap({ model: models[round % 2]!, destructive: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  swapping = false;
  await writers;
  await arrive(live, n);
  const numbers = received(live).map((entry) => (entry as { n: number }).n);
  expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, each) => each + 1));
  expect(live.errors).toBeNull();
});
