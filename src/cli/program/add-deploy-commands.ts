import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TableOptions } from '../../storage/dynamodb/table-options.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { Terminal } from '../output/terminal.ts';
import { addEngine, type EngineOptions, engineFlags } from './engine-options.ts';
import { renameOption } from './rename-option.ts';
import { type ServingFlags, serveFlags } from './serving-options.ts';

/** `deploy` and `synth`. Commands load their code when they run. */
export function addDeployCommands(program: Command, terminal: Terminal): void {
  addDeploy(program, terminal);
  addSynth(program, terminal);
}

function addDeploy(program: Command, terminal: Terminal): void {
  const deploy = program
    .command('deploy')
    .summary('make the tables of the data model in DynamoDB, or change them to fit it')
    .description(
      'Makes missing tables and indexes in DynamoDB and waits until they can be used. Nothing that holds data is ' +
        'removed unless you allow it. Repeat it where it was broken off.',
    )
    .option('--plan', 'only say what would be done')
    .option('--json', 'print JSON')
    .option('--accept-data-loss', 'let schema changes drop data')
    .option(...renameOption)
    .option('--remove-unused-indexes', 'delete indexes that the data model does not have')
    .option('--complete-keys', 'look through all items for composite sort keys that they lack');
  addProject(addTableOptions(addEngine(deploy))).action(async (flags: ServingFlags & EngineOptions & DeployFlags) => {
    const { runDeploy } = await import('../commands/deploy.ts');
    const { plan = false, json = false, acceptDataLoss = false, rename: renames } = flags;
    const { removeUnusedIndexes = false, completeKeys = false } = flags;
    await runDeploy(
      {
        ...serveFlags(flags),
        ...engineFlags(flags),
        ...{ plan, json, acceptDataLoss, renames, removeUnusedIndexes, completeKeys },
        tables: tableOptions(flags),
      },
      terminal,
    );
  });
}

function addSynth(program: Command, terminal: Terminal): void {
  const synth = program
    .command('synth')
    .summary('print the tables of the data model as CloudFormation, with a role for the server')
    .description(
      'Prints a CloudFormation template, as JSON: the tables in DynamoDB that `deploy` would make, and a role that may ' +
        'use them and nothing else. Tables that the configuration names one by one are taken as there.',
    )
    .option('--out <file>', 'where to write it (default: standard output)');
  addProject(addTableOptions(addEngine(synth))).action(
    async (flags: ServingFlags & EngineOptions & TableFlags & { readonly out?: string }) => {
      const { runSynth } = await import('../commands/synth.ts');
      const { out = null } = flags;
      await runSynth({ ...serveFlags(flags), ...engineFlags(flags), out, tables: tableOptions(flags) }, terminal);
    },
  );
}

interface DeployFlags extends TableFlags {
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly acceptDataLoss?: boolean;
  readonly rename: readonly Rename[];
  readonly removeUnusedIndexes?: boolean;
  readonly completeKeys?: boolean;
}

function addProject(command: Command): Command {
  return command
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)');
}

/** Options that tables are made with. */
interface TableFlags {
  readonly pointInTimeRecovery?: boolean;
  readonly deletionProtection?: boolean;
  readonly encryption?: string;
  readonly timeToLive: Readonly<Record<string, string>>;
}

function addTableOptions(command: Command): Command {
  return command
    .option('--point-in-time-recovery', 'keep continuous backups of the last 35 days')
    .option('--no-point-in-time-recovery', 'keep none')
    .option('--deletion-protection', 'let DynamoDB refuse to delete tables')
    .option('--no-deletion-protection', 'let tables be deleted')
    .option('--encryption <key>', 'aws-owned, aws-managed, or the ARN, id or alias of a KMS key')
    .addOption(
      new Option('--time-to-live <Model=field>', 'the field by which items of a model expire; may be repeated')
        .argParser(timeToLive)
        .default({}, 'none'),
    );
}

function timeToLive(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { model, field } = /^(?<model>\w+)=(?<field>\w+)$/.exec(text)?.groups ?? {};
  if (model === undefined || field === undefined) throw new InvalidArgumentError('Write Model=field.');
  return { ...before, [model]: field };
}

function tableOptions({
  pointInTimeRecovery,
  deletionProtection,
  encryption,
  timeToLive: expiry,
}: TableFlags): TableOptions {
  return {
    ...(pointInTimeRecovery === undefined ? {} : { pointInTimeRecovery }),
    ...(deletionProtection === undefined ? {} : { deletionProtection }),
    ...(encryption === undefined ? {} : { encryption }),
    timeToLive: expiry,
  };
}
