import { afterEach, expect, test, vi } from 'vitest';
import type { FunctionInvoker } from '../../src/functions/function-invoker.ts';
import type { Identity } from '../../src/ir/identity.ts';
import type { EndReason, Subscriber } from '../../src/realtime/subscriber.ts';
import { apiKey, compileModel, type StartedBackend, startBackend } from '../compat/start-backend.ts';

const one = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }';
const two = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String rank: Int }';
const withoutNote = 'type Other @model @auth(rules: [{ allow: public }]) { id: ID! }';
const slow = `${one} type Query { slow: String @function(name: "slow") @auth(rules: [{ allow: public }]) }`;

const identity: Identity = { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt: null };
let started: StartedBackend;

afterEach(async () => {
  await started.close();
});

async function execute(query: string): Promise<unknown> {
  const request = { query, variables: null, operationName: null, identity, headers: {}, requestId: 'r' };
  return JSON.parse((await started.backend.execute(request)).body);
}

async function subscribe(query: string) {
  const events: unknown[] = [];
  const ends: EndReason[] = [];
  const subscriber: Subscriber = {
    deliver: (payload) => events.push((JSON.parse(payload.toString()) as { data: unknown }).data),
    end: (reason) => ends.push(reason),
  };
  const request = { query, variables: null, operationName: null, identity, headers: {}, requestId: 'r' };
  const outcome = await started.backend.subscribe(request, subscriber);
  expect(outcome.status).toBe('accepted');
  return { events, ends };
}

test('a new revision serves new fields; data and live subscriptions stay', async () => {
  started = await startBackend(one);
  await execute('mutation { createNote(input: { id: "1", text: "a" }) { id } }');
  const { events, ends } = await subscribe('subscription { onCreateNote { id } }');
  await started.backend.swap({ model: compileModel(two) });
  expect(await execute('{ getNote(id: "1") { text rank } }')).toEqual({ data: { getNote: { text: 'a', rank: null } } });
  await execute('mutation { createNote(input: { id: "2", rank: 3 }) { id } }');
  await vi.waitFor(() => expect(events).toEqual([{ onCreateNote: { id: '2' } }]));
  expect(ends).toEqual([]);
  expect(started.backend.model.models[0]?.fields.map(({ name }) => name)).toContain('rank');
});

test('a subscription that the new revision does not know ends with its errors', async () => {
  started = await startBackend(one);
  const { ends } = await subscribe('subscription { onCreateNote { id } }');
  await started.backend.swap({ model: compileModel(withoutNote), destructive: true });
  expect(ends).toMatchObject([
    {
      kind: 'refused',
      errors: [{ message: expect.stringContaining("Field 'onCreateNote' in type 'Subscription' is undefined") }],
    },
  ]);
  expect(started.backend.realtimeMetrics.subscriptions).toBe(0);
});

test('a migration that would lose data without consent leaves the old revision serving', async () => {
  started = await startBackend(two);
  await execute('mutation { createNote(input: { id: "1", rank: 1 }) { id } }');
  const { events } = await subscribe('subscription { onCreateNote { id } }');
  await expect(started.backend.swap({ model: compileModel(withoutNote) })).rejects.toThrow();
  expect(await execute('{ getNote(id: "1") { rank } }')).toEqual({ data: { getNote: { rank: 1 } } });
  await execute('mutation { createNote(input: { id: "2" }) { id } }');
  await vi.waitFor(() => expect(events).toEqual([{ onCreateNote: { id: '2' } }]));
});

test('a request under way ends on its revision and invoker, which is closed after it', async () => {
  const gate = Promise.withResolvers<unknown>();
  const log: string[] = [];
  const invokerOf = (name: string, result: () => Promise<unknown>): FunctionInvoker => ({
    invoke: result,
    close: async () => void log.push(`${name} closed`),
  });
  started = await startBackend(slow, {}, { invoker: invokerOf('old', () => gate.promise) });
  const pending = execute('{ slow }');
  await started.backend.swap({ model: compileModel(slow), invoker: invokerOf('new', async () => 'new') });
  expect(await execute('{ slow }')).toEqual({ data: { slow: 'new' } });
  expect(log).toEqual([]);
  gate.resolve('old');
  expect(await pending).toEqual({ data: { slow: 'old' } });
  await vi.waitFor(() => expect(log).toEqual(['old closed']));
});

test('swaps that overlap are made one after the other; the last one counts', async () => {
  started = await startBackend(one);
  await Promise.all([
    started.backend.swap({ model: compileModel(two) }),
    started.backend.swap({ model: compileModel(`${two} ${withoutNote}`) }),
  ]);
  expect(started.backend.model.models.map(({ name }) => name)).toEqual(['Note', 'Other']);
  const sockets = await fetch(started.server.graphqlUrl, {
    method: 'POST',
    headers: { 'x-api-key': apiKey },
    body: '{"query":"{ listOthers { items { id } } }"}',
  });
  expect(await sockets.json()).toEqual({ data: { listOthers: { items: [] } } });
});

test('a subscription under way during a swap is made on the new revision', async () => {
  started = await startBackend(one);
  const subscribing = subscribe('subscription { onCreateNote { id } }');
  const swapping = started.backend.swap({ model: compileModel(two) });
  const { events } = await subscribing;
  await swapping;
  await execute('mutation { createNote(input: { id: "1" }) { id } }');
  await vi.waitFor(() => expect(events).toEqual([{ onCreateNote: { id: '1' } }]));
});
