import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { makeItems } from '../../storage/seed/make-items.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { lockData } from '../data/data-lock.ts';
import { openInstance } from '../data/instance-file.ts';
import { openItemWriter } from '../data/item-writer.ts';
import { setSecret } from '../data/secret-file.ts';
import { readServer } from '../data/server-file.ts';
import { displayPath } from '../output/display-path.ts';
import { createProgress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { answerSeedRequest } from '../seed/answer-seed-request.ts';
import { runSeedScript } from '../seed/run-seed-script.ts';
import { openDeclaredPool } from '../serve/open-declared-pool.ts';
import type { OpenedUserPool } from '../serve/open-user-pool.ts';
import { secretReader } from '../serve/secret-values.ts';
import { openData, readProject, type ServeFlags } from './serve-command.ts';

export interface SeedCommand extends ServeFlags {
  readonly seed: number;
  /** Items of each model. */
  readonly count: number;
  /** Stored forms of owners, as `<sub>::<username>`; empty for items that nobody owns. */
  readonly owners: readonly string[];
}

/** Stores made-up items; those of the same number replace each other. A server that runs stores them itself. */
export async function runSeed(command: SeedCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, model } = result;
  const items = makeItems(model, command);
  const data = await openData(command, config);
  const writer = await openItemWriter(data, model, { type: 'sqlite' });
  try {
    const progress = createProgress(terminal);
    for (const [name, list] of items) {
      await writer.write(name, list);
      progress.done(name, list.length);
    }
  } finally {
    await writer.close();
  }
}

const scripts = ['seed.ts', 'seed.mts', 'seed.js', 'seed.mjs'];

/** The seed script of the Amplify project in this folder, absolute; `null` where it has none. */
export function findSeedScript(): string | null {
  return scripts.map((name) => resolve('amplify', 'seed', name)).find((file) => existsSync(file)) ?? null;
}

/** Runs a seed script against the server that has the data folder. */
export async function runScript(flags: ServeFlags, script: string, terminal: Terminal): Promise<void> {
  const file = resolve(script);
  if (!existsSync(file)) {
    throw new PreampError('file-not-found', `There is no file ${script}.`, { hint: 'Check the path.' });
  }
  const { result } = await readProject(flags);
  if ('error' in result) throw result.error;
  const { config, project } = result;
  const data = await openData(flags, config);
  checkServed(data);
  let opened: Promise<OpenedUserPool> | null = null;
  const openAdmin = async () => {
    opened ??= openDeclaredPool(data, config.config, project.declared, terminal);
    return (await opened).pool.admin;
  };
  const { userPoolId } = openInstance(data);
  const secrets = {
    get: (name: string) => secretReader(data)(name),
    set: (name: string, value: string) => void setSecret(data, name, value, Date.now),
  };
  try {
    terminal.note(`Running ${displayPath(file)}`);
    await runSeedScript(file, (request) => answerSeedRequest(request, userPoolId, openAdmin, secrets));
    terminal.note('The seed script is done.');
  } finally {
    if (opened !== null) (await (opened as Promise<OpenedUserPool>)).close();
  }
}

/** A script signs in and writes as clients do, which takes a server. */
function checkServed(data: DataDirectory): void {
  const hint = "Start one with 'preamp sandbox' in another terminal, with the same --data; then repeat the command.";
  try {
    lockData(data)();
  } catch (error) {
    if (!(error instanceof PreampError) || error.code !== 'data-in-use') throw error;
    if (readServer(data) !== null) return;
  }
  throw new PreampError('server-missing', 'No server runs for this project, and a seed script needs one.', { hint });
}
