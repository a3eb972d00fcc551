import { afterEach, expect, test, vi } from 'vitest';
import type { FunctionInvoker } from '../../src/functions/function-invoker.ts';
import { HandlerError } from '../../src/functions/handler-error.ts';
import { apiKey, type StartedBackend, startBackend } from '../compat/start-backend.ts';
import { connectWire, type WireClient } from './wire-client.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) { id: ID! title: String }
  type Message { room: String text: String }
  type Mutation { shout(room: String!, text: String!): Message @function(name: "shout") @auth(rules: [{ allow: public }]) }
  type Subscription {
    onShout(room: String): Message @aws_subscribe(mutations: ["shout"]) @auth(rules: [{ allow: public }])
    onShoutGuarded(room: String!): Message
      @aws_subscribe(mutations: ["shout"]) @function(name: "guard") @auth(rules: [{ allow: public }])
    onShoutSignedIn: Message @aws_subscribe(mutations: ["shout"]) @auth(rules: [{ allow: private }])
    onPostChange(title: String): Post @aws_subscribe(mutations: ["createPost", "updatePost"]) @auth(rules: [{ allow: public }])
  }
`;

/** `shout` echoes; `guard` lets nobody into the room `staff`. */
const invoker: FunctionInvoker = {
  async invoke(_, { fieldName, arguments: given }) {
    if (fieldName === 'shout') return given;
    if (given.room === 'staff') throw new HandlerError('Not for you', { errorType: 'Lambda:Unhandled' });
    return null;
  },
  async close() {},
};

let started: StartedBackend;
let client: WireClient;

afterEach(async () => {
  client.socket.terminate();
  await started.close();
});

async function execute(query: string): Promise<void> {
  const request = { method: 'POST', headers: { 'x-api-key': apiKey }, body: JSON.stringify({ query }) };
  const answer = (await (await fetch(started.server.graphqlUrl, request)).json()) as { errors?: unknown };
  expect(answer.errors).toBeUndefined();
}

test('custom subscriptions hear the mutations they name, as far as arguments, rules and handlers let them', async () => {
  started = await startBackend(schema, {}, { invoker });
  client = await connectWire(started.server.realtimeUrl, { 'x-api-key': apiKey });
  const subscribe = (selection: string) => client.subscribe(`subscription { ${selection} }`);
  const all = await subscribe('onShout { room text }');
  const hall = await subscribe('onShout(room: "hall") { text }');
  const none = await subscribe('onShout(room: null) { text }');
  const guarded = await subscribe('onShoutGuarded(room: "hall") { text }');
  const refused = await subscribe('onShoutGuarded(room: "staff") { text }');
  const signedIn = await subscribe('onShoutSignedIn { text }');
  const posts = await subscribe('onPostChange { id title }');
  const named = await subscribe('onPostChange(title: "b") { id }');
  expect([all, hall, none, guarded, posts, named].map(({ errors }) => errors)).toEqual(Array(6).fill(null));
  expect(refused.errors).toMatchObject([{ errorType: 'Lambda:Unhandled', message: 'Not for you' }]);
  expect(signedIn.errors).toMatchObject([{ errorType: 'Unauthorized' }]);

  await execute('mutation { shout(room: "hall", text: "1") { text } }');
  await execute('mutation { shout(room: "yard", text: "2") { text } }');
  await execute('mutation { createPost(input: { id: "p", title: "a" }) { id } }');
  await execute('mutation { updatePost(input: { id: "p", title: "b" }) { id } }');
  await execute('mutation { deletePost(input: { id: "p" }) { id } }');
  await execute('mutation { shout(room: "hall", text: "3") { text } }');
  const data = ({ events }: { events: unknown[] }, field: string) =>
    events.map((event) => (event as { data: Record<string, unknown> }).data[field]);
  await vi.waitFor(() => expect(all.events).toHaveLength(3));
  expect(data(all, 'onShout')).toEqual([
    { room: 'hall', text: '1' },
    { room: 'yard', text: '2' },
    { room: 'hall', text: '3' },
  ]);
  await vi.waitFor(() => expect(guarded.events).toHaveLength(2));
  expect(data(hall, 'onShout')).toEqual([{ text: '1' }, { text: '3' }]);
  expect(data(guarded, 'onShoutGuarded')).toEqual([{ text: '1' }, { text: '3' }]);
  expect([none.events, refused.events, signedIn.events]).toEqual([[], [], []]);
  expect(data(posts, 'onPostChange')).toEqual([
    { id: 'p', title: 'a' },
    { id: 'p', title: 'b' },
  ]);
  expect(data(named, 'onPostChange')).toEqual([{ id: 'p' }]);
});
