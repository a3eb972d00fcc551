import { type Command, Option } from 'commander';
import { type OutputsFormat, outputsFormats } from '../output/format-outputs.ts';
import type { Terminal } from '../output/terminal.ts';
import { addClientCodeOptions, type ClientCodeFlags } from './client-code-options.ts';
import { addServing, type ServingFlags, serveFlags } from './serving-options.ts';

/** `compile` and `generate`. Commands load their code when they run: `compile` never pays for a server. */
export function addBuildingCommands(program: Command, terminal: Terminal): void {
  addCompile(program, terminal);
  addGenerate(program, terminal);
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
      const { runCompile } = await import('../commands/compile.ts');
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
      const { runGenerateSchema } = await import('../commands/generate-schema.ts');
      await runGenerateSchema({ schema: flags.schema ?? null, out: flags.out ?? null }, terminal);
    });
  const clientCode = generate
    .command('graphql-client-code')
    .description('statements and types for client.graphql(), the model introspection, or DataStore models');
  addClientCodeOptions(clientCode).action(async (flags: ClientCodeFlags) => {
    const { runGenerateClientCode } = await import('../commands/generate-client-code.ts');
    const { schema = null, out, format, statementTarget, modelTarget, statementMaxDepth: maxDepth } = flags;
    const { statementTypenameIntrospection: typename, typeTarget = null } = flags;
    const command = { schema, out, format, statementTarget, modelTarget, maxDepth, typename, typeTarget };
    await runGenerateClientCode(command, terminal);
  });
  const outputs = generate
    .command('outputs')
    .description('the client configuration, whether or not the backend runs')
    .addOption(new Option('--format <format>', 'form of the file').choices(outputsFormats).default('json'))
    .option('--out-dir <folder>', 'where to write it', '.')
    .option('--url <url>', 'the GraphQL endpoint as clients reach it (default: the one on this machine)');
  addServing(outputs).action(async (flags: OutputsFlags) => {
    const { runGenerateOutputs } = await import('../commands/generate-outputs.ts');
    const { format, outDir, url = null } = flags;
    await runGenerateOutputs({ ...serveFlags(flags), format, outDir, url }, terminal);
  });
}

interface OutputsFlags extends ServingFlags {
  readonly format: OutputsFormat;
  readonly outDir: string;
  readonly url?: string;
}
