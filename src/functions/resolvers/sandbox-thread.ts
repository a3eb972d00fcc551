import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { HandlerError } from '../handler-error.ts';
import type { SandboxLimits } from './resolver-sandbox.ts';
import type { SandboxReply, SandboxRequest } from './sandbox-protocol.ts';

interface Call {
  readonly request: SandboxRequest;
  readonly resolve: (reply: SandboxReply) => void;
  readonly reject: (error: HandlerError) => void;
}

/** How long after its limit a function that the interpreter itself could not stop takes the thread with it. */
const grace = 1_000;
/** The first call waits for the engine to load. */
const startTime = 10_000;
const maxQueue = 1_000;

/**
 * The thread that interprets resolvers, so that requests without one never wait for it. It starts with the first call,
 * runs one function at a time, and is replaced when it ends.
 */
export class SandboxThread {
  readonly #limits: SandboxLimits;
  readonly #queue: Call[] = [];
  #worker: Worker | null = null;
  #sent = new Map<string, string>();
  #active: Call | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(limits: SandboxLimits) {
    this.#limits = limits;
  }

  /** Rejects with a {@link HandlerError} only. */
  run(request: SandboxRequest): Promise<SandboxReply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(failed('The resolver was stopped.'));
      if (this.#queue.length >= maxQueue) {
        return reject(new HandlerError('Rate Exceeded.', { errorType: 'TooManyRequestsException' }));
      }
      this.#queue.push({ request, resolve, reject });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#queue.splice(0)) call.reject(failed('The resolver was stopped.'));
    await this.#end(this.#worker, 'The resolver was stopped.');
  }

  #next(): void {
    if (this.#active !== null || this.#closed) return;
    const call = this.#queue.shift();
    if (call === undefined) return;
    const isNew = this.#worker === null;
    const worker = this.#worker ?? this.#start();
    this.#active = call;
    const { request } = call;
    const known = this.#sent.get(request.entry) === request.code;
    if (request.code !== null) this.#sent.set(request.entry, request.code);
    worker.ref();
    this.#timer = setTimeout(
      () => void this.#end(worker, 'It ran longer than it may.'),
      this.#limits.timeout + grace + (isNew ? startTime : 0),
    );
    worker.postMessage(known ? { ...request, code: null } : request);
  }

  #start(): Worker {
    const built = new URL('./resolver-worker.js', import.meta.url);
    const worker = new Worker(existsSync(built) ? built : new URL('./resolver-worker.ts', import.meta.url), {
      workerData: this.#limits,
      env: {},
    });
    this.#worker = worker;
    worker.on('message', (reply: SandboxReply) => {
      this.#settle((call) => call.resolve(reply));
      worker.unref();
      this.#next();
    });
    worker.on('error', (error) => {
      void this.#end(worker, error instanceof Error ? error.message : String(error));
    });
    worker.on('exit', () => void this.#end(worker, 'The resolver was stopped.'));
    return worker;
  }

  async #end(worker: Worker | null, message: string): Promise<void> {
    if (worker === null || worker !== this.#worker) return;
    this.#worker = null;
    this.#sent = new Map();
    this.#settle((call) => call.reject(failed(message)));
    const ended = worker.terminate();
    this.#next();
    await ended;
  }

  #settle(outcome: (call: Call) => void): void {
    const call = this.#active;
    this.#active = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (call !== null) outcome(call);
  }
}

function failed(message: string): HandlerError {
  return new HandlerError('Runtime Error', { errorType: 'Code', cause: message });
}
