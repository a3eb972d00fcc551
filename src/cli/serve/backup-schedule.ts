import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../../util/clock.ts';

export interface BackupScheduleOptions {
  readonly folder: string;
  /** Hours between two backups. */
  readonly everyHours: number;
  /** How many are kept; older ones are removed once a new one is complete. */
  readonly keep: number;
  readonly backup: (file: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface BackupSchedule {
  /** Makes a backup where one is due. Never rejects: a failure is logged, and tried again at the next check. */
  check(): Promise<void>;
  /** Stops, and waits for a backup under way. */
  close(): Promise<void>;
}

const checkInterval = 60_000;
const hour = 3_600_000;
const form = /^preamp-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.sqlite$/;

/**
 * Backs up at intervals and keeps the newest backups. When the next one is due is read from the names of those that are
 * there, so a restart neither skips one nor makes one too many. Files of other names are left alone.
 */
export function createBackupSchedule(options: BackupScheduleOptions): BackupSchedule {
  const { folder, everyHours, keep, backup, clock, log } = options;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const now = clock();
      const newest = listBackups(folder).at(-1);
      if (newest !== undefined && newest.at <= now && now - newest.at < everyHours * hour) return;
      const name = `preamp-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z.sqlite`;
      await backup(join(folder, name));
      log.info('backup written', { file: name });
      for (const old of listBackups(folder).slice(0, -keep)) rmSync(join(folder, old.name), { force: true });
    } catch (error) {
      log.error('backup failed', { error: error instanceof Error ? error.message : '' });
    }
  }

  const check = (): Promise<void> => {
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
  const timer = setInterval(check, checkInterval).unref();
  return {
    check,
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** The backups of a folder, oldest first. */
function listBackups(folder: string): readonly { readonly name: string; readonly at: number }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const [, day, hours, minutes, seconds] = form.exec(name) ?? [];
      return day === undefined ? [] : [{ name, at: Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) }];
    })
    .toSorted((a, b) => a.at - b.at);
}
