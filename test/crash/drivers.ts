import { loadCipherSqlite } from '../../src/storage/sqlite/cipher-sqlite.ts';
import { plainSqlite, type SqliteDriver } from '../../src/util/sqlite-driver.ts';

/** Ways to keep the file, by names that child processes are given. */
export const driverNames = ['plain', 'encrypted'] as const;
export type DriverName = (typeof driverNames)[number];

export async function openDriver(name: DriverName): Promise<SqliteDriver> {
  return name === 'plain' ? plainSqlite : loadCipherSqlite(Buffer.alloc(32, 7));
}
