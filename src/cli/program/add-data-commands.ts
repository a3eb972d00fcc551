import type { Command } from 'commander';
import type { Rename } from '../../storage/migration-plan.ts';
import type { Terminal } from '../output/terminal.ts';
import { renameOption } from './rename-option.ts';
import { type ServingFlags, serveFlags } from './serving-options.ts';

/** `migrate`, and what takes data out of the folder and brings it in. Commands load their code when they run. */
export function addDataCommands(program: Command, terminal: Terminal): void {
  addMigrate(program, terminal);
}

function project(command: Command): Command {
  return command
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)')
    .option('--data <folder>', 'the data folder (default: .preamp)');
}

function addMigrate(program: Command, terminal: Terminal): void {
  const migrate = program
    .command('migrate')
    .summary('bring the stored data to the shape of the data model')
    .description(
      'Changes the stored data to fit the data model, all of it or nothing. `start` and `sandbox` do the same when they ' +
        'begin. Nothing that holds data is removed unless you allow it, and the database is copied before.',
    )
    .option('--plan', 'only say what would be done')
    .option('--history', 'list what was done')
    .option('--json', 'print JSON')
    .option('--accept-data-loss', 'let schema changes drop data')
    .option(...renameOption);
  project(migrate).action(async (flags: ServingFlags & MigrateFlags) => {
    if (flags.plan && flags.history) migrate.error('✖ --plan and --history exclude each other.');
    const { runMigrate } = await import('../commands/migrate.ts');
    const { plan = false, history = false, json = false, acceptDataLoss = false, rename: renames } = flags;
    const task = history ? 'history' : plan ? 'plan' : 'apply';
    await runMigrate({ ...serveFlags(flags), task, json, acceptDataLoss, renames }, terminal);
  });
}

interface MigrateFlags {
  readonly plan?: boolean;
  readonly history?: boolean;
  readonly json?: boolean;
  readonly acceptDataLoss?: boolean;
  readonly rename: readonly Rename[];
}
