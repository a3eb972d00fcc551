import type { Command } from 'commander';
import type { Terminal } from '../output/terminal.ts';

/** `secret`, also as `ampx` has it below `sandbox`. Commands load their code when they run. */
export function addSecretCommands(parent: Command, terminal: Terminal): void {
  const secret = parent.command('secret').description('values of secret() in functions, kept in the data folder');
  const load = () => import('../commands/secrets.ts');
  const data = ['--data <folder>', 'the data folder (default: .preamp)'] as const;
  const json = ['--json', 'print JSON'] as const;
  secret
    .command('set')
    .description('keeps a value, typed when asked or piped; a sandbox that runs takes it')
    .argument('<name>', 'its name')
    .option(...data)
    .action(async (name: string, flags: { data?: string }) => {
      await (await load()).storeSecret({ name, data: flags.data ?? null }, terminal);
    });
  secret
    .command('get')
    .description('prints a value')
    .argument('<name>', 'its name')
    .option(...data)
    .option(...json)
    .action(async (name: string, flags: { data?: string; json?: boolean }) => {
      await (await load()).showSecret({ name, data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  secret
    .command('list')
    .description('the names, without their values')
    .option(...data)
    .option(...json)
    .action(async (flags: { data?: string; json?: boolean }) => {
      await (await load()).listSecrets({ data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  secret
    .command('remove')
    .description('forgets a value')
    .argument('[name]', 'its name')
    .option('--all', 'forget all of them')
    .option(...data)
    .action(async (name: string | undefined, flags: { data?: string; all?: boolean }) => {
      const command = { name: name ?? null, all: flags.all ?? false, data: flags.data ?? null };
      await (await load()).removeSecret(command, terminal);
    });
}
