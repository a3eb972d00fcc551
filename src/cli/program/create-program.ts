import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Terminal } from '../output/terminal.ts';
import { addAuthCommands } from './add-auth-commands.ts';
import { addBuildingCommands } from './add-building-commands.ts';
import { addDataCommands } from './add-data-commands.ts';
import { addDeployCommands } from './add-deploy-commands.ts';
import { addEncryptionCommands } from './add-encryption-commands.ts';
import { addKeyCommands } from './add-key-commands.ts';
import { addSecretCommands } from './add-secret-commands.ts';
import { addServingCommands } from './add-serving-commands.ts';
import { addUserCommands } from './add-user-commands.ts';

/** The command line, with all commands. */
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
  addServingCommands(program, terminal);
  program.commandsGroup('Build:');
  addBuildingCommands(program, terminal);
  addAuthCommands(program, terminal);
  program.commandsGroup('Data:');
  addDataCommands(program, terminal);
  addDeployCommands(program, terminal);
  addEncryptionCommands(program, terminal);
  program.commandsGroup('Administer:');
  addUserCommands(program, terminal);
  addKeyCommands(program, terminal);
  addSecretCommands(program, terminal);

  return program.addHelpText('after', () => examples(terminal));
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
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  return manifest.version;
}
