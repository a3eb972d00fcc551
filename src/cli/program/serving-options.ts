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
  readonly appsyncPages?: boolean;
  readonly appsyncRedaction?: boolean;
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

/** Adds the switches for official behaviour that is off by default. */
export function addCompatibility(command: Command): Command {
  return command
    .option('--appsync-pages', 'pages as in AppSync: a limit counts what is read, before filter and rules')
    .option('--appsync-redaction', 'results of mutations as in AppSync: checked fields and relations are left out');
}

export function serveFlags(flags: ServingFlags): ServeFlags {
  return {
    schema: flags.schema ?? null,
    config: flags.config ?? null,
    data: flags.data ?? null,
    host: flags.host ?? null,
    port: flags.port ?? null,
    compatibility: {
      ...(flags.appsyncPages === true ? { appsyncPages: true } : {}),
      ...(flags.appsyncRedaction === true ? { appsyncRedaction: true } : {}),
    },
  };
}
