import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { bundleFunction, type FunctionBundle } from './bundle-function.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { HandlerError } from './handler-error.ts';
import type { WorkerReply, WorkerRequest } from './worker-protocol.ts';

export interface FunctionPoolOptions {
  /** Where bundles are written. */
  readonly folder: string;
  /** Most workers of one function; further calls wait. Default 4. */
  readonly maxWorkers?: number;
  /** Most waiting calls; further ones fail at once. Default 1000. */
  readonly maxQueue?: number;
  /** Longest result in characters of JSON. Default 6 MiB, as Lambda's. */
  readonly maxResult?: number;
  /** Receives each line the handler prints, with the id of the request it ran for. */
  readonly log: (line: { readonly function: string; readonly requestId: string; readonly text: string }) => void;
}

interface Call {
  readonly event: unknown;
  readonly requestId: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: HandlerError) => void;
}

interface Runner {
  readonly worker: Worker;
  call: Call | null;
  timer: NodeJS.Timeout | null;
}

/**
 * Warm workers of one function. A worker runs one call at a time, as a Lambda instance does; a call that throws, hangs,
 * exits or exhausts its memory fails alone, and its worker is replaced.
 */
export class FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #options: Required<FunctionPoolOptions>;
  readonly #runners = new Set<Runner>();
  readonly #queue: Call[] = [];
  #bundle: Promise<FunctionBundle> | null = null;
  #closed = false;

  constructor(definition: FunctionDefinition, options: FunctionPoolOptions) {
    this.#definition = definition;
    this.#options = { maxWorkers: 4, maxQueue: 1000, maxResult: 6 * 1024 * 1024, ...options };
  }

  /** The files the handler was built from; builds it if that has not happened. */
  async inputs(): Promise<readonly string[]> {
    return (await this.#build()).inputs;
  }

  /** Runs the handler. Rejects with a {@link HandlerError} only. */
  async call(event: unknown, requestId: string): Promise<unknown> {
    let bundle: FunctionBundle;
    try {
      bundle = await this.#build();
    } catch (cause) {
      this.#bundle = null;
      this.#options.log({ function: this.#definition.name, requestId, text: String(cause) });
      throw new HandlerError(`Function '${this.#definition.name}' does not build. The log has the details.`, {
        errorType: 'Lambda:Unhandled',
        cause,
      });
    }
    return new Promise((resolve, reject) => {
      if (this.#queue.length >= this.#options.maxQueue) {
        reject(new HandlerError('Rate Exceeded.', { errorType: 'Lambda:TooManyRequestsException' }));
        return;
      }
      this.#queue.push({ event, requestId, resolve, reject });
      this.#dispatch(bundle);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#queue.splice(0)) call.reject(this.#failure('The function was stopped.'));
    await Promise.all([...this.#runners].map((runner) => this.#end(runner, 'The function was stopped.')));
  }

  #build(): Promise<FunctionBundle> {
    this.#bundle ??= bundleFunction(this.#definition, this.#options.folder);
    return this.#bundle;
  }

  #dispatch(bundle: FunctionBundle): void {
    while (this.#queue.length > 0 && !this.#closed) {
      let runner = [...this.#runners].find((candidate) => candidate.call === null);
      if (runner === undefined) {
        if (this.#runners.size >= this.#options.maxWorkers) return;
        runner = this.#start(bundle);
      }
      this.#run(runner, this.#queue.shift()!);
    }
  }

  #run(runner: Runner, call: Call): void {
    const { name, timeoutSeconds, memoryMB } = this.#definition;
    runner.call = call;
    runner.worker.ref();
    runner.timer = setTimeout(() => {
      void this.#end(runner, `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
    }, timeoutSeconds * 1000);
    const request: WorkerRequest = {
      event: call.event,
      context: { awsRequestId: call.requestId, functionName: name, memoryLimitInMB: String(memoryMB) },
      deadline: Date.now() + timeoutSeconds * 1000,
    };
    runner.worker.postMessage(request);
  }

  #start(bundle: FunctionBundle): Runner {
    const { environment, memoryMB } = this.#definition;
    const built = new URL('./function-worker.js', import.meta.url);
    const worker = new Worker(existsSync(built) ? built : new URL('./function-worker.ts', import.meta.url), {
      workerData: { file: bundle.file },
      env: {
        ...environment,
        PATH: process.env.PATH ?? '',
        AWS_LAMBDA_FUNCTION_NAME: this.#definition.name,
        TZ: ':UTC',
      },
      resourceLimits: { maxOldGenerationSizeMb: memoryMB },
      stdout: true,
      stderr: true,
    });
    const runner: Runner = { worker, call: null, timer: null };
    this.#runners.add(runner);
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.trimEnd().split('\n')) {
          this.#options.log({ function: this.#definition.name, requestId: runner.call?.requestId ?? '', text: line });
        }
      });
    }
    worker.on('message', (reply: WorkerReply) => {
      this.#settle(runner, (call) => {
        if (reply.status === 'failed') call.reject(this.#failure(reply.message));
        else if (reply.json.length > this.#options.maxResult)
          call.reject(this.#failure('Response payload size exceeded maximum allowed payload size.'));
        else call.resolve(JSON.parse(reply.json));
      });
      worker.unref();
      this.#dispatch(bundle);
    });
    worker.on('error', (error) => {
      this.#settle(runner, (call) =>
        call.reject(this.#failure(error instanceof Error ? error.message : String(error))),
      );
    });
    worker.on('exit', () => {
      this.#runners.delete(runner);
      this.#settle(runner, (call) =>
        call.reject(this.#failure('RequestId: Error: Runtime exited without providing a reason')),
      );
      this.#dispatch(bundle);
    });
    return runner;
  }

  #settle(runner: Runner, outcome: (call: Call) => void): void {
    const { call, timer } = runner;
    runner.call = null;
    runner.timer = null;
    if (timer !== null) clearTimeout(timer);
    if (call !== null) outcome(call);
  }

  async #end(runner: Runner, message: string): Promise<void> {
    this.#runners.delete(runner);
    this.#settle(runner, (call) => call.reject(this.#failure(message)));
    await runner.worker.terminate();
  }

  #failure(message: string): HandlerError {
    return new HandlerError(message, { errorType: 'Lambda:Unhandled' });
  }
}
