import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../diagnostics/log.ts';
import { createFunctionInvoker } from '../../functions/create-function-invoker.ts';
import type { FunctionDefinition } from '../../functions/function-definition.ts';
import type { FunctionInvoker } from '../../functions/function-invoker.ts';
import type { FunctionPoolOptions } from '../../functions/function-pool.ts';
import type { DataDirectory } from '../data/data-directory.ts';

/** What every pool of workers is started with. `close` removes the bundles where they are kept nowhere else. */
export interface FunctionHost {
  readonly options: FunctionPoolOptions;
  close(): void;
}

export function openFunctionHost(data: DataDirectory, log: Log): FunctionHost {
  const folder = data.path === null ? mkdtempSync(join(tmpdir(), 'preamp-functions-')) : data.file('functions');
  return {
    options: {
      folder,
      log: ({ function: name, requestId, text }) => log.info(text, { function: name, requestId }),
    },
    close: () => {
      if (data.path === null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * An invoker that starts its pools with the first call: only then is the address known at which handlers find the API.
 * `definitions` is asked once.
 */
export function lazyInvoker(host: FunctionHost, definitions: () => readonly FunctionDefinition[]): FunctionInvoker {
  let invoker: FunctionInvoker | null = null;
  const opened = (): FunctionInvoker => {
    invoker ??= createFunctionInvoker({ ...host.options, functions: definitions() });
    return invoker;
  };
  return {
    invoke: (handlers, invocation) => opened().invoke(handlers, invocation),
    close: async () => invoker?.close(),
  };
}
