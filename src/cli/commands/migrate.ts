import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppliedMigration, MigrationPlan, Rename } from '../../storage/migration-plan.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../storage/storage-engine.ts';
import { plainSqlite, type SqliteDriver } from '../../util/sqlite-driver.ts';
import { dataFile } from '../data/data-files.ts';
import { lockData } from '../data/data-lock.ts';
import { CommandFailed } from '../output/command-failed.ts';
import { planJson, printPlan } from '../output/print-plan.ts';
import type { Terminal } from '../output/terminal.ts';
import { withConsent } from '../serve/with-consent.ts';
import { dataFolder, openData, readProject, type ServeFlags } from './serve-command.ts';

export interface MigrateCommand extends ServeFlags {
  readonly task: 'apply' | 'plan' | 'history';
  readonly json: boolean;
  readonly acceptDataLoss: boolean;
  readonly renames: readonly Rename[];
}

/** Migrates the data folder to the project's data model, or says what that would do or what was done before. */
export async function runMigrate(command: MigrateCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, model } = result;
  const folder = dataFolder(command, config);
  if (command.task === 'apply') {
    const data = await openData(command, config);
    const unlock = lockData(data);
    try {
      await withEngine(data.file(dataFile), data.encryption.sqlite, (engine) => apply(engine));
    } finally {
      unlock();
    }
    return;
  }
  // What only looks does not make a data folder.
  const stored = folder !== ':memory:' && existsSync(join(folder, dataFile)) ? await openData(command, config) : null;
  const file = stored?.file(dataFile) ?? ':memory:';
  await withEngine(file, stored?.encryption.sqlite ?? plainSqlite, async (engine) => {
    if (command.task === 'history') printHistory((await engine.history?.()) ?? [], command.json, terminal);
    else print(await engine.plan(model, command));
  });

  async function apply(engine: StorageEngine): Promise<void> {
    const { acceptDataLoss: destructive, renames } = command;
    const done = await withConsent(
      async (consent) => {
        const plan = await engine.plan(model, consent);
        await engine.migrate(plan, consent);
        return plan;
      },
      { destructive, renames },
      terminal,
    );
    if (done === null) throw new CommandFailed();
    print(done);
  }

  function print(plan: MigrationPlan): void {
    if (command.json) terminal.out(JSON.stringify(planJson(plan)));
    else printPlan(plan, terminal);
  }
}

async function withEngine(
  file: string,
  driver: SqliteDriver,
  task: (engine: StorageEngine) => Promise<void>,
): Promise<void> {
  const engine = createSqliteEngine({ file, driver });
  try {
    await task(engine);
  } finally {
    await engine.close();
  }
}

function printHistory(history: readonly AppliedMigration[], json: boolean, { out, note }: Terminal): void {
  if (json) {
    out(JSON.stringify(history));
    return;
  }
  if (history.length === 0) note('There is no data yet.');
  for (const { revision, appliedAt, changes } of history) {
    out(`${revision}  ${appliedAt}`);
    for (const change of changes) out(`   ${change}`);
  }
}
