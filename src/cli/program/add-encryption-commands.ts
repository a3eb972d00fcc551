import type { Command } from 'commander';
import type { Terminal } from '../output/terminal.ts';

/** `encryption new-key|status|enable|disable|rotate`. */
export function addEncryptionCommands(program: Command, terminal: Terminal): void {
  const encryption = program
    .command('encryption')
    .summary('encrypt the data folder, decrypt it, or change its key')
    .description(
      'The key is that of PREAMP_ENCRYPTION_KEY (or …_KEY_FILE, …_KEY_COMMAND), or of the configuration. Needs the ' +
        'package better-sqlite3-multiple-ciphers.',
    );
  encryption
    .command('new-key')
    .description('Prints a new key. It is stored nowhere.')
    .action(async () => {
      const { newEncryptionKey } = await import('../commands/encryption.ts');
      newEncryptionKey(terminal);
    });
  const data = ['--data <folder>', 'the data folder (default: .preamp)'] as const;
  encryption
    .command('status')
    .description('Says whether the data folder is encrypted, and the id of its key.')
    .option(...data)
    .action(async (flags: { readonly data?: string }) => {
      const { encryptionStatus } = await import('../commands/encryption.ts');
      await encryptionStatus(flags.data ?? null, terminal);
    });
  const tasks = {
    enable: 'Encrypts a plain data folder. No server may run on it, nor another command.',
    disable: 'Makes the files of an encrypted data folder plain. No server may run on it, nor another command.',
    rotate:
      'Encrypts an encrypted data folder with the key of PREAMP_ENCRYPTION_NEW_KEY (or …_FILE, …_COMMAND). No server ' +
      'may run on it, nor another command.',
  } as const;
  for (const task of ['enable', 'disable', 'rotate'] as const) {
    encryption
      .command(task)
      .description(tasks[task])
      .option(...data)
      .action(async (flags: { readonly data?: string }) => {
        const { changeDataEncryption } = await import('../commands/encryption.ts');
        await changeDataEncryption(task, flags.data ?? null, terminal);
      });
  }
}
