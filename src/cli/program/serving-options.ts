import { type Command, Option } from 'commander';
import type { ServeFlags } from '../commands/serve-command.ts';
import { wholeNumber } from './whole-number.ts';

/** Options of every command that serves or administers a backend, as the command line has them. */
export interface ServingFlags {
  readonly schema?: string;
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: number;
}

/** Adds the options of commands that serve. */
export function addServing(command: Command): Command {
  return command
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)')
    .option('--data <folder>', 'where data is kept, or :memory: (default: .preamp)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .addOption(
      new Option('--port <number>', 'port to listen on; 0 takes a free one (default: 20002)').argParser(
        wholeNumber(0, 65_535),
      ),
    );
}

export function serveFlags(flags: ServingFlags): ServeFlags {
  return {
    schema: flags.schema ?? null,
    config: flags.config ?? null,
    data: flags.data ?? null,
    host: flags.host ?? null,
    port: flags.port ?? null,
  };
}
