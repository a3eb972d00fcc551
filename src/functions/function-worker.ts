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
let printed = 0;

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
    return { kind: 'done', json: JSON.stringify(result ?? null) ?? 'null' };
  } catch (error) {
    return { kind: 'failed', message: messageOf(error) };
  } finally {
    port.ref();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

load().then(
  (handler) => {
    port.on('message', async (request: WorkerRequest) => post(await answer(handler, request)));
    post({ kind: 'ready' });
  },
  (error: unknown) => post({ kind: 'unusable', message: messageOf(error) }),
);
