import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { createFolder, request, startPreamp } from '../cli/preamp-process.ts';
import { connectWire } from './wire-client.ts';

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;
const schema = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }';

async function freePort(): Promise<number> {
  const probe = createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

/** A Redis that forgets everything when it ends. */
async function startRedis(port: number): Promise<ChildProcess> {
  const redis = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no']);
  for await (const chunk of redis.stdout) if (String(chunk).includes('Ready to accept connections')) break;
  return redis;
}

async function stop(redis: ChildProcess): Promise<void> {
  const exited = once(redis, 'exit');
  redis.kill('SIGKILL');
  await exited;
}

/** The value of a metric without labels. */
async function metric(port: number, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
}

// Without Debian's redis-server there is nothing real to test against: `apt-get install redis-server`.
describe.skipIf(!hasRedis)('two processes and one Redis', () => {
  test('act as one; when Redis is restarted and has forgotten, log and metrics say so and nothing is lost', async () => {
    const redisPort = await freePort();
    let redis = await startRedis(redisPort);
    const start = async () => {
      const metricsPort = await freePort();
      const config = { realtime: { redis: `redis://127.0.0.1:${redisPort}` }, metrics: { port: metricsPort } };
      const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
      return { ...(await startPreamp(folder)), metricsPort };
    };
    const [one, two] = await Promise.all([start(), start()]);
    const create = async (node: typeof one, text: string) => {
      const { url, apiKey } = node.ready;
      expect(await request(url, apiKey, `mutation { createNote(input: { text: "${text}" }) { text } }`)).toEqual({
        data: { createNote: { text } },
      });
    };
    const listen = async (node: typeof one) => {
      const client = await connectWire(node.ready.realtimeUrl, { 'x-api-key': node.ready.apiKey });
      return { client, ...(await client.subscribe('subscription { onCreateNote { text } }')) };
    };
    const event = (text: string) => ({ data: { onCreateNote: { text } } });

    const [here, there] = await Promise.all([listen(one), listen(two)]);
    await create(one, 'a');
    await vi.waitFor(() => expect([here.events, there.events]).toEqual([[event('a')], [event('a')]]), 5_000);
    await create(two, 'b');
    await vi.waitFor(
      () =>
        expect([here.events, there.events]).toEqual([
          [event('a'), event('b')],
          [event('a'), event('b')],
        ]),
      5_000,
    );
    expect(await metric(one.metricsPort, 'preamp_bus_connected')).toBe(1);

    await stop(redis);
    await vi.waitFor(() => Promise.all([one, two].map((node) => node.until(/Redis is gone/))), 5_000);
    await create(one, 'c');
    expect(await metric(one.metricsPort, 'preamp_bus_connected')).toBe(0);
    expect(await metric(one.metricsPort, 'preamp_bus_pending')).toBe(1);
    redis = await startRedis(redisPort);
    await Promise.all([one, two].map((node) => node.until(/Redis is back/)));
    await vi.waitFor(() => expect(there.events.at(-1)).toEqual(event('c')), 5_000);
    await vi.waitFor(() => expect(here.events).toEqual(['a', 'b', 'c'].map(event)), 5_000);
    expect(there.events).toEqual(['a', 'b', 'c'].map(event));
    expect(await metric(one.metricsPort, 'preamp_bus_reconnects_total')).toBe(1);
    expect(await metric(two.metricsPort, 'preamp_bus_gaps_total')).toBe(0);

    for (const { client } of [here, there]) client.socket.terminate();
    expect((await one.stop()).code).toBe(0);
    expect((await two.stop()).code).toBe(0);
    await stop(redis);
  }, 60_000);
});
