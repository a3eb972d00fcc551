import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { backupDatabaseFile } from '../../storage/sqlite/backup-database-file.ts';
import { backupData } from '../data/backup-data.ts';
import { openDataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import { lockData } from '../data/data-lock.ts';
import { existingDataDirectory } from '../data/existing-data-directory.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';

export interface BackupCommand {
  readonly file: string;
  /** The data folder; `null` is the one of the configuration, or `.preamp`. */
  readonly data: string | null;
}

/** Backs the data folder up into one file, whether or not a server runs on it. */
export async function runBackup(command: BackupCommand, { note }: Terminal): Promise<void> {
  const data = await existingDataDirectory(command.data);
  const items = data.file(dataFile);
  if (!existsSync(items)) {
    throw new PreampError('data-folder-missing', `There is no data in ${displayPath(data.path ?? '')} yet.`, {
      hint: 'Run `preamp sandbox` once, or name another folder with --data.',
    });
  }
  const file = resolve(command.file);
  await backupData(data, file, (target) => backupDatabaseFile(items, target));
  note(`Backup written and checked: ${displayPath(file)} (${statSync(file).size} bytes)`);
}

/** Replaces the data folder's content by a backup; no server may run on it. */
export async function runRestore(command: BackupCommand, { note }: Terminal): Promise<void> {
  const file = resolve(command.file);
  if (!existsSync(file)) {
    throw new PreampError('file-not-found', `There is no backup ${displayPath(file)}.`, { hint: 'Check its path.' });
  }
  const { restoreData } = await import('../data/restore-data.ts');
  const data = openDataDirectory(command.data ?? (await configuredFolder()));
  const unlock = lockData(data);
  try {
    const { keptIn } = restoreData(data, file, Date.now());
    note(`Restored ${displayPath(file)}.`);
    if (keptIn !== null) note(`What was there before is in ${displayPath(keptIn)}.`);
  } finally {
    unlock();
  }
}

async function configuredFolder(): Promise<string> {
  const { loadConfig } = await import('../config/load-config.ts');
  const { defaultDataDirectory } = await import('../data/default-data-directory.ts');
  return (await loadConfig(process.cwd(), null)).config.dataDir ?? defaultDataDirectory;
}
