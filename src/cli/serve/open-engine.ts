import type { ArchiveOptions } from '../../storage/sqlite/archive/wal-archive.ts';
import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../storage/storage-engine.ts';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import type { EngineSettings } from './engine-settings.ts';

/**
 * The engine of the items: a file in the data folder, or tables elsewhere. Rejects with `dynamodb-missing`.
 *
 * @param options of the file: how it is opened, as those of the folder unless given, and where it is archived
 */
export async function openEngine(
  settings: EngineSettings,
  data: DataDirectory,
  options: { readonly driver?: SqliteDriver; readonly archive?: ArchiveOptions } = {},
): Promise<StorageEngine> {
  if (settings.type === 'sqlite') {
    return createSqliteEngine({ file: data.file(dataFile), driver: data.encryption.sqlite, ...options });
  }
  const { createDynamoDbEngine } = await import('../../storage/dynamodb/dynamodb-engine.ts');
  const { client, naming, tables, consistentReads } = settings;
  return createDynamoDbEngine({ ...client, naming, tables, consistentReads });
}
