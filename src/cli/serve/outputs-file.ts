import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fromConfig } from '../commands/serve-command.ts';
import type { LoadedConfig } from '../config/load-config.ts';

/** Where a sandbox writes the client configuration; `null` where it does not. */
export function outputsFile(flag: string | null, { config, file }: LoadedConfig): string | null {
  if (flag !== null) return resolve(flag);
  const { write = true, path } = config.outputs ?? {};
  if (!write) return null;
  return path === undefined ? resolve('amplify_outputs.json') : fromConfig(path, file);
}

/**
 * Writes a generated file in one step, and not at all where it holds the same already: bundlers reload pages whenever a
 * file they watch is written.
 */
export function writeGenerated(file: string, text: string): void {
  if (readOrNull(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
