import { resolve } from 'node:path';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { CodeDelivery } from '../../identity/user-pool/code-delivery.ts';
import type { Rename } from '../../storage/migration-plan.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { createLog } from '../output/create-log.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';
import { createBackupSchedule } from '../serve/backup-schedule.ts';
import { type EngineFlags, engineSettings } from '../serve/engine-settings.ts';
import { portChoice } from '../serve/listen.ts';
import { missingParts } from '../serve/missing-parts.ts';
import { readyEvent } from '../serve/ready-event.ts';
import { type ArchivePlace, serveBackend } from '../serve/serve-backend.ts';
import { stopSignal } from '../serve/stop-signal.ts';
import { configuredTls, type TlsFiles } from '../serve/tls-credentials.ts';
import { fromConfig, listenHost, openData, readProject, type ServeFlags } from './serve-command.ts';

export interface StartCommand extends ServeFlags {
  /** One JSON line when ready, and a log in JSON. */
  readonly json: boolean;
  /** File for the client configuration; `null` writes none. */
  readonly outputs: string | null;
  readonly acceptDataLoss: boolean;
  readonly renames: readonly Rename[];
  /** Certificate and key; `null` leaves them to the configuration. */
  readonly tlsFiles: TlsFiles | null;
  /** Folder that every commit is shipped to; `null` leaves it to the configuration. */
  readonly archive: string | null;
  /** Where items are kept. */
  readonly engine: EngineFlags;
}

function archivePlace(command: StartCommand, { config, file }: LoadedConfig): ArchivePlace | null {
  const { folder = null, everyHours = 24, keepDays = 7 } = config.archive ?? {};
  if (command.archive !== null) return { folder: resolve(command.archive), everyHours, keepDays };
  return folder === null ? null : { folder: fromConfig(folder, file), everyHours, keepDays };
}

/** Serves until the process is told to stop, then finishes what runs. */
export async function runStart(command: StartCommand, terminal: Terminal): Promise<void> {
  const stop = stopSignal();
  const log = createLog(terminal, { json: command.json, level: 'info' });
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const engine = engineSettings(config, project.declared, command.engine);
  const { backups } = config.config;
  if (backups !== undefined && engine.type !== 'sqlite') {
    throw new PreampError('backup-elsewhere', 'The items are not in the data folder, so backups would not hold them.', {
      hint: 'Take `backups` out of the configuration; engine.pointInTimeRecovery makes DynamoDB keep its own.',
    });
  }
  const data = await openData(command, config);
  const printsCodes = config.config.userPool?.printCodes ?? data.path === null;
  const served = await serveBackend({
    model,
    declared: project.declared,
    config,
    data,
    host: listenHost(command, config),
    port: portChoice(command.port ?? config.config.port, false),
    explain: config.config.explain ?? false,
    destructive: command.acceptDataLoss,
    renames: command.renames,
    // How its tables are made is up to `deploy`: this process may not be allowed to, and others may use them.
    engine: engine.type === 'sqlite' ? engine : { ...engine, tables: {} },
    changesTables: false,
    deliverCode: printsCodes ? (delivery) => logCode(delivery, log) : null,
    functionLog: null,
    archive: archivePlace(command, config),
    tls: configuredTls(config, command.tlsFiles),
    log,
  });
  for (const text of missingParts(model, project.declared, config, data)) log.warn(text);
  for (const { code, message, location } of project.diagnostics) {
    log.warn(message, { code, place: location && `${displayPath(location.file)}:${location.line}` });
  }
  if (command.json) terminal.out(JSON.stringify(readyEvent(served)));
  else terminal.out(`Preamp serves ${served.server.graphqlUrl}`);
  const schedule =
    backups === undefined
      ? null
      : createBackupSchedule({
          folder: fromConfig(backups.folder, config.file),
          everyHours: backups.everyHours ?? 24,
          keep: backups.keep ?? 7,
          backup: served.backup,
          clock: Date.now,
          log,
        });
  await schedule?.check();
  log.info('stopping', { signal: await stop });
  await schedule?.close();
  await served.close();
}

/** For data that ends with the process, or where the operator wants it: nobody else brings the code to its user. */
function logCode({ message: text, ...delivery }: CodeDelivery, log: Log): void {
  log.info('code', { ...delivery, ...(text === undefined ? {} : { text }) });
}
