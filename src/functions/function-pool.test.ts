import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FunctionPool, type FunctionPoolOptions } from './function-pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'preamp-functions-'));
const pools: FunctionPool[] = [];
const lines: string[] = [];
const requests: string[] = [];

function pool(source: string, settings: { timeoutSeconds?: number } & Partial<FunctionPoolOptions> = {}): FunctionPool {
  const name = `fn${pools.length}`;
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, source);
  const created = new FunctionPool(
    {
      kind: 'local',
      names: [name],
      entry,
      environment: { GREETING: 'hello' },
      timeoutSeconds: settings.timeoutSeconds ?? 3,
      memoryMB: 128,
    },
    {
      folder: join(folder, 'built'),
      log: ({ text, requestId }) => {
        lines.push(text);
        requests.push(requestId);
      },
      ...settings,
    },
  );
  pools.push(created);
  return created;
}

afterEach(() => {
  lines.splice(0);
  requests.splice(0);
});
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
    expect(lines).toEqual(['seen 1']);
    expect(requests).toEqual(['r-1']);
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
    ['hangs', 'export const handler = () => { for (;;); };', 'RequestId: a Error: Task timed out after 0.50 seconds'],
    [
      'exits',
      'export const handler = () => { process.exit(3); };',
      'RequestId: a Error: Runtime exited with error: exit status 3',
    ],
    [
      'exits without a reason',
      'export const handler = () => { process.exit(0); };',
      'RequestId: a Error: Runtime exited without providing a reason',
    ],
    [
      'leaves a rejection to nobody',
      `export const handler = () => new Promise(() => { Promise.reject(new Error('left alone')); setTimeout(() => {}, 400); });`,
      'left alone',
    ],
    ['fails while it loads', `throw new Error('no such table');`, 'no such table'],
    ['throws what is no error', `export const handler = async () => { throw 'a text'; };`, 'a text'],
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

  it('shows in the log where in the project a failure came from, and nothing of our own', async () => {
    writeFileSync(join(folder, 'stock.ts'), `\n\nexport function take(): never { throw new TypeError('none left'); }`);
    const broken = pool(`import { take } from './stock';\nexport const handler = async () => take();`);
    await expect(broken.call({}, 'r-7')).rejects.toMatchObject({ message: 'none left' });
    expect(requests).toEqual(['r-7']);
    expect(lines[0]).toMatch(/^TypeError: none left\n {4}at take \(.*stock\.ts:3:\d+\)\n.*fn\d+\.ts:2:\d+/);
    expect(lines[0]).not.toMatch(/function-worker|node:/);
  });

  it('shows how a call ended that did not answer', async () => {
    const hanging = pool('export const handler = () => { for (;;); };', { timeoutSeconds: 0.5 });
    await expect(hanging.call({}, 'r-8')).rejects.toThrow('timed out');
    expect(lines).toEqual(['RequestId: r-8 Error: Task timed out after 0.50 seconds']);
  });

  it('fails only the call when the handler takes all memory', { timeout: 60_000 }, async () => {
    const greedy = pool(
      `const held: unknown[] = [];
      export const handler = async (greedy: boolean) => { while (greedy) held.push(new Array(4_000_000).fill({})); return 1; };`,
      { timeoutSeconds: 50, maxWorkers: 1 },
    );
    const first = greedy.call(true, 'a');
    const second = greedy.call(false, 'b');
    await expect(first).rejects.toMatchObject({
      errorType: 'Lambda:Unhandled',
      message: 'RequestId: a Error: Runtime exited with error: signal: killed',
    });
    expect(await second).toBe(1);
  });

  it.each([
    [
      'calls back with an error',
      `(event: unknown, context: unknown, done: Function) => done(new Error('called back'))`,
    ],
    [
      'fails through its context',
      `(event: unknown, context: any) => { setTimeout(() => context.fail(new Error('called back')), 1); }`,
    ],
  ])('fails the call when the handler %s', async (_what, handler) => {
    await expect(pool(`export const handler = ${handler};`).call({}, 'a')).rejects.toThrow('called back');
  });

  it.each([
    ['through its context', `(event: unknown, context: any) => { setTimeout(() => context.succeed(7), 1); }`, 7],
    ['with nothing', '() => { globalThis.setTimeout(() => {}, 1); }', null],
    ['with undefined', 'async () => undefined', null],
    ['after a promise that never settles', 'async () => { await new Promise(() => {}); return 1; }', null],
  ])('answers %s', async (_what, handler, expected) => {
    expect(await pool(`export const handler = ${handler};`).call({}, 'a')).toBe(expected);
  });

  it('gives the context what Lambda gives', async () => {
    const show = pool(`export const handler = async (_: unknown, context: any) => ({
      ...JSON.parse(JSON.stringify(context)),
      left: context.getRemainingTimeInMillis() > 1000 && context.getRemainingTimeInMillis() <= 3000,
      size: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    });`);
    expect(await show.call({}, 'r-9')).toMatchObject({
      awsRequestId: 'r-9',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      callbackWaitsForEmptyEventLoop: true,
      left: true,
      size: '128',
    });
  });

  it('tells what was printed for which request, line by line', async () => {
    const chatty = pool(
      `export const handler = async (id: string) => { process.stdout.write(id + ' be'); console.error('gins'); process.stdout.write('ends'); };`,
      { maxWorkers: 1 },
    );
    await chatty.call('one', 'r-1');
    await chatty.call('two', 'r-2');
    expect(lines).toEqual(['one begins', 'ends', 'two begins', 'ends']);
    expect(requests).toEqual(['r-1', 'r-1', 'r-2', 'r-2']);
  });

  it('passes on only so much of what is printed', async () => {
    const loud = pool(
      `export const handler = async () => { for (let i = 0; i < 2000; i++) console.log('x'.repeat(999)); };`,
    );
    await loud.call({}, 'a');
    expect(lines).toHaveLength(1001);
    expect(lines.at(-1)).toBe('[further output is left out]');
  });

  it('does not count the time a module takes to load', async () => {
    const slow = pool('await new Promise((go) => setTimeout(go, 700)); export const handler = async () => 1;', {
      timeoutSeconds: 0.5,
    });
    expect(await slow.call({}, 'a')).toBe(1);
  });

  it('tells the log, and nobody else, how a posted event ended', async () => {
    const later = pool(`export const handler = async () => { throw new Error('too late to tell'); };`);
    await later.post({}, 'r-5');
    await expect.poll(() => lines).toEqual([expect.stringMatching(/^Error: too late to tell\n/)]);
    expect(requests).toEqual(['r-5']);
  });

  it('refuses what it has no room for', async () => {
    const busy = pool('export const handler = async () => 1;', { maxWorkers: 1, maxQueue: 1 });
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => busy.call({}, id)));
    expect(outcomes.map(({ status }) => status)).toContain('fulfilled');
    expect(outcomes).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ errorType: 'Lambda:TooManyRequestsException', message: 'Rate Exceeded.' }),
    });
  });

  it('says which files it was made of', async () => {
    const made: string[][] = [];
    writeFileSync(join(folder, 'part.ts'), 'export const part = 1;');
    const parts = pool(`import { part } from './part'; export const handler = async () => part;`, {
      onSources: (files) => made.push([...files]),
    });
    expect(await parts.call({}, 'a')).toBe(1);
    expect(made).toEqual([[join(folder, 'part.ts'), join(folder, `fn${pools.length - 1}.ts`)]]);
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
