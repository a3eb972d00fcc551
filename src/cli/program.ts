import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type OutputsFormat, outputsFormats } from './output/format-outputs.ts';
import type { Terminal } from './output/terminal.ts';

/** Commands load their code when they run: `compile` never pays for a server. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('preamp')
    .description('Runs a data model as a backend: GraphQL, storage, real time, sign-in and authorization.')
    .version(version(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showHelpAfterError('Run it with --help to see what there is.')
    .configureHelp({
      styleTitle: (text) => terminal.style('bold', text),
      styleCommandText: (text) => terminal.style('cyan', text),
      styleSubcommandText: (text) => terminal.style('cyan', text),
      styleOptionText: (text) => terminal.style('cyan', text),
    })
    .configureOutput({ outputError: (text, write) => write(`${text.replace(/^error: /, '✖ ').trimEnd()}\n`) })
    .exitOverride();

  program.commandsGroup('Run:');
  addSandbox(program, terminal);
  addStart(program, terminal);
  program.commandsGroup('Build:');
  addCompile(program, terminal);
  addGenerate(program, terminal);
  program.commandsGroup('Administer:');
  addUsers(program, terminal);
  addKeys(program, terminal);

  return program.addHelpText('after', () => examples(terminal));
}

function addSandbox(program: Command, terminal: Terminal): void {
  const sandbox = program
    .command('sandbox')
    .summary('run the data model of this folder, and follow its changes')
    .description(
      'Runs the data model of this folder on localhost, writes the client configuration, and swaps the schema whenever ' +
        'a file that was read is saved. Data stays in .preamp/. With a command after --, runs it beside the sandbox and ' +
        'stops with it.',
    )
    .argument('[command...]', 'a command to run beside it, after --')
    .option('--outputs <file>', 'where to write the client configuration (default: amplify_outputs.json)')
    .option('--accept-data-loss', 'let schema changes drop data')
    .option('--once', 'do not watch files');
  addServing(sandbox).action(async (command: string[], options: ServingFlags & SandboxFlags) => {
    const { runSandbox } = await import('./commands/sandbox.ts');
    await runSandbox({ ...serving(options), ...sandboxOptions(options), command }, terminal);
  });
}

function addStart(program: Command, terminal: Terminal): void {
  const start = program
    .command('start')
    .summary('run the data model without watching, for production and programs')
    .description(
      'Runs the data model until SIGTERM or SIGINT, without watching files. Opened again on the same data with a changed ' +
        'schema, it keeps the data.',
    )
    .option('--json', 'print one JSON line when ready, and logs as JSON to standard error')
    .option('--outputs <file>', 'write the client configuration to a file (default: none)')
    .option('--accept-data-loss', 'let schema changes drop data');
  addServing(start).action(async (options: ServingFlags & StartFlags) => {
    const { runStart } = await import('./commands/start.ts');
    const { json = false, outputs = null, acceptDataLoss = false } = options;
    await runStart({ ...serving(options), json, outputs, acceptDataLoss }, terminal);
  });
}

interface ServingFlags {
  readonly schema?: string;
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: number;
}

interface SandboxFlags {
  readonly outputs?: string;
  readonly acceptDataLoss?: boolean;
  readonly once?: boolean;
}

interface StartFlags {
  readonly json?: boolean;
  readonly outputs?: string;
  readonly acceptDataLoss?: boolean;
}

function addServing(command: Command): Command {
  return command
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--config <file>', 'the configuration file (default: preamp.config.ts or .json, where there is one)')
    .option('--data <folder>', 'where data is kept, or :memory: (default: .preamp)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .addOption(new Option('--port <number>', 'port to listen on; 0 takes a free one (default: 20002)').argParser(port));
}

function serving(flags: ServingFlags) {
  return {
    schema: flags.schema ?? null,
    config: flags.config ?? null,
    data: flags.data ?? null,
    host: flags.host ?? null,
    port: flags.port ?? null,
  };
}

function sandboxOptions(flags: SandboxFlags) {
  return {
    outputs: flags.outputs ?? null,
    acceptDataLoss: flags.acceptDataLoss ?? false,
    watch: !(flags.once ?? false),
  };
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return value;
}

function addCompile(program: Command, terminal: Terminal): void {
  program
    .command('compile')
    .summary('check data models and print the API they make')
    .description(
      'Compiles each FILE, a GraphQL file, a module that exports `schema` or `data`, or a folder, and prints the schema ' +
        'AppSync would serve for it. Returns 1 when one is invalid.',
    )
    .argument('<files...>', 'what to compile')
    .option('--json', 'the same as --format json')
    .addOption(
      new Option('--format <format>', 'sdl, json (one line per file) or ir (the compiled data model)')
        .choices(['sdl', 'json', 'ir'])
        .conflicts('json'),
    )
    .option('--options <file>', 'JSON with defaultAuthMode, providers, genericIamAccess, sandboxModeEnabled')
    .action(async (files: string[], flags: { json?: boolean; format?: 'sdl' | 'json' | 'ir'; options?: string }) => {
      const { runCompile } = await import('./commands/compile.ts');
      const format = flags.json ? 'json' : (flags.format ?? null);
      await runCompile({ files, format, options: flags.options ?? null }, terminal);
    });
}

function addGenerate(program: Command, terminal: Terminal): void {
  const generate = program.command('generate').description('write files that follow from the data model');
  generate
    .command('schema')
    .description('the data model as GraphQL SDL with directives, as in schema.graphql')
    .option('--schema <path>', 'the data model: a file or folder (default: found as in Amplify projects)')
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (flags: { schema?: string; out?: string }) => {
      const { runGenerateSchema } = await import('./commands/generate-schema.ts');
      await runGenerateSchema({ schema: flags.schema ?? null, out: flags.out ?? null }, terminal);
    });
  const outputs = generate
    .command('outputs')
    .description('the client configuration, whether or not the backend runs')
    .addOption(new Option('--format <format>', 'form of the file').choices(outputsFormats).default('json'))
    .option('--out-dir <folder>', 'where to write it', '.')
    .option('--url <url>', 'the GraphQL endpoint as clients reach it (default: the one on this machine)');
  addServing(outputs).action(async (flags: OutputsFlags) => {
    const { runGenerateOutputs } = await import('./commands/generate-outputs.ts');
    const { format, outDir, url = null } = flags;
    await runGenerateOutputs({ ...serving(flags), format, outDir, url }, terminal);
  });
}

interface OutputsFlags extends ServingFlags {
  readonly format: OutputsFormat;
  readonly outDir: string;
  readonly url?: string;
}

function addKeys(program: Command, terminal: Terminal): void {
  const keys = program.command('keys').description('API keys of the data folder');
  const data = ['--data <folder>', 'the data folder (default: .preamp)'] as const;
  const json = ['--json', 'print JSON'] as const;
  keys
    .command('list')
    .description('the keys, without their values')
    .option(...data)
    .option(...json)
    .action(async (flags: { data?: string; json?: boolean }) => {
      const { listKeys } = await import('./commands/keys.ts');
      await listKeys({ data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  keys
    .command('add')
    .description('makes a key and prints it, once')
    .argument('<name>', 'what to call it')
    .addOption(new Option('--days <number>', 'days until it expires, 1 to 365').default(365).argParser(days))
    .option(...data)
    .option(...json)
    .action(async (name: string, flags: { days: number; data?: string; json?: boolean }) => {
      const { addKey } = await import('./commands/keys.ts');
      await addKey({ name, days: flags.days, data: flags.data ?? null, json: flags.json ?? false }, terminal);
    });
  keys
    .command('revoke')
    .description('ends a key at once, also in a running server')
    .argument('<name>', 'its name')
    .option(...data)
    .action(async (name: string, flags: { data?: string }) => {
      const { revokeKey } = await import('./commands/keys.ts');
      await revokeKey({ name, data: flags.data ?? null }, terminal);
    });
}

function addUsers(program: Command, terminal: Terminal): void {
  const users = program.command('users').description('users of the embedded user pool');
  const load = () => import('./commands/users.ts');
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
    await (await load()).addUser(serving(flags), { name, password, passwordStdin, attributes, groups, json }, terminal);
  });

  const list = users
    .command('list')
    .description('all users, with their state and groups')
    .option(...json);
  project(list).action(async (flags: ServingFlags & { readonly json?: boolean }) => {
    await (await load()).listUsers(serving(flags), { json: flags.json ?? false }, terminal);
  });

  const group = users
    .command('group')
    .description('puts a user into groups or takes it out')
    .argument('<name>', 'the user')
    .option('--add <group>', 'a group, made where it is missing; may be repeated', several, [])
    .option('--remove <group>', 'a group; may be repeated', several, []);
  project(group).action(
    async (name: string, flags: ServingFlags & { readonly add: string[]; readonly remove: string[] }) => {
      await (await load()).changeGroups(serving(flags), { name, add: flags.add, remove: flags.remove }, terminal);
    },
  );

  for (const [command, description, enabled] of [
    ['disable', 'signs a user out and keeps it from signing in', false],
    ['enable', 'lets a disabled user sign in again', true],
  ] as const) {
    const change = users.command(command).description(description).argument('<name>', 'the user');
    project(change).action(async (name: string, flags: ServingFlags) => {
      await (await load()).setEnabled(serving(flags), { name, enabled }, terminal);
    });
  }

  const token = users
    .command('token')
    .description('prints an access token of a user, for scripts and tests')
    .argument('<name>', 'the user')
    .option('--id', 'the ID token instead')
    .addOption(new Option('--seconds <number>', 'how long it holds (default: 3600)').argParser(seconds))
    .option('--json', 'print all tokens as JSON');
  project(token).action(
    async (
      name: string,
      flags: ServingFlags & { readonly id?: boolean; readonly seconds?: number; json?: boolean },
    ) => {
      const { id = false, seconds = null, json = false } = flags;
      await (await load()).issueToken(serving(flags), { name, id, seconds, json }, terminal);
    },
  );
}

function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 86_400) {
    throw new InvalidArgumentError('It must be a number from 1 to 86400.');
  }
  return value;
}

function days(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 365) {
    throw new InvalidArgumentError('It must be a number from 1 to 365.');
  }
  return value;
}

function examples({ style }: Terminal): string {
  const lines = [
    ['preamp sandbox', 'in the folder of an Amplify app'],
    ['preamp sandbox -- npm run dev', 'with the app itself beside it'],
    ['preamp compile amplify/data/resource.ts', 'what API a model makes'],
    ['preamp start --data /var/lib/app', 'in production'],
  ] as const;
  const width = Math.max(...lines.map(([command]) => command.length));
  const shown = lines.map(([command, what]) => `  ${style('cyan', command.padEnd(width))}  ${what}`);
  return `\n${style('bold', 'Examples:')}\n${shown.join('\n')}\n\nReturns 0, 1 when a command fails, 2 when the command line is wrong.`;
}

function version(): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}
