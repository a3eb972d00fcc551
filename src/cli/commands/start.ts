import type { Rename } from '../../storage/migration-plan.ts';
import { openDataDirectory } from '../data/data-directory.ts';
import { createLog } from '../output/create-log.ts';
import type { Terminal } from '../output/terminal.ts';
import { createBackupSchedule } from '../serve/backup-schedule.ts';
import { portChoice } from '../serve/listen.ts';
import { readyEvent } from '../serve/ready-event.ts';
import { serveBackend } from '../serve/serve-backend.ts';
import { stopSignal } from '../serve/stop-signal.ts';
import { configuredTls, type TlsFiles } from '../serve/tls-credentials.ts';
import {
  dataFolder,
  fromConfig,
  listenHost,
  missingSecretsText,
  readProject,
  type ServeFlags,
} from './serve-command.ts';

export interface StartCommand extends ServeFlags {
  /** One JSON line when ready, and a log in JSON. */
  readonly json: boolean;
  /** File for the client configuration; `null` writes none. */
  readonly outputs: string | null;
  readonly acceptDataLoss: boolean;
  readonly renames: readonly Rename[];
  /** Certificate and key; `null` leaves them to the configuration. */
  readonly tlsFiles: TlsFiles | null;
}

/** Serves until the process is told to stop, then finishes what runs. */
export async function runStart(command: StartCommand, terminal: Terminal): Promise<void> {
  const stop = stopSignal();
  const log = createLog(terminal, { json: command.json, level: 'info' });
  const { result } = await readProject(command);
  if ('error' in result) throw result.error;
  const { config, project, model } = result;
  const served = await serveBackend({
    model,
    declared: project.declared,
    config,
    data: openDataDirectory(dataFolder(command, config)),
    host: listenHost(command, config),
    port: portChoice(command.port ?? config.config.port, false),
    explain: config.config.explain ?? false,
    destructive: command.acceptDataLoss,
    renames: command.renames,
    deliverCode: null,
    functionLog: null,
    tls: configuredTls(config, command.tlsFiles),
    log,
  });
  const { missingSecrets = [] } = project.declared;
  if (missingSecrets.length > 0) log.warn(missingSecretsText(missingSecrets));
  if (command.json) terminal.out(JSON.stringify(readyEvent(served)));
  else terminal.out(`Preamp serves ${served.server.graphqlUrl}`);
  const { backups } = config.config;
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
