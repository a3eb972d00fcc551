import { type Command, Option } from 'commander';
import type { Terminal } from '../output/terminal.ts';
import { type ServingFlags, serveFlags } from './serving-options.ts';
import { wholeNumber } from './whole-number.ts';

/** `users`. Commands load their code when they run. */
export function addUserCommands(program: Command, terminal: Terminal): void {
  const users = program.command('users').description('users of the embedded user pool');
  const load = () => import('../commands/users.ts');
  const json = ['--json', 'print JSON'] as const;
  const several = (value: string, before: readonly string[]) => [...before, value];
  const project = (command: Command) =>
    command
      .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
      .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)')
      .option('--data <folder>', 'the data folder (default: .preamp)');

  interface AddFlags extends ServingFlags {
    readonly password?: string;
    readonly passwordStdin?: boolean;
    readonly attribute: readonly string[];
    readonly group: readonly string[];
    readonly json?: boolean;
  }
  const add = users
    .command('add')
    .description('makes a user, with a temporary password unless one is given')
    .argument('<name>', 'what the user signs in with')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password <text>', 'the password; others on this machine can see it, so for tests only')
    .option('--attribute <name=value>', 'an attribute, as given_name=Ann; may be repeated', several, [])
    .option('--group <name>', 'a group to be in, made where it is missing; may be repeated', several, [])
    .option(...json);
  project(add).action(async (name: string, flags: AddFlags) => {
    const { password = null, passwordStdin = false, attribute: attributes, group: groups, json = false } = flags;
    await (await load()).addUser(
      serveFlags(flags),
      { name, password, passwordStdin, attributes, groups, json },
      terminal,
    );
  });

  const list = users
    .command('list')
    .description('all users, with their state and groups')
    .option(...json);
  project(list).action(async (flags: ServingFlags & { readonly json?: boolean }) => {
    await (await load()).listUsers(serveFlags(flags), { json: flags.json ?? false }, terminal);
  });

  const group = users
    .command('group')
    .description('puts a user into groups or takes it out')
    .argument('<name>', 'the user')
    .option('--add <group>', 'a group, made where it is missing; may be repeated', several, [])
    .option('--remove <group>', 'a group; may be repeated', several, []);
  project(group).action(
    async (name: string, flags: ServingFlags & { readonly add: string[]; readonly remove: string[] }) => {
      await (await load()).changeGroups(serveFlags(flags), { name, add: flags.add, remove: flags.remove }, terminal);
    },
  );

  for (const [command, description, enabled] of [
    ['disable', 'signs a user out and keeps it from signing in', false],
    ['enable', 'lets a disabled user sign in again', true],
  ] as const) {
    const change = users.command(command).description(description).argument('<name>', 'the user');
    project(change).action(async (name: string, flags: ServingFlags) => {
      await (await load()).setEnabled(serveFlags(flags), { name, enabled }, terminal);
    });
  }

  const token = users
    .command('token')
    .description('prints an access token of a user, for scripts and tests')
    .argument('<name>', 'the user')
    .option('--id', 'the ID token instead')
    .addOption(new Option('--seconds <number>', 'how long it holds (default: 3600)').argParser(wholeNumber(1, 86_400)))
    .option('--json', 'print all tokens as JSON');
  project(token).action(
    async (
      name: string,
      flags: ServingFlags & { readonly id?: boolean; readonly seconds?: number; json?: boolean },
    ) => {
      const { id = false, seconds = null, json = false } = flags;
      await (await load()).issueToken(serveFlags(flags), { name, id, seconds, json }, terminal);
    },
  );
}
