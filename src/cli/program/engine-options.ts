import { type Command, Option } from 'commander';
import { type EngineFlags, engineTypes } from '../serve/engine-settings.ts';

/** Options that say where items are kept, as the command line has them. */
export interface EngineOptions {
  readonly engine?: (typeof engineTypes)[number];
  readonly tablePrefix?: string;
}

export function addEngine(command: Command): Command {
  return command
    .addOption(
      new Option('--engine <engine>', 'where items are kept (default: as configured, else sqlite)').choices(
        engineTypes,
      ),
    )
    .option('--table-prefix <prefix>', 'DynamoDB: what stands before the model in names of tables');
}

export function engineFlags({ engine, tablePrefix }: EngineOptions): EngineFlags {
  return { engine: engine ?? null, tablePrefix: tablePrefix ?? null };
}
