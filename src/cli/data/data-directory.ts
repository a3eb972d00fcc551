import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { displayPath } from '../output/display-path.ts';

/** The folder in which a backend keeps everything, or memory. */
export interface DataDirectory {
  /** Absolute path; `null` in memory. */
  readonly path: string | null;
  /** Path of a file in it; `:memory:` in memory. */
  file(name: string): string;
  /** A JSON file's value; `null` where there is none. Throws `data-damaged` when it is not JSON. */
  read(name: string): unknown;
  /** Replaces a JSON file in one step; only the owner may read it. */
  write(name: string, value: unknown): void;
}

/** Opens or creates a data folder. `:memory:` keeps everything in this process. */
export function openDataDirectory(folder: string): DataDirectory {
  return folder === ':memory:' ? inMemory() : onDisk(resolve(folder));
}

function inMemory(): DataDirectory {
  const values = new Map<string, unknown>();
  return {
    path: null,
    file: () => ':memory:',
    read: (name) => values.get(name) ?? null,
    write: (name, value) => void values.set(name, value),
  };
}

function onDisk(path: string): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Whatever the app's own .gitignore says, data and keys must not be committed.
    writeFileSync(join(path, '.gitignore'), '*\n', { mode: 0o600 });
  } catch (error) {
    throw new PreampError('data-unwritable', `The data folder ${displayPath(path)} cannot be written.`, {
      hint: 'Check its permissions, or choose another with --data.',
      cause: error,
    });
  }
  return {
    path,
    file: (name) => join(path, name),
    read: (name) => readJson(join(path, name)),
    write: (name, value) => writeJson(join(path, name), value),
  };
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PreampError('data-damaged', `${displayPath(file)} is not JSON.`, {
      hint: 'Restore it from a backup, or remove it to start with new keys.',
      cause: error,
    });
  }
}

function writeJson(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
