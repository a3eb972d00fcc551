import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../diagnostics/log.ts';
import type { FunctionLog } from '../../functions/function-runner.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { HandlerSources } from './handler-sources.ts';

/** What the functions of every revision have in common. `close` removes the bundles where they are kept nowhere else. */
export interface FunctionHost {
  /** Where bundles are written. */
  readonly folder: string;
  readonly sources: HandlerSources;
  readonly log: FunctionLog;
  close(): void;
}

export function openFunctionHost(data: DataDirectory, log: Log, printed: FunctionLog | null): FunctionHost {
  const folder = data.path === null ? mkdtempSync(join(tmpdir(), 'preamp-functions-')) : data.file('functions');
  return {
    folder,
    sources: new HandlerSources(),
    log: printed ?? (({ function: name, requestId, text }) => log.info(text, { function: name, requestId })),
    close: () => {
      if (data.path === null) rmSync(folder, { recursive: true, force: true });
    },
  };
}
