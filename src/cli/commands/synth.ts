import { synthesizeTemplate } from '../../storage/dynamodb/cloudformation/synthesize-template.ts';
import { mergeTableOptions, type TableOptions } from '../../storage/dynamodb/table-options.ts';
import type { Terminal } from '../output/terminal.ts';
import { type EngineFlags, engineSettings } from '../serve/engine-settings.ts';
import { writeGenerated } from '../serve/outputs-file.ts';
import { dynamodbOnly } from './dynamodb-only.ts';
import { readProject, type ServeFlags } from './serve-command.ts';

export interface SynthCommand extends ServeFlags, EngineFlags {
  /** File to write; `null` prints. */
  readonly out: string | null;
  /** Settings of tables that come before those of the configuration. */
  readonly tables: TableOptions;
}

/** Prints the tables of the data model as CloudFormation, with a role for the server. */
export async function runSynth(command: SynthCommand, terminal: Terminal): Promise<void> {
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const { naming, tables } = dynamodbOnly(engineSettings(config, project.declared, command));
  const template = synthesizeTemplate(model, naming, mergeTableOptions(tables, command.tables));
  const text = JSON.stringify(template, null, 2);
  if (command.out === null) terminal.out(text);
  else writeGenerated(command.out, `${text}\n`);
}
