import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { displayPath } from '../output/display-path.ts';
import { type DataEncryption, noEncryption, openEncryption } from './data-encryption.ts';
import { finishEncryptionChange } from './encryption-change.ts';
import { checkKey, encryptionMarkerFile, markerText } from './encryption-marker.ts';

/** The folder in which a backend keeps everything, or memory. */
export interface DataDirectory {
  /** Absolute path; `null` in memory. */
  readonly path: string | null;
  readonly encryption: DataEncryption;
  /** Path of a file in it; `:memory:` in memory. */
  file(name: string): string;
  /** A JSON file's value; `null` where there is none. Throws `data-damaged` when it is not JSON. */
  read(name: string): unknown;
  /** Replaces a JSON file in one step; only the owner may read it. */
  write(name: string, value: unknown): void;
}

/**
 * Opens or creates a data folder. `:memory:` keeps everything in this process.
 *
 * @param key that its files are encrypted with; a new folder is encrypted where one is given
 * @throws PreampError `data-unwritable`, or `encryption-…` where the key is not that of the folder
 */
export async function openDataDirectory(folder: string, key: Uint8Array | null = null): Promise<DataDirectory> {
  if (folder === ':memory:') return inMemory();
  return onDisk(resolve(folder), key === null ? noEncryption : await openEncryption(key));
}

function inMemory(): DataDirectory {
  const values = new Map<string, unknown>();
  return {
    path: null,
    encryption: noEncryption,
    file: () => ':memory:',
    read: (name) => values.get(name) ?? null,
    write: (name, value) => void values.set(name, value),
  };
}

function onDisk(path: string, encryption: DataEncryption): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Whatever the app's own .gitignore says, data and keys must not be committed.
    writeFileSync(join(path, '.gitignore'), '*\n', { mode: 0o600 });
    finishEncryptionChange(path);
  } catch (error) {
    throw new PreampError('data-unwritable', `The data folder ${displayPath(path)} cannot be written.`, {
      hint: 'Check its permissions, or choose another with --data.',
      cause: error,
    });
  }
  checkKey(path, encryption.keyId);
  const marker = join(path, encryptionMarkerFile);
  if (encryption.keyId !== null && !existsSync(marker)) writeText(marker, markerText(encryption.keyId));
  const { seal } = encryption;
  return {
    path,
    encryption,
    file: (name) => join(path, name),
    read: (name) => readJson(join(path, name), (text) => seal.open(text, name)),
    write: (name, value) => writeText(join(path, name), seal.seal(`${JSON.stringify(value, null, 2)}\n`, name)),
  };
}

function readJson(file: string, open: (text: string) => string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(open(text));
  } catch (error) {
    if (error instanceof PreampError) throw error;
    throw new PreampError('data-damaged', `${displayPath(file)} is not JSON.`, {
      hint: 'Restore it from a backup, or remove it to start with new keys.',
      cause: error,
    });
  }
}

function writeText(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
