import { closeSync, fsyncSync, openSync } from 'node:fs';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { cipherKey, loadCipherBuild } from './cipher-sqlite.ts';
import { storageFailure } from './storage-failure.ts';

/**
 * Writes a copy of a database, its log included, under another key, checks it and brings it to disk. The source stays as
 * it is. Keys are 64 hexadecimal digits, or `null` for a plain file.
 *
 * @param target a path where there is no file
 * @throws PreampError `encryption-driver-missing`, `rewrite-damaged` or `storage-…`
 */
export async function rewriteDatabase(
  source: { readonly file: string; readonly key: string | null },
  target: { readonly file: string; readonly key: string | null },
): Promise<void> {
  const { openCipherDatabase } = await loadCipherBuild();
  try {
    closeSync(openSync(target.file, 'wx', 0o600));
    const original = openCipherDatabase(source.file, source.key, { fileMustExist: true });
    try {
      original.prepare('VACUUM INTO ?').run(target.file);
    } finally {
      original.close();
    }
    const copy = openCipherDatabase(target.file, source.key);
    try {
      copy.pragma('journal_mode = DELETE');
      copy.pragma('synchronous = FULL');
      copy.rekey(target.key === null ? Buffer.alloc(0) : cipherKey(target.key));
      const problem = copy.pragma('integrity_check', { simple: true });
      if (problem !== 'ok') throw damaged(source.file, String(problem));
    } finally {
      copy.close();
    }
    const descriptor = openSync(target.file, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
  } catch (error) {
    throw storageFailure(error, source.file);
  }
}

function damaged(file: string, problem: string): PreampError {
  return new PreampError('rewrite-damaged', `The copy of ${file} is damaged: ${problem}.`, {
    hint: 'The database itself may be damaged, and has not been touched. Check it and the disk, or restore a backup.',
  });
}
