import { existsSync } from 'node:fs';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { defaultDataDirectory } from './default-data-directory.ts';
import { readEncryptionKey } from './encryption-key.ts';

/**
 * The data folder that a command administers: the one named, else the one the configuration of this folder names, else
 * `.preamp`. Throws `data-folder-missing` where there is none yet.
 */
export async function existingDataDirectory(folder: string | null): Promise<DataDirectory> {
  const config = await loadConfig(process.cwd(), null);
  const path = folder ?? config.config.dataDir ?? defaultDataDirectory;
  if (existsSync(path)) return openDataDirectory(path, await readEncryptionKey(config));
  throw new PreampError('data-folder-missing', `There is no data folder ${displayPath(path)}.`, {
    hint: 'Run `preamp sandbox` once, or name the folder with --data.',
  });
}
