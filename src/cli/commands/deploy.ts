import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import { dynamoDbFailure } from '../../storage/dynamodb/dynamodb-failure.ts';
import { migrateTables } from '../../storage/dynamodb/migrate-tables.ts';
import { openClient } from '../../storage/dynamodb/open-client.ts';
import { findUnusedIndexes, planTables, type TablePlanOptions } from '../../storage/dynamodb/plan-tables.ts';
import { tableNames } from '../../storage/dynamodb/table-naming.ts';
import { mergeTableOptions, type TableOptions } from '../../storage/dynamodb/table-options.ts';
import type { MigrationPlan, Rename } from '../../storage/migration-plan.ts';
import { CommandFailed } from '../output/command-failed.ts';
import { planJson, printPlan } from '../output/print-plan.ts';
import { createTableProgress } from '../output/table-progress.ts';
import type { Terminal } from '../output/terminal.ts';
import { type EngineFlags, engineSettings } from '../serve/engine-settings.ts';
import { askOnTerminal, withConsent } from '../serve/with-consent.ts';
import { dynamodbOnly } from './dynamodb-only.ts';
import { readProject, type ServeFlags } from './serve-command.ts';

export interface DeployCommand extends ServeFlags, EngineFlags {
  /** Only says what would be done. */
  readonly plan: boolean;
  readonly json: boolean;
  readonly acceptDataLoss: boolean;
  readonly renames: readonly Rename[];
  readonly removeUnusedIndexes: boolean;
  readonly completeKeys: boolean;
  /** Settings of tables that come before those of the configuration. */
  readonly tables: TableOptions;
}

/** How often the SDK sends a request that was throttled or got no answer. */
const attempts = 10;

/** Makes the tables of the data model, and changes those there are to fit it, or says what that would do. */
export async function runDeploy(command: DeployCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const { client: address, naming, tables } = dynamodbOnly(engineSettings(config, project.declared, command));
  const settings = mergeTableOptions(tables, command.tables);
  const client = await openClient(address, { maxAttempts: attempts });
  try {
    const planOf = (options: TablePlanOptions) => planTables(client, model, naming, settings, options);
    if (command.plan) print(await planOf(command), command.json);
    else await apply(client, planOf);
    if (command.removeUnusedIndexes) return;
    for (const index of await findUnusedIndexes(client, model, naming)) {
      terminal.note(`⚠ The data model does not have the index ${index}. --remove-unused-indexes deletes such.`);
    }
  } catch (error) {
    throw dynamoDbFailure(error, 'look at or change its tables', false);
  } finally {
    client.destroy();
  }

  async function apply(client: DynamoDB, planOf: (options: TablePlanOptions) => Promise<MigrationPlan>): Promise<void> {
    const { acceptDataLoss: destructive, renames } = command;
    const progress = createTableProgress(terminal);
    const done = await withConsent(
      async (consent) => {
        const plan = await planOf({ ...command, renames: consent.renames });
        if (!command.json) printPlan(plan, terminal);
        await migrateTables(client, plan, consent, progress);
        return plan;
      },
      { destructive, renames },
      terminal,
      askOnTerminal(),
      'Let it? There is no copy.',
    );
    if (done === null) throw new CommandFailed();
    if (command.json) print(done, true);
    else if (done.steps.length > 0) terminal.note('Done: everything can be used.');
  }

  function print(plan: MigrationPlan, asJson: boolean): void {
    const names = Object.fromEntries(tableNames(model, naming));
    if (asJson) terminal.out(JSON.stringify({ tables: names, steps: planJson(plan).steps }));
    else printPlan(plan, terminal);
  }
}
