/**
 * Runs inside a worker thread: loads a handler once, then answers one invocation at a time. Results leave as JSON text,
 * so that what Lambda could not return (functions, cycles, class instances) cannot leave here either.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerReply, WorkerRequest } from './worker-protocol.ts';

const port = parentPort!;
const { file } = workerData as { file: string };
const loaded: Promise<{ handler?: unknown; default?: { handler?: unknown } }> = import(file);

async function answer({ event, context, deadline }: WorkerRequest): Promise<WorkerReply> {
  try {
    const module = await loaded;
    const handler = module.handler ?? module.default?.handler;
    if (typeof handler !== 'function')
      return { status: 'failed', name: 'Runtime.HandlerNotFound', message: 'The module exports no handler.' };
    const lambdaContext = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    const result = await new Promise((resolve, reject) => {
      // Lambda's two styles: a promise (or value) returned, or a third callback argument.
      const returned = handler(event, lambdaContext, (error: unknown, value: unknown) =>
        error ? reject(error) : resolve(value),
      );
      if (returned !== undefined || handler.length < 3) resolve(returned);
    });
    return { status: 'done', json: JSON.stringify(result ?? null) ?? 'null' };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return { status: 'failed', name, message };
  }
}

port.on('message', async (request: WorkerRequest) => port.postMessage(await answer(request)));
