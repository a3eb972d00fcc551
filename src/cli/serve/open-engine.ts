import { createSqliteEngine } from '../../storage/sqlite/sqlite-engine.ts';
import type { StorageEngine } from '../../storage/storage-engine.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { dataFile } from '../data/data-files.ts';
import type { EngineSettings } from './engine-settings.ts';

/** The engine of the items: a file in the data folder, or tables elsewhere. Rejects with `dynamodb-missing`. */
export async function openEngine(settings: EngineSettings, data: DataDirectory): Promise<StorageEngine> {
  if (settings.type === 'sqlite') return createSqliteEngine({ file: data.file(dataFile) });
  const { createDynamoDbEngine } = await import('../../storage/dynamodb/dynamodb-engine.ts');
  const { client, naming, tables, consistentReads } = settings;
  return createDynamoDbEngine({ ...client, naming, tables, consistentReads });
}
