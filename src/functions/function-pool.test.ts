import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FunctionPool } from './function-pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'preamp-functions-'));
const pools: FunctionPool[] = [];
const lines: string[] = [];

function pool(
  source: string,
  settings: { timeoutSeconds?: number; maxWorkers?: number; maxResult?: number } = {},
): FunctionPool {
  const name = `fn${pools.length}`;
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, source);
  const created = new FunctionPool(
    { name, entry, environment: { GREETING: 'hello' }, timeoutSeconds: settings.timeoutSeconds ?? 3, memoryMB: 128 },
    { folder: join(folder, 'built'), log: ({ text }) => lines.push(text), ...settings },
  );
  pools.push(created);
  return created;
}

afterEach(() => lines.splice(0));
afterAll(async () => {
  await Promise.all(pools.map((each) => each.close()));
  rmSync(folder, { recursive: true });
});

describe('FunctionPool', () => {
  it('runs a TypeScript handler with its event, context and environment', async () => {
    const greet = pool(`export const handler = async (event: { n: number }, context: { awsRequestId: string }) => {
      console.log('seen', event.n);
      return { n: event.n + 1, request: context.awsRequestId, greeting: process.env.GREETING };
    };`);
    expect(await greet.call({ n: 1 }, 'r-1')).toEqual({ n: 2, request: 'r-1', greeting: 'hello' });
    await expect.poll(() => lines).toEqual(['seen 1']);
  });

  it('keeps a worker warm between calls', async () => {
    const count = pool('let calls = 0; export const handler = async () => ++calls;', { maxWorkers: 1 });
    expect([await count.call({}, 'a'), await count.call({}, 'b')]).toEqual([1, 2]);
  });

  it('accepts the callback style', async () => {
    const callback = pool(
      'export const handler = (event: unknown, context: unknown, done: Function) => { setTimeout(() => done(null, 7), 5); };',
    );
    expect(await callback.call({}, 'a')).toBe(7);
  });

  it('does not pass the environment of this process on', async () => {
    process.env.PREAMP_TEST_ONLY = 'private';
    const spy = pool('export const handler = async () => process.env.PREAMP_TEST_ONLY ?? null;');
    expect(await spy.call({}, 'a')).toBeNull();
    delete process.env.PREAMP_TEST_ONLY;
  });

  it.each([
    ['throws', `export const handler = async () => { throw new TypeError('no such thing'); };`, 'no such thing'],
    ['hangs', 'export const handler = () => { for (;;); };', 'Task timed out after 0.50 seconds'],
    [
      'exits',
      'export const handler = () => { process.exit(3); };',
      'RequestId: Error: Runtime exited without providing a reason',
    ],
    [
      'returns a cycle',
      'export const handler = async () => { const a: { a?: unknown } = {}; a.a = a; return a; };',
      /circular/,
    ],
    ['answers too much', `export const handler = async () => 'x'.repeat(2000);`, /payload size/],
    ['has no handler', 'export const other = 1;', 'The module exports no handler.'],
    ['does not build', 'export const handler = ;', /does not build/],
  ])('fails only the call when the handler %s', async (_what, source, message) => {
    const broken = pool(source, { timeoutSeconds: 0.5, maxResult: 1000 });
    const first = broken.call({}, 'a');
    await expect(first).rejects.toMatchObject({
      errorType: 'Lambda:Unhandled',
      message: expect.stringMatching(message),
    });
    await expect(broken.call({}, 'b')).rejects.toMatchObject({ errorType: 'Lambda:Unhandled' });
  });

  it('serves other calls while one hangs', async () => {
    const mixed = pool(
      'export const handler = async (event: { hang: boolean }) => { while (event.hang); return 1; };',
      { timeoutSeconds: 1 },
    );
    const hanging = expect(mixed.call({ hang: true }, 'a')).rejects.toThrow('timed out');
    expect(await mixed.call({ hang: false }, 'b')).toBe(1);
    await hanging;
  });
});
