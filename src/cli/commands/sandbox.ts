import { isAbsolute } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { FunctionLogLine } from '../../functions/function-runner.ts';
import type { CodeDelivery } from '../../identity/user-pool/code-delivery.ts';
import type { TlsCredentials } from '../../server/sniff-tls.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { CommandFailed } from '../output/command-failed.ts';
import { createLog } from '../output/create-log.ts';
import { displayPath } from '../output/display-path.ts';
import { formatDiagnostic } from '../output/format-diagnostic.ts';
import { formatError } from '../output/format-error.ts';
import { formatOutputs } from '../output/format-outputs.ts';
import { printBackend } from '../output/print-backend.ts';
import type { Terminal } from '../output/terminal.ts';
import { backendOutputs } from '../serve/backend-outputs.ts';
import { startCompanion } from '../serve/companion.ts';
import { type EngineFlags, engineSettings } from '../serve/engine-settings.ts';
import { followProject } from '../serve/follow-project.ts';
import { portChoice } from '../serve/listen.ts';
import { missingParts } from '../serve/missing-parts.ts';
import { outputsFile, writeGenerated } from '../serve/outputs-file.ts';
import { type ServedBackend, serveBackend } from '../serve/serve-backend.ts';
import { stopSignal } from '../serve/stop-signal.ts';
import { configuredTls, type TlsFiles } from '../serve/tls-credentials.ts';
import { withConsent } from '../serve/with-consent.ts';
import { createFileWatcher } from '../watch/file-watcher.ts';
import {
  type LoadedProject,
  listenHost,
  openData,
  type ProjectReading,
  readProject,
  type ServeFlags,
} from './serve-command.ts';

export interface SandboxCommand extends ServeFlags {
  /** File for the client configuration; `null` leaves it to the configuration. */
  readonly outputs: string | null;
  readonly acceptDataLoss: boolean;
  readonly renames: readonly Rename[];
  /** Certificate and key; `null` leaves them to the configuration. */
  readonly tlsFiles: TlsFiles | null;
  readonly watch: boolean;
  /** Whether it answers TLS too, with a certificate of its own. */
  readonly tls: boolean;
  /** Where items are kept. */
  readonly engine: EngineFlags;
  /** A command to run beside it; empty for none. */
  readonly command: readonly string[];
}

type GoodReading = ProjectReading & { readonly result: LoadedProject };

/** Serves the project of this folder until it is told to stop or its companion ends, and follows the project's files. */
export async function runSandbox(command: SandboxCommand, terminal: Terminal): Promise<void> {
  const stop = stopSignal();
  const first = await firstGoodReading(command, stop, terminal);
  if (first === null) return;
  const { config, project, model } = first.result;
  const data = await openData(command, config);
  const port = portChoice(command.port ?? config.config.port, true);
  const { acceptDataLoss, renames, watch } = command;
  const options = {
    model,
    declared: project.declared,
    config,
    data,
    host: listenHost(command, config),
    port,
    engine: engineSettings(config, project.declared, command.engine),
    changesTables: true,
    explain: config.config.explain ?? true,
    archive: null,
    deliverCode: (delivery: CodeDelivery) => showCode(delivery, terminal),
    functionLog: (line: FunctionLogLine) => showLine(line, terminal),
    tls: configuredTls(config, command.tlsFiles) ?? (command.tls ? await ownCertificate(data, terminal) : null),
    log: createLog(terminal, { json: false, level: 'warn' }),
  };
  const given = { destructive: acceptDataLoss, renames };
  const served = await withConsent((consent) => serveBackend({ ...options, ...consent }), given, terminal);
  if (served === null) throw new CommandFailed();
  let exitCode = 0;
  try {
    const outputs = outputsFile(command.outputs, config);
    const write = (loaded: LoadedProject) => {
      if (outputs !== null) writeGenerated(outputs, outputsText(served, loaded));
    };
    const serves = (loaded: LoadedProject) => {
      write(loaded);
      warnOfMissing(loaded, data, terminal);
    };
    write(first.result);
    printBackend(terminal, served, model, { data: data.path, outputs });
    printNotes(first.result, port.port, served.server.port, terminal);
    warnOfMissing(first.result, data, terminal);
    const read = () => readProject(command);
    const watcher = watch
      ? followProject({ served, read, first, acceptDataLoss, renames, onServed: serves, terminal })
      : null;
    if (watcher !== null) terminal.out(terminal.style('dim', '[Sandbox] Watching for file changes...'));
    exitCode = await untilStopped(command.command, stop);
    watcher?.close();
  } finally {
    await served.close();
  }
  if (exitCode !== 0) throw new CommandFailed();
}

