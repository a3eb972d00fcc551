import type Database from 'better-sqlite3';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { SqliteDriver } from '../../util/sqlite-driver.ts';

const packageName = 'better-sqlite3-multiple-ciphers';

/** Bytes of a key. */
export const keyBytes = 32;

/** The build of SQLite that encrypts pages, with what it adds to a database. */
export type CipherDatabase = Database.Database & {
  /** Gives the key of an encrypted file. Returns 0. */
  key(key: Buffer): number;
  /** Encrypts all pages with another key, or none where it is empty. */
  rekey(key: Buffer): number;
};

type CipherConstructor = new (file: string, options?: Database.Options) => CipherDatabase;

/**
 * Files whose every page is encrypted and authenticated (AEGIS-256), their logs too; what SQLite puts aside while it
 * sorts stays in memory.
 *
 * @param key 32 bytes, drawn at random: it is used as it is
 * @throws PreampError `encryption-driver-missing` where the optional package is not installed
 */
export async function loadCipherSqlite(key: Uint8Array): Promise<SqliteDriver> {
  if (key.length !== keyBytes) throw new RangeError(`A key has ${keyBytes} bytes.`);
  const { openCipherDatabase } = await loadCipherBuild();
  const hex = Buffer.from(key).toString('hex');
  return { key: hex, open: (file, options) => openCipherDatabase(file, hex, options) };
}

export interface CipherBuild {
  /** Opens a file under a key of 64 hexadecimal digits, or a plain one. */
  openCipherDatabase(file: string, key: string | null, options?: Database.Options): CipherDatabase;
}

/** The optional package. @throws PreampError `encryption-driver-missing` */
export async function loadCipherBuild(): Promise<CipherBuild> {
  let build: { readonly default: unknown };
  try {
    // By a variable: its package exports no types.
    build = await import(packageName);
  } catch (cause) {
    throw new PreampError('encryption-driver-missing', 'Encrypted data need a package that is not installed.', {
      hint: 'Install it: npm install better-sqlite3-multiple-ciphers@13',
      cause,
    });
  }
  const Build = build.default as CipherConstructor;
  return {
    openCipherDatabase: (file, key, options) => {
      const database = new Build(file, options);
      database.pragma("cipher = 'aegis'");
      // Nothing of a memory database reaches the disk.
      if (key !== null && file !== ':memory:') database.key(cipherKey(key));
      database.pragma('temp_store = MEMORY');
      return database;
    },
  };
}

/** The form in which the build takes a key as it is, without deriving one from it. */
export function cipherKey(key: string): Buffer {
  return Buffer.from(`raw:${key}`);
}
