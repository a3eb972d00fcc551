import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FunctionInvoker } from '../../src/functions/function-invoker.ts';
import type { Bus } from '../../src/realtime/bus.ts';
import type { Publication } from '../../src/realtime/change.ts';
import { createRedisBus, type RedisBusOptions } from '../../src/realtime/redis-bus.ts';
import { startBackend } from '../compat/start-backend.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
let folder = '';
let port = 0;
let redis: ChildProcess;

async function startRedis(): Promise<void> {
  const options = ['--port', String(port), '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always'];
  redis = spawn('redis-server', [...options, '--save', ''], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of redis.stdout!) if (String(chunk).includes('Ready to accept connections')) break;
}

async function stopRedis(): Promise<void> {
  const exited = once(redis, 'exit');
  redis.kill('SIGKILL');
  await exited;
}

const identity = { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt: null } as const;
const requestOf = (query: string) => ({
  query,
  variables: null,
  operationName: null,
  identity,
  headers: {},
  requestId: 'r',
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const event = (value: number): Publication => ({ kind: 'mutation', mutation: 'm', value });

// Without Debian's redis-server there is nothing real to test against: `apt-get install redis-server`.
describe.skipIf(!hasRedis)('the Redis bus', () => {
  let buses: Bus[] = [];
  let streams = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'preamp-redis-'));
    const probe = createServer().listen(0);
    await once(probe, 'listening');
    port = (probe.address() as { port: number }).port;
    probe.close();
    await startRedis();
  });

  afterEach(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    buses = [];
    streams++;
  });

  afterAll(async () => {
    await stopRedis();
    rmSync(folder, { recursive: true });
  });

  async function open(options: Partial<RedisBusOptions> = {}) {
    const bus = await createRedisBus({
      url: `redis://localhost:${port}`,
      stream: `test-${streams}`,
      log: silent,
      ...options,
    });
    buses.push(bus);
    const seen: unknown[] = [];
    bus.listen(
      (publication) => seen.push(publication.kind === 'mutation' ? publication.value : publication),
      () => seen.push('lost'),
    );
    return { bus, seen };
  }

  test('every node hears every event, its own too, in one order', async () => {
    const nodes = await Promise.all([open(), open(), open()]);
    for (let n = 0; n < 300; n++) nodes[n % 3]!.bus.publish(event(n));
    await vi.waitFor(() => expect(nodes.map(({ seen }) => seen.length)).toEqual([300, 300, 300]));
    expect(nodes[1]!.seen).toEqual(nodes[0]!.seen);
    expect(nodes[2]!.seen).toEqual(nodes[0]!.seen);
    expect([...nodes[0]!.seen].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 300 }, (_, n) => n));
  });

  test('a change arrives as it was published', async () => {
    const { bus, seen } = await open();
    const change: Publication = {
      kind: 'update',
      model: 'Post',
      item: { id: '1', n: null },
      previous: { id: '1', n: [1] },
    };
    bus.publish(change);
    await vi.waitFor(() => expect(seen).toEqual([change]));
  });

  test('a node that joins hears nothing of before', async () => {
    const first = await open();
    first.bus.publish(event(1));
    await vi.waitFor(() => expect(first.seen).toEqual([1]));
    const second = await open();
    first.bus.publish(event(2));
    await vi.waitFor(() => expect(second.seen).toEqual([2]));
  });

  test('while Redis is away events wait; each then arrives once, and nothing is reported as lost', async () => {
    const [one, two] = [await open(), await open()];
    one.bus.publish(event(1));
    await vi.waitFor(() => expect(two.seen).toEqual([1]));
    await stopRedis();
    one.bus.publish(event(2));
    two.bus.publish(event(3));
    await delay(300);
    await startRedis();
    one.bus.publish(event(4));
    await vi.waitFor(() => expect([...one.seen].sort()).toEqual([1, 2, 3, 4]), 5_000);
    await vi.waitFor(() => expect([...two.seen].sort()).toEqual([1, 2, 3, 4]), 5_000);
  });

  test('what cannot be kept while Redis is away is reported as lost, without a further event', async () => {
    const [one, two] = [await open({ maxPending: 2 }), await open()];
    one.bus.publish(event(1));
    await vi.waitFor(() => expect(two.seen).toEqual([1]));
    await stopRedis();
    await delay(50);
    for (const n of [2, 3, 4, 5]) one.bus.publish(event(n));
    await startRedis();
    await vi.waitFor(() => expect(two.seen).toEqual([1, 2, 3, 'lost']), 5_000);
  });

  test('a change on one node reaches the subscribers of another, and its own, once', async () => {
    const sdl = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }';
    const nodes = await Promise.all([0, 1].map(async () => startBackend(sdl, {}, { bus: (await open()).bus })));
    const seen = await Promise.all(
      nodes.map(async ({ backend }) => {
        const events: string[] = [];
        const request = requestOf('subscription { onCreateNote { id text } }');
        await backend.subscribe(request, { deliver: (payload) => events.push(payload.toString()), end: () => {} });
        return events;
      }),
    );
    await nodes[0]!.backend.execute(requestOf('mutation { createNote(input: { id: "1", text: "t" }) { id } }'));
    const event = '{"data":{"onCreateNote":{"id":"1","text":"t"}}}';
    await vi.waitFor(() => expect(seen).toEqual([[event], [event]]));
    await Promise.all(nodes.map((node) => node.close()));
  });

  test('a subscription on one node is invalidated by a mutation on another', async () => {
    const sdl = `
      type Query { none: String }
      type Mutation { expel(who: String): String @function(name: "expel") @auth(rules: [{ allow: public }]) }
      type Subscription { onExpel: String @function(name: "onExpel") @aws_subscribe(mutations: ["expel"])
        @auth(rules: [{ allow: public }]) }`;
    const invoker: FunctionInvoker = {
      async invoke(_handlers, { typeName, effects, arguments: { who } }) {
        const filters = [{ fieldName: 'who', operator: 'eq', value: 'ann' }];
        if (typeName === 'Mutation') effects?.invalidateSubscriptions('onExpel', { who });
        else effects?.setSubscriptionInvalidationFilter({ filterGroup: [{ filters }] });
        return null;
      },
      close: async () => {},
    };
    const nodes = await Promise.all(
      [0, 1].map(async () => startBackend(sdl, {}, { bus: (await open()).bus, invoker })),
    );
    const ends: unknown[] = [];
    await Promise.all(
      nodes.map(({ backend }) =>
        backend.subscribe(requestOf('subscription { onExpel }'), {
          deliver: () => {},
          end: (reason) => ends.push(reason),
        }),
      ),
    );
    for (const who of ['bob', 'ann']) {
      await nodes[0]!.backend.execute(requestOf(`mutation { expel(who: "${who}") }`));
    }
    await vi.waitFor(() => expect(ends).toEqual([{ kind: 'invalidated' }, { kind: 'invalidated' }]));
    expect(nodes.map(({ backend }) => backend.realtimeMetrics)).toMatchObject([{ invalidated: 1 }, { invalidated: 1 }]);
    await Promise.all(nodes.map((node) => node.close()));
  });

  test('a bus that cannot begin leaves no connection behind', async () => {
    const client = new Redis(port);
    await client.set('not-a-stream', 'x');
    const url = `redis://localhost:${port}`;
    await expect(createRedisBus({ url, stream: 'not-a-stream', log: silent })).rejects.toThrow(/WRONGTYPE/);
    const connections = async () =>
      String(await client.client('LIST'))
        .trim()
        .split('\n').length;
    await vi.waitFor(async () => expect(await connections()).toBe(1));
    client.disconnect();
  });

  test('a server that is not there is a clear error', async () => {
    await expect(createRedisBus({ url: 'redis://localhost:1', log: silent })).rejects.toMatchObject({
      code: 'redis-unreachable',
      message: 'Redis at localhost:1 does not answer.',
    });
  });
});
