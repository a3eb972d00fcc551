import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Rename } from '../../storage/migration-plan.ts';
import type { LineFormat } from '../../storage/transfer/item-lines.ts';
import type { Terminal } from '../output/terminal.ts';
import { addEngine, type EngineOptions, engineFlags } from './engine-options.ts';
import { renameOption } from './rename-option.ts';
import { type ServingFlags, serveFlags } from './serving-options.ts';
import { wholeNumber } from './whole-number.ts';

/** `migrate`, and what takes data out of the folder and brings it in. Commands load their code when they run. */
export function addDataCommands(program: Command, terminal: Terminal): void {
  addMigrate(program, terminal);
  addBackup(program, terminal);
  addTransfer(program, terminal);
  addSeed(program, terminal);
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

function addBackup(program: Command, terminal: Terminal): void {
  const data = ['--data <folder>', 'the data folder (default: .preamp)'] as const;
  program
    .command('backup')
    .summary('copy all data into one file, also while a server runs')
    .description(
      'Writes items, users and keys into one file, checked and for its owner only, also while a server runs on the folder.',
    )
    .argument('<file>', 'the file to write; it is replaced in one step')
    .option(...data)
    .action(async (file: string, flags: { readonly data?: string }) => {
      const { runBackup } = await import('../commands/backup.ts');
      await runBackup({ file, data: flags.data ?? null }, terminal);
    });
  const restore = program
    .command('restore')
    .summary('put a backup, or a moment of an archive, in the place of the data')
    .description(
      'Puts a backup, or what an archive says of a moment, in the place of the data folder, which no server may be using. ' +
        'What was there is kept.',
    )
    .argument('[file]', 'the backup')
    .option('--archive <folder>', 'the archive that `start --archive` has written, instead of a backup')
    .addOption(
      new Option('--at <time>', 'with --archive: the moment, as 2026-05-01T12:00:00Z (default: its end)').argParser(
        time,
      ),
    )
    .option(...data);
  restore.action(async (file: string | undefined, flags: RestoreFlags) => {
    if ((file === undefined) === (flags.archive === undefined)) restore.error('✖ Name a backup, or an archive.');
    if (flags.at !== undefined && flags.archive === undefined) restore.error('✖ --at belongs to --archive.');
    const { runRestore, runRestoreArchive } = await import('../commands/backup.ts');
    const folder = flags.data ?? null;
    if (file !== undefined) await runRestore({ file, data: folder }, terminal);
    else await runRestoreArchive({ archive: flags.archive!, at: flags.at ?? null, data: folder }, terminal);
  });
}

interface RestoreFlags {
  readonly archive?: string;
  readonly at?: number;
  readonly data?: string;
}

/** Milliseconds since 1970 of a time with its zone. */
function time(text: string): number {
  const at = /(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError('Write it as 2026-05-01T12:00:00Z, with its zone.');
}

function addTransfer(program: Command, terminal: Terminal): void {
  const exporting = program
    .command('export')
    .summary('write all items as JSON Lines')
    .description(
      'Writes a file of JSON Lines for each model, also while a server runs: from SQLite all items as they were at one ' +
        'moment, from DynamoDB each as it is when it is read. Repeat it where it was broken off.',
    )
    .argument('<folder>', 'where to write the files')
    .addOption(
      new Option('--format <format>', 'form of the lines; dynamodb is that of its exports to S3')
        .choices(['jsonl', 'dynamodb'])
        .default('jsonl'),
    );
  addEngine(project(exporting)).action(
    async (folder: string, flags: ServingFlags & EngineOptions & { readonly format: LineFormat }) => {
      const { runExport } = await import('../commands/export.ts');
      await runExport({ ...serveFlags(flags), ...engineFlags(flags), folder, format: flags.format }, terminal);
    },
  );
  const importing = program
    .command('import')
    .summary('store items from JSON Lines or exports of DynamoDB')
    .description(
      'Stores the items of files named after models, or of folders named after tables, as DynamoDB exports them. Items ' +
        'with the same key are replaced. A server that runs tells its subscribers. Repeat it where it was broken off.',
    )
    .argument('<folder>', 'where the files are');
  addEngine(project(importing)).action(async (folder: string, flags: ServingFlags & EngineOptions) => {
    const { runImport } = await import('../commands/import.ts');
    await runImport({ ...serveFlags(flags), ...engineFlags(flags), folder }, terminal);
  });
}

function addSeed(program: Command, terminal: Terminal): void {
  const seed = program
    .command('seed')
    .summary('run the seed script, or store made-up items for development')
    .description(
      'Runs amplify/seed/seed.ts, where there is one, against the server of this project. Otherwise, or with --seed, ' +
        '--count or --owner, stores made-up items for every model: related to each other, within validations, equal for ' +
        'equal numbers.',
    )
    .option('--script <file>', 'the seed script to run (default: amplify/seed/seed.ts, where there is one)')
    .option('--seed <number>', 'what the items follow from', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--count <number>', 'items of each model', wholeNumber(1, 10_000), 20)
    .option(
      '--owner <sub::username>',
      'who owns items where rules ask for owners; may be repeated',
      (value: string, before: readonly string[]) => [...before, value],
      [] as readonly string[],
    );
  project(seed).action(async (flags: ServingFlags & SeedFlags) => {
    const { findSeedScript, runScript, runSeed } = await import('../commands/seed.ts');
    const { seed: number, count, owner: owners } = flags;
    const madeUp = ['seed', 'count', 'owner'].some((name) => seed.getOptionValueSource(name) === 'cli');
    if (madeUp && flags.script !== undefined) {
      seed.error('✖ --script excludes --seed, --count and --owner, which are about made-up items.');
    }
    const script = flags.script ?? (madeUp ? null : findSeedScript());
    if (script !== null) await runScript(serveFlags(flags), script, terminal);
    else await runSeed({ ...serveFlags(flags), seed: number, count, owners }, terminal);
  });
}

interface SeedFlags {
  readonly script?: string;
  readonly seed: number;
  readonly count: number;
  readonly owner: readonly string[];
}
