import { type Command, Option } from 'commander';
import type { Terminal } from '../output/terminal.ts';
import { wholeNumber } from './whole-number.ts';

/** `keys`. Commands load their code when they run. */
export function addKeyCommands(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys of the data folder');
  const data = ['--data <folder>', 'the data folder (default: .preamp)'] as const;
  const json = ['--json', 'print JSON'] as const;
  keys
    .command('list')
    .description('the keys, without their values')
    .option(...data)
    .option(...json)
    .action(async (flags: { data?: string; json?: boolean }) => {
      const { listKeys } = await import('../commands/keys.ts');
      await listKeys({ data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  keys
    .command('add')
    .description('makes a key and prints it, once')
    .argument('<name>', 'what to call it')
    .addOption(
      new Option('--days <number>', 'days until it expires, 1 to 365').default(365).argParser(wholeNumber(1, 365)),
    )
    .option(...data)
    .option(...json)
    .action(async (name: string, flags: { days: number; data?: string; json?: boolean }) => {
      const { addKey } = await import('../commands/keys.ts');
      await addKey({ name, days: flags.days, data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  keys
    .command('revoke')
    .description('ends a key at once, also in a running server')
    .argument('<name>', 'its name')
    .option(...data)
    .action(async (name: string, flags: { data?: string }) => {
      const { revokeKey } = await import('../commands/keys.ts');
      await revokeKey({ name, data: flags.data ?? null }, terminal);
    });
  keys
    .command('rotate-signing')
    .description("signs the user pool's tokens with a new key, also in a running server")
    .option(...data)
    .action(async (flags: { data?: string }) => {
      const { rotateSigningKey } = await import('../commands/keys.ts');
      await rotateSigningKey({ data: flags.data ?? null }, terminal);
    });
}
