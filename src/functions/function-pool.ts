import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { bundleFunction, type FunctionBundle } from './bundle-function.ts';
import type { OnSources } from './bundle-sources.ts';
import type { FunctionDefinition, LocalFunction } from './function-definition.ts';
import type { FunctionLog, FunctionRunner } from './function-runner.ts';
import { HandlerError } from './handler-error.ts';
import type { WorkerMessage, WorkerRequest } from './worker-protocol.ts';

export interface FunctionPoolOptions {
  /** Where bundles are written. */
  readonly folder: string;
  /** Most workers of one function; further calls wait. Default 4. */
  readonly maxWorkers?: number;
  /** Most waiting calls; further ones fail at once. Default 1000. */
  readonly maxQueue?: number;
  /** Longest result in characters of JSON. Default 6 MiB, as Lambda's. */
  readonly maxResult?: number;
  /** Variables beside those of the definition; asked when a worker starts. */
  readonly environmentOf?: (definition: FunctionDefinition & LocalFunction) => Readonly<Record<string, string>>;
  readonly onSources?: OnSources;
  /** Receives each line the handler prints. */
  readonly log: FunctionLog;
}

interface Call {
  readonly event: unknown;
  readonly requestId: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: HandlerError) => void;
}

interface Runner {
  readonly worker: Worker;
  /** Whether its module is loaded. */
  ready: boolean;
  call: Call | null;
  timer: NodeJS.Timeout | null;
  /** A line that has no end yet. */
  line: string;
}

/** Milliseconds a module may take to load, as in Lambda; they do not count against the handler's time. */
const loadTimeout = 10_000;

/**
 * Warm workers of one function. A worker runs one call at a time, as a Lambda instance does; a call that throws, hangs,
 * exits or exhausts its memory fails alone, and its worker is replaced.
 */
export class FunctionPool implements FunctionRunner {
  readonly #definition: FunctionDefinition & LocalFunction;
  readonly #name: string;
  readonly #options: FunctionPoolOptions & Required<Pick<FunctionPoolOptions, 'maxWorkers' | 'maxQueue' | 'maxResult'>>;
  readonly #runners = new Set<Runner>();
  readonly #queue: Call[] = [];
  #bundle: Promise<FunctionBundle> | null = null;
  #closed = false;

  constructor(definition: FunctionDefinition & LocalFunction, options: FunctionPoolOptions) {
    this.#definition = definition;
    this.#name = definition.names[0] ?? 'function';
    this.#options = { maxWorkers: 4, maxQueue: 1000, maxResult: 6 * 1024 * 1024, ...options };
  }

