import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { backupDatabaseFile } from '../../storage/sqlite/backup-database-file.ts';
import { loadConfig } from '../config/load-config.ts';
import { backupData } from '../data/backup-data.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import { lockData } from '../data/data-lock.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { readEncryptionKey } from '../data/encryption-key.ts';
import { existingDataDirectory } from '../data/existing-data-directory.ts';
import type { Restored } from '../data/restore-data.ts';
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
  await backupData(data, file, (target) => backupDatabaseFile(items, target, data.encryption.sqlite));
  note(`Backup written and checked: ${displayPath(file)} (${statSync(file).size} bytes)`);
}

/** Replaces the data folder's content by a backup; no server may run on it. */
export async function runRestore(command: BackupCommand, terminal: Terminal): Promise<void> {
  const file = resolve(command.file);
  if (!existsSync(file)) {
    throw new PreampError('file-not-found', `There is no backup ${displayPath(file)}.`, { hint: 'Check its path.' });
  }
  const { restoreData } = await import('../data/restore-data.ts');
  await restoring(command.data, terminal, async (data) => {
    const restored = await restoreData(data, file, Date.now());
    terminal.note(`Restored ${displayPath(file)}.`);
    return restored;
  });
}

export interface RestoreArchiveCommand {
  readonly archive: string;
  /** Milliseconds since 1970; `null` is the end of the archive. */
  readonly at: number | null;
  readonly data: string | null;
}

/** Replaces the data folder's content by that of a moment; no server may run on it. */
export async function runRestoreArchive(command: RestoreArchiveCommand, terminal: Terminal): Promise<void> {
  const { archive, at } = command;
  const { restoreArchivedData } = await import('../data/restore-archived-data.ts');
  await restoring(command.data, terminal, async (data) => {
    const restored = await restoreArchivedData(data, resolve(archive), at, Date.now());
    const last = new Date(restored.last).toISOString();
    terminal.note(`Restored ${displayPath(resolve(archive))} up to ${last}.`);
    if (restored.gap) {
      terminal.note('⚠ After that the archive stood still for a while, so later commits may be missing: see its log.');
    }
    return restored;
  });
}

async function restoring(
  folder: string | null,
  { note }: Terminal,
  restore: (data: DataDirectory) => Promise<Restored>,
): Promise<void> {
  const data = await restoredDirectory(folder);
  const unlock = lockData(data);
  try {
    const { keptIn } = await restore(data);
    if (keptIn !== null) note(`What was there before is in ${displayPath(keptIn)}.`);
  } finally {
    unlock();
  }
}

/** The data folder, which is made where there is none yet. */
async function restoredDirectory(named: string | null): Promise<DataDirectory> {
  const config = await loadConfig(process.cwd(), null);
  const folder = named ?? config.config.dataDir ?? defaultDataDirectory;
  return openDataDirectory(folder, await readEncryptionKey(config));
}
