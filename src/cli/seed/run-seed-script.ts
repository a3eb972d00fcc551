import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { SchemaError } from '../../diagnostics/schema-error.ts';
import { bundleModules } from '../project/bundle-modules.ts';
import { evaluationDiagnostic } from '../project/evaluation-diagnostic.ts';
import { ownModule } from '../project/own-module.ts';
import { seedPlugin } from './seed-plugin.ts';
import type { SeedAnswer, SeedFailure, SeedRequest } from './seed-protocol.ts';

/**
 * Bundles a seed script and runs it in a process of its own, in the folder and with the streams of this one.
 *
 * @param script absolute path
 * @param answer does what the script asks of the user pool
 * @throws SchemaError with file and line of what is wrong with the script, or of what it threw
 * @throws PreampError `seed-failed` where its process ended otherwise than well
 */
export async function runSeedScript(
  script: string,
  answer: (request: SeedRequest) => Promise<SeedAnswer>,
): Promise<void> {
  const files = new Set<string>();
  const code = await bundleModules([script], dirname(script), seedPlugin(script, files));
  if (typeof code !== 'string') throw new SchemaError(code);
  const folder = await mkdtemp(join(tmpdir(), 'preamp-'));
  try {
    const bundle = join(folder, 'seed.mjs');
    await writeFile(bundle, code, { mode: 0o600 });
    const failure = await runBundle(bundle, answer);
    if (failure === null) return;
    const thrown = Object.assign(new Error(failure.message), { name: failure.name, stack: failure.stack });
    throw new SchemaError([evaluationDiagnostic(thrown, script, files)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves when the script has ended: with what it threw, or `null`. */
function runBundle(
  bundle: string,
  answer: (request: SeedRequest) => Promise<SeedAnswer>,
): Promise<SeedFailure['failed'] | null> {
  return new Promise((done, fail) => {
    const child = fork(fileURLToPath(ownModule('cli/seed/seed-process')), [bundle], { stdio: 'inherit' });
    let failure: SeedFailure['failed'] | null = null;
    child.on('message', async (message: SeedRequest | SeedFailure) => {
      if ('failed' in message) {
        failure = message.failed;
        return;
      }
      try {
        const answered = await answer(message);
        if (child.connected) child.send(answered);
      } catch (error) {
        fail(error);
        child.kill();
      }
    });
    child.once('error', fail);
    child.once('close', (code, signal) => {
      if (failure !== null || code === 0) done(failure);
      else fail(new PreampError('seed-failed', `The seed script ended with ${signal ?? code}.`));
    });
  });
}