  async call(event: unknown, requestId: string): Promise<unknown> {
    const bundle = await this.#built(requestId);
    return new Promise((resolve, reject) => this.#enqueue(bundle, { event, requestId, resolve, reject }));
  }

  async post(event: unknown, requestId: string): Promise<void> {
    const bundle = await this.#built(requestId);
    this.#enqueue(bundle, { event, requestId, resolve: () => {}, reject: () => {} });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#queue.splice(0)) this.#refuse(call, 'The function was stopped.');
    await Promise.all([...this.#runners].map((runner) => this.#end(runner, () => 'The function was stopped.')));
  }

  async #built(requestId: string): Promise<FunctionBundle> {
    if (this.#closed) throw failure('The function was stopped.');
    try {
      this.#bundle ??= this.#build();
      return await this.#bundle;
    } catch (cause) {
      this.#bundle = null;
      this.#options.log({ function: this.#name, requestId, text: String(cause) });
      throw failure(`Function '${this.#name}' does not build. The log has the details.`, cause);
    }
  }

  async #build(): Promise<FunctionBundle> {
    const readAt = Date.now();
    const bundle = await bundleFunction({ name: this.#name, entry: this.#definition.entry }, this.#options.folder);
    this.#options.onSources?.(bundle.inputs, readAt);
    return bundle;
  }

  /** @throws HandlerError where there is no room for another call */
  #enqueue(bundle: FunctionBundle, call: Call): void {
    if (this.#closed) throw failure('The function was stopped.');
    if (this.#queue.length >= this.#options.maxQueue) {
      throw new HandlerError('Rate Exceeded.', { errorType: 'Lambda:TooManyRequestsException' });
    }
    this.#queue.push(call);
    this.#dispatch(bundle);
  }

  #dispatch(bundle: FunctionBundle): void {
    while (this.#queue.length > 0 && !this.#closed) {
      let runner = [...this.#runners].find((candidate) => candidate.call === null);
      if (runner === undefined) {
        if (this.#runners.size >= this.#options.maxWorkers) return;
        runner = this.#start(bundle);
      }
      runner.call = this.#queue.shift()!;
      runner.worker.ref();
      if (runner.ready) this.#run(runner);
    }
  }

  #run(runner: Runner): void {
    const { timeoutSeconds, memoryMB } = this.#definition;
    const { event, requestId } = runner.call!;
    this.#limit(runner, timeoutSeconds * 1000, `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`);
    const request: WorkerRequest = {
      event,
      requestId,
      functionName: this.#name,
      memoryMB,
      timeout: timeoutSeconds * 1000,
      maxResult: this.#options.maxResult,
    };
    runner.worker.postMessage(request);
  }

  #limit(runner: Runner, milliseconds: number, message: string): void {
    if (runner.timer !== null) clearTimeout(runner.timer);
    runner.timer = setTimeout(() => {
      void this.#end(runner, (requestId) => `RequestId: ${requestId} Error: ${message}`);
    }, milliseconds);
  }

  #start(bundle: FunctionBundle): Runner {
    const { memoryMB } = this.#definition;
    const built = new URL('./function-worker.js', import.meta.url);
    const worker = new Worker(existsSync(built) ? built : new URL('./function-worker.ts', import.meta.url), {
      workerData: { file: bundle.file },
      env: this.#environment(),
      resourceLimits: { maxOldGenerationSizeMb: memoryMB },
      stdout: true,
      stderr: true,
    });
    const runner: Runner = { worker, ready: false, call: null, timer: null, line: '' };
    this.#runners.add(runner);
    this.#limit(runner, loadTimeout, `The module did not load within ${loadTimeout / 1000} seconds`);
    worker.on('message', (message: WorkerMessage) => this.#hear(runner, bundle, message));
    worker.on('error', (error) => {
      const reason =
        (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? 'Runtime exited with error: signal: killed'
          : null;
      this.#settle(runner, (call) => {
        if (reason !== null) this.#refuse(call, `RequestId: ${call.requestId} Error: ${reason}`);
        else if (error instanceof Error) this.#refuse(call, error.message, error.stack);
        else this.#refuse(call, String(error));
      });
    });
    worker.on('exit', (code) => {
      this.#runners.delete(runner);
      const reason =
        code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
      this.#settle(runner, (call) => this.#refuse(call, `RequestId: ${call.requestId} Error: ${reason}`));
      this.#dispatch(bundle);
    });
    return runner;
  }

  #environment(): NodeJS.ProcessEnv {
    const { memoryMB, environment } = this.#definition;
    return {
      PATH: process.env.PATH ?? '',
      TZ: ':UTC',
      AWS_LAMBDA_FUNCTION_NAME: this.#name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMB),
      ...this.#options.environmentOf?.(this.#definition),
      ...environment,
    };
  }

  #hear(runner: Runner, bundle: FunctionBundle, message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        runner.ready = true;
        if (runner.call !== null) this.#run(runner);
        return;
      case 'unusable':
        void this.#end(runner, () => message.message, message.shown);
        return;
      case 'output':
        this.#print(runner, message.text);
        return;
      default: {
        this.#settle(runner, (call) => {
          if (message.kind === 'failed') this.#refuse(call, message.message, message.shown);
          else call.resolve(JSON.parse(message.json));
        });
        runner.worker.unref();
        this.#dispatch(bundle);
      }
    }
  }

  #print(runner: Runner, text: string): void {
    const lines = (runner.line + text).split('\n');
    runner.line = lines.pop()!;
    const requestId = runner.call?.requestId ?? '';
    for (const line of lines) this.#options.log({ function: this.#name, requestId, text: line });
  }

  #settle(runner: Runner, outcome: (call: Call) => void): void {
    const { call, timer } = runner;
    if (runner.line !== '') this.#print(runner, '\n');
    runner.call = null;
    runner.timer = null;
    if (timer !== null) clearTimeout(timer);
    if (call !== null) outcome(call);
  }

  /** The client learns the message; who runs the function finds where it came from in the log. */
  #refuse({ requestId, reject }: Call, message: string, shown = message): void {
    this.#options.log({ function: this.#name, requestId, text: shown });
    reject(failure(message));
  }

  async #end(runner: Runner, message: (requestId: string) => string, shown?: string): Promise<void> {
    this.#runners.delete(runner);
    this.#settle(runner, (call) => this.#refuse(call, message(call.requestId), shown));
    await runner.worker.terminate();
  }
}

function failure(message: string, cause?: unknown): HandlerError {
  return new HandlerError(message, { errorType: 'Lambda:Unhandled', cause });
}