/** Waits, where files are watched, until the project is valid. `null` when told to stop before that. */
async function firstGoodReading(
  command: SandboxCommand,
  stop: Promise<unknown>,
  terminal: Terminal,
): Promise<GoodReading | null> {
  const isGood = (reading: ProjectReading): reading is GoodReading => !('error' in reading.result);
  let reading = await readProject(command);
  while (!isGood(reading)) {
    const { error } = reading.result as { readonly error: unknown };
    // Without a single file there is nothing whose change could help.
    const isAbsent = error instanceof PreampError && ['project-not-found', 'file-not-found'].includes(error.code);
    if (!command.watch || isAbsent) throw error;
    terminal.note(`${formatError(error, terminal.noteStyle)}\n\n[Sandbox] Waiting for a change...`);
    const changed = Promise.withResolvers<void>();
    const watcher = createFileWatcher(async () => changed.resolve());
    watcher.set(reading.watch, reading.readAt);
    const stopped = await Promise.race([changed.promise.then(() => false), stop.then(() => true)]);
    watcher.close();
    if (stopped) return null;
    reading = await readProject(command);
  }
  return reading;
}

/** How far apart one signal may reach two processes. */
const signalGapMs = 200;

/** Until a signal, or the end of the command beside it. Gives the exit code of that. */
async function untilStopped(command: readonly string[], stop: Promise<unknown>): Promise<number> {
  if (command.length === 0) {
    await stop;
    return 0;
  }
  const companion = await startCompanion(command);
  const ended = await Promise.race([companion.exited, stop.then(() => null)]);
  if (ended !== null) {
    // Ctrl+C reaches both, and the command may be the first to end.
    const told = await Promise.race([stop.then(() => true), wait(signalGapMs, false)]);
    return told ? 0 : ended;
  }
  await companion.stop();
  return 0;
}

function printNotes(loaded: LoadedProject, wanted: number, taken: number, { note, noteStyle }: Terminal): void {
  const warn = (text: string) => note(`${noteStyle('yellow', '⚠')} ${text}`);
  if (wanted !== 0 && wanted !== taken) warn(`Port ${wanted} is in use; this sandbox has ${taken}.`);
  const ignored = [...loaded.project.inert, ...loaded.project.declared.ignored];
  if (ignored.length > 0) warn(`Has no effect outside a cloud account: ${ignored.join(', ')}.`);
  for (const warning of loaded.project.diagnostics) note(formatDiagnostic(warning, noteStyle));
}

/** What handlers ask for and there is not. */
function warnOfMissing(loaded: LoadedProject, data: DataDirectory, { note, noteStyle }: Terminal): void {
  const { model, project, config } = loaded;
  for (const text of missingParts(model, project.declared, config, data)) note(`${noteStyle('yellow', '⚠')} ${text}`);
}

function outputsText({ server, instance, apiKey, userPool }: ServedBackend, { model, project }: LoadedProject): string {
  const outputs = backendOutputs({
    model,
    declared: project.declared,
    graphqlUrl: server.graphqlUrl,
    region: instance.region,
    apiKey: apiKey?.key ?? null,
    userPool: userPool?.settings ?? null,
    shape: 'dual',
  });
  return formatOutputs(outputs, 'json');
}

/** A certificate for `localhost`, by an authority that is made on this machine once. */
async function ownCertificate(data: DataDirectory, { note }: Terminal): Promise<TlsCredentials> {
  const { localCertificate } = await import('../../server/local-certificate.ts');
  // Data in memory leave the certificate where it can be trusted once: in a folder that git ignores.
  const folder = data.path === null ? await openDataDirectory(defaultDataDirectory) : data;
  const certificate = await localCertificate({ folder: folder.file('tls'), clock: Date.now });
  note(`Answers TLS too. Clients must trust ${displayPath(certificate.authorityFile)}.`);
  return certificate;
}

/** What a function prints, with its name and the id of the request it ran for. */
function showLine({ function: name, requestId, text }: FunctionLogLine, { out, style }: Terminal): void {
  const shown = isAbsolute(name) ? displayPath(name) : name;
  out(`${style('cyan', `[${shown}]`)} ${style('dim', requestId)} ${text}`);
}

/** A sandbox sends no mail: the code stands in its terminal. */
function showCode({ purpose, destination, code }: CodeDelivery, { out, style }: Terminal): void {
  out(`${style('cyan', '✉')} Code for ${destination} (${purpose}): ${style('bold', code)}`);
}
