import { makeItems } from '../../storage/seed/make-items.ts';
import { openItemWriter } from '../data/item-writer.ts';
import { createProgress } from '../output/progress.ts';
import type { Terminal } from '../output/terminal.ts';
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
