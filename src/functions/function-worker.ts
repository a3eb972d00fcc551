/**
 * Runs inside a worker thread: loads a handler once, then answers one invocation at a time. Results leave as JSON text,
 * so that what Lambda could not return (functions, cycles, class instances) cannot leave here either.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { lambdaContext } from './lambda-context.ts';
import type { WorkerMessage, WorkerRequest } from './worker-protocol.ts';

const port = parentPort!;
const { file } = workerData as { file: string };
const post = (message: WorkerMessage): void => port.postMessage(message);

/** Most characters that are passed on for one invocation. */
const maxOutput = 1_000_000;
const maxShown = 10_000;
const tooLong = 'Response payload size exceeded maximum allowed payload size.';
let printed = 0;

process.setSourceMapsEnabled(true);

// Through the port of the replies, so that a line belongs to the request in which it was printed.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (printed <= maxOutput) post({ kind: 'output', text: bounded(text, maxOutput - printed) });
    printed += text.length;
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
}

function bounded(text: string, left: number): string {
  if (text.length <= left) return text;
  const shown = text.slice(0, left);
  return `${shown}${shown === '' || shown.endsWith('\n') ? '' : '\n'}[further output is left out]\n`;
}

/** Ends the invocation that runs when nothing is left that could end it: as in Lambda, its result is null. */
let nothingLeft = (): void => {};
process.on('beforeExit', () => nothingLeft());

type Callback = (error: unknown, value?: unknown) => void;
type Handler = (event: unknown, context: object, callback: Callback) => unknown;

async function load(): Promise<Handler> {
  const module: { handler?: unknown; default?: { handler?: unknown } } = await import(file);
  const handler = module.handler ?? module.default?.handler;
  if (typeof handler !== 'function') throw new Error('The module exports no handler.');
  return handler as Handler;
}

async function answer(handler: Handler, request: WorkerRequest): Promise<WorkerMessage> {
  printed = 0;
  port.unref();
  try {
    const result = await new Promise((done, reject) => {
      const resolve = (value: unknown): void => {
        Promise.resolve(value).then(done, reject);
      };
      // Lambda's three styles: a promise returned, a third callback argument, and the context's own functions.
      const callback: Callback = (error, value) => (error ? reject(error) : resolve(value));
      const returned = handler(request.event, lambdaContext(request, callback), callback);
      if (returned !== undefined) resolve(returned);
      // One that returned nothing may still call back, for as long as it waits for something.
      nothingLeft = () => done(null);
    });
    const json = JSON.stringify(result ?? null) ?? 'null';
    if (json.length <= request.maxResult) return { kind: 'done', json };
    return { kind: 'failed', message: tooLong, shown: tooLong };
  } catch (error) {
    return { kind: 'failed', ...told(error) };
  } finally {
    port.ref();
  }
}

/** The frames of this file, and of Node's own, say nothing to who wrote the handler. */
function told(error: unknown): { readonly message: string; readonly shown: string } {
  if (!(error instanceof Error)) return { message: String(error), shown: String(error) };
  const lines = (error.stack ?? String(error)).split('\n');
  const shown = lines.filter((line) => !/^ +at .*(?:function-worker\.[jt]s|node:internal)/.test(line)).join('\n');
  return { message: error.message, shown: shown.slice(0, maxShown) };
}

load().then(
  (handler) => {
    port.on('message', async (request: WorkerRequest) => post(await answer(handler, request)));
    post({ kind: 'ready' });
  },
  (error: unknown) => post({ kind: 'unusable', ...told(error) }),
);
