import type { Command } from 'commander';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { Terminal } from '../output/terminal.ts';
import type { TlsFiles } from '../serve/tls-credentials.ts';
import { addSecretCommands } from './add-secret-commands.ts';
import { addEngine, type EngineOptions, engineFlags } from './engine-options.ts';
import { renameOption } from './rename-option.ts';
import { addCompatibility, addServing, type ServingFlags, serveFlags } from './serving-options.ts';

/** `sandbox` and `start`. Commands load their code when they run. */
export function addServingCommands(program: Command, terminal: Terminal): void {
  addSandbox(program, terminal);
  addStart(program, terminal);
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
    .option(...renameOption)
    .option(...tlsCertificate)
    .option(...tlsKey)
    .option('--once', 'do not watch files')
    .option('--tls', 'answer TLS on the same port too, with a certificate made on this machine');
  addSecretCommands(sandbox, terminal);
  addCompatibility(addEngine(addServing(sandbox))).action(async (command: string[], options: SandboxFlags) => {
    const { runSandbox } = await import('../commands/sandbox.ts');
    await runSandbox({ ...serveFlags(options), ...sandboxOptions(options), command }, terminal);
  });
}

interface SandboxFlags extends ServingFlags, EngineOptions {
  readonly outputs?: string;
  readonly acceptDataLoss?: boolean;
  readonly rename: readonly Rename[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly once?: boolean;
  readonly tls?: boolean;
}

function sandboxOptions(flags: SandboxFlags) {
  return {
    outputs: flags.outputs ?? null,
    acceptDataLoss: flags.acceptDataLoss ?? false,
    renames: flags.rename,
    tlsFiles: tlsFiles(flags),
    watch: !(flags.once ?? false),
    tls: flags.tls ?? false,
    engine: engineFlags(flags),
  };
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
    .option('--archive <folder>', 'ship every commit to a folder, to restore any moment from')
    .option('--accept-data-loss', 'let schema changes drop data')
    .option(...renameOption)
    .option(...tlsCertificate)
    .option(...tlsKey);
  addCompatibility(addEngine(addServing(start))).action(async (options: StartFlags) => {
    const { runStart } = await import('../commands/start.ts');
    const { json = false, outputs = null, acceptDataLoss = false, rename: renames } = options;
    await runStart(
      {
        ...serveFlags(options),
        ...{ json, outputs, acceptDataLoss, renames },
        tlsFiles: tlsFiles(options),
        engine: engineFlags(options),
        archive: options.archive ?? null,
      },
      terminal,
    );
  });
}

interface StartFlags extends ServingFlags, EngineOptions {
  readonly archive?: string;
  readonly json?: boolean;
  readonly outputs?: string;
  readonly acceptDataLoss?: boolean;
  readonly rename: readonly Rename[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

const tlsCertificate = ['--tls-cert <file>', 'PEM file of a certificate: answers TLS on the same port too'] as const;
const tlsKey = ['--tls-key <file>', "PEM file of the certificate's key"] as const;

function tlsFiles(flags: { readonly tlsCert?: string; readonly tlsKey?: string }): TlsFiles | null {
  const { tlsCert: certificate, tlsKey: key } = flags;
  if (certificate !== undefined && key !== undefined) return { certificate, key };
  if (certificate === undefined && key === undefined) return null;
  throw new PreampError('tls-incomplete', 'A certificate and its key belong together.', {
    hint: 'Give both --tls-cert and --tls-key.',
  });
}
