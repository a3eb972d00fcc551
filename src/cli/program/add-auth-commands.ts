import { type Command, Option } from 'commander';
import { type AccessFormat, accessFormats } from '../output/format-access.ts';
import type { Terminal } from '../output/terminal.ts';
import { type ServingFlags, serveFlags } from './serving-options.ts';

/** `auth`. Commands load their code when they run. */
export function addAuthCommands(program: Command, terminal: Terminal): void {
  program
    .command('auth')
    .description("the schema's authorization rules")
    .command('table')
    .description('who may do what: role by operation by field, for reading and for committing')
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)')
    .addOption(
      new Option(
        '--format <format>',
        'text, markdown or json (default: by the name of the file to check, else text)',
      ).choices(accessFormats),
    )
    .option('--check <file>', 'print nothing but what differs from this file, and return 1 where something does')
    .action(async (flags: ServingFlags & { readonly format?: AccessFormat; readonly check?: string }) => {
      const { runAuthTable } = await import('../commands/auth-table.ts');
      const { format = null, check = null } = flags;
      await runAuthTable({ ...serveFlags(flags), format, check }, terminal);
    });
}
