/**
 * What a call of a handler costs, beside the floor of the same run: a bare worker thread that answers one message at a
 * time. A resolver is two such calls, request and response. Usage: node bench/functions.ts [calls, 2000]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createFunctionInvoker } from '../src/functions/create-function-invoker.ts';
import type { Invocation } from '../src/functions/function-invoker.ts';
import { openFunctions } from '../src/functions/open-functions.ts';
import type { Handler } from '../src/ir/data-model.ts';

const calls = Number(process.argv[2] ?? 2000);
const rounds = 5;

/** Microseconds for one call, one after the other. */
async function cost(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < calls; i++) await call();
  return ((performance.now() - start) * 1000) / calls;
}

const invocation: Invocation = {
  typeName: 'Query',
  fieldName: 'echo',
  arguments: { text: 'Hello' },
  source: null,
  identity: { mode: 'API_KEY', keyName: 'bench', sourceIp: [], expiresAt: null },
  headers: { 'content-type': 'application/json', 'user-agent': 'bench', 'x-api-key': 'none' },
  requestId: '00000000-0000-4000-8000-000000000000',
  variables: {},
  selectionSetList: ['text'],
  selectionSetGraphQL: '{\n  text\n}',
};

const folder = mkdtempSync(join(process.env.BENCH_DIRECTORY ?? tmpdir(), 'preamp-bench-'));
const worker = new Worker(
  `const { parentPort } = require('node:worker_threads');
   parentPort.on('message', (event) => parentPort.postMessage(JSON.stringify({ text: event.arguments.text })));`,
  { eval: true },
);
try {
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const entry = write('echo.ts', 'export const handler = async (event) => ({ text: event.arguments.text });');
  const resolver = write(
    'echo.js',
    'export const request = (ctx) => ({ payload: { text: ctx.args.text } });\nexport const response = (ctx) => ctx.result;',
  );
  const log = ({ text }: { readonly text: string }): void => console.error(text);
  const functions = openFunctions({
    functions: [{ kind: 'local', names: ['echo'], entry, environment: {}, timeoutSeconds: 3, memoryMB: 128 }],
    folder: join(folder, 'built'),
    log,
  });
  const invoker = createFunctionInvoker({ functions, log });
  const run = (handler: Handler) => () => invoker.invoke([handler], invocation);
  const floor = (): Promise<unknown> =>
    new Promise((resolve) => {
      worker.once('message', (json: string) => resolve(JSON.parse(json)));
      worker.postMessage({ arguments: invocation.arguments, headers: invocation.headers });
    });
  const kinds = {
    floor,
    function: run({ kind: 'FunctionHandler', name: 'echo', region: null, async: false }),
    resolver: run({ kind: 'ResolverHandler', dataSource: 'NONE_DS', entry: resolver }),
  };
  for (const call of Object.values(kinds)) await cost(call);
  const results: { floor: number; function: number; resolver: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    results.push({
      floor: await cost(kinds.floor),
      function: await cost(kinds.function),
      resolver: await cost(kinds.resolver),
    });
  }
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  console.log('handler              µs a call  times the floor (median of rounds)');
  for (const [name, of, floors] of [
    ['floor: bare worker', 'floor', 1],
    ['function, warm', 'function', 1],
    ['resolver (2 calls)', 'resolver', 2],
  ] as const) {
    const ratio = median(results.map((result) => result[of] / (result.floor * floors)));
    console.log(
      `${name.padEnd(20)} ${median(results.map((result) => result[of]))
        .toFixed(0)
        .padStart(9)} ${ratio.toFixed(2).padStart(16)}`,
    );
  }
  await invoker.close();
} finally {
  await worker.terminate();
  rmSync(folder, { recursive: true });
}
