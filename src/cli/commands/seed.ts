import { makeItems } from '../../storage/seed/make-items.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import { openDataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import { lockData } from '../data/data-lock.ts';
import { createProgress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { dataFolder, readProject, type ServeFlags } from './serve-command.ts';

export interface SeedCommand extends ServeFlags {
  readonly seed: number;
  /** Items of each model. */
  readonly count: number;
  /** Stored forms of owners, as `<sub>::<username>`; empty for items that nobody owns. */
  readonly owners: readonly string[];
}

/** Stores made-up items; those of the same number replace each other. No server may run on the data folder. */
export async function runSeed(command: SeedCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, model } = result;
  const items = makeItems(model, command);
  const data = openDataDirectory(dataFolder(command, config));
  const unlock = lockData(data);
  const engine = createSqliteEngine({ file: data.file(dataFile) });
  try {
    await engine.migrate(await engine.plan(model), { destructive: false });
    const store = engine.open(model);
    const progress = createProgress(terminal);
    for (const [name, list] of items) {
      await store.write(list.map((item) => ({ kind: 'put', model: name, item })));
      progress.done(name, list.length);
    }
  } finally {
    await engine.close();
    unlock();
  }
}
