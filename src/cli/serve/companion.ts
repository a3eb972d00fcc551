import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PreampError } from '../../diagnostics/preamp-error.ts';

/** A command that runs beside the sandbox, with its terminal. */
export interface Companion {
  /** Its exit code; 128 and the signal's number after a signal, as shells have it. */
  readonly exited: Promise<number>;
  /** Asks it to end, and ends it when it does not within `graceMs`. Resolves when it is gone. */
  stop(): Promise<void>;
}

const graceMs = 5_000;

/** Rejects with `command-not-found` where the command cannot be started. */
export async function startCompanion(command: readonly string[]): Promise<Companion> {
  const [name, ...args] = command;
  // Windows finds `vite.cmd` and its like through the shell only.
  const child = spawn(name!, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const exited = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(
        new PreampError('command-not-found', `The command '${name}' cannot be started.`, {
          hint: 'Check what stands after --.',
          cause,
        }),
      );
    });
  });
  return {
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
