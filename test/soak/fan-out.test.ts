import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { apiKey, startBackend } from '../compat/start-backend.ts';
import type { SoakReport } from './resuming-clients.ts';

const schema = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! rank: Int! }';
const identity = { mode: 'API_KEY', keyName: 'test', sourceIp: [], expiresAt: null } as const;
const subscribers = 5_000;

test('5,000 subscribers that lose their connections now and then get every event once and in order', async () => {
  const { backend, server, errors, close } = await startBackend(schema);
  const arguments_ = [server.realtimeUrl, apiKey, String(subscribers)];
  const clients: ChildProcess = fork(join(import.meta.dirname, 'resuming-clients.ts'), arguments_, { execArgv: [] });
  const failed = once(clients, 'exit').then(() => Promise.reject(new Error('The clients ended early.')));
  failed.catch(() => {});
  const [ready] = await Promise.race([once(clients, 'message'), failed]);
  expect([ready, backend.realtimeMetrics.subscriptions, backend.realtimeMetrics.groups]).toEqual([
    'ready',
    subscribers,
    1,
  ]);
  clients.send('disconnect');
  let rank = 0;
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const query = `mutation { createNote(input: { rank: ${++rank} }) { id } }`;
    await backend.execute({ query, variables: null, operationName: null, identity, headers: {}, requestId: 'r' });
    await delay(150);
  }
  clients.send(rank);
  const [report] = (await Promise.race([once(clients, 'message'), failed])) as [SoakReport];
  expect(report).toEqual({ delivered: subscribers * rank, reconnects: expect.any(Number), faults: [] });
  expect(report.reconnects).toBeGreaterThan(1_000);
  expect(errors).toEqual([]);
  await close();
});

test('against the least that ws can do, 5,000 subscribers cost no more than twice the processor time', async () => {
  const program = join(import.meta.dirname, '../../bench/fanout.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(subscribers), '60', '2']);
  const [, throughput = '', tails = ''] = /preamp\/bare: ([\d. ]+); p99 latency: ([\d. ]+)/.exec(stdout)!;
  const best = (ratios: string, pick: (...values: number[]) => number) => pick(...ratios.trim().split(' ').map(Number));
  console.log(stdout);
  expect(best(throughput, Math.max)).toBeGreaterThan(0.5);
  expect(best(tails, Math.min)).toBeLessThan(2);
});
