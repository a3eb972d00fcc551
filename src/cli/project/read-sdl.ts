import { readFile } from 'node:fs/promises';
import type { TextSource } from '../../compiler/compile.ts';

/** Reads GraphQL files. Their names in diagnostics are their absolute paths. */
export async function readSdl(files: readonly string[]): Promise<readonly TextSource[]> {
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}
