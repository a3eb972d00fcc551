import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { openDataDirectory } from '../data/data-directory.ts';
import { noEncryption, openEncryption } from '../data/data-encryption.ts';
import { lockData } from '../data/data-lock.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { changeEncryption } from '../data/encryption-change.ts';
import { readEncryptionKey } from '../data/encryption-key.ts';
import { encryptedWith } from '../data/encryption-marker.ts';
import { displayPath } from '../output/display-path.ts';
import type { Terminal } from '../output/terminal.ts';

export type EncryptionTask = 'enable' | 'disable' | 'rotate';

/** Prints a new key. It is stored nowhere. */
export function newEncryptionKey({ out }: Terminal): void {
  out(randomBytes(32).toString('base64'));
}

/** Says whether the data folder is encrypted, and with which key. */
export async function encryptionStatus(data: string | null, { out }: Terminal): Promise<void> {
  const keyId = encryptedWith(await folderOf(data));
  out(keyId === null ? 'plain' : `encrypted with the key ${keyId}`);
}

/** Encrypts the data folder, decrypts it, or takes another key. No server may run on it. */
export async function changeDataEncryption(
  task: EncryptionTask,
  data: string | null,
  { note }: Terminal,
): Promise<void> {
  const config = await loadConfig(process.cwd(), null);
  const folder = await folderOf(data);
  const key = await readEncryptionKey(config);
  if (key === null) throw noKey('PREAMP_ENCRYPTION_KEY', 'the encryption key');
  const directory = await openDataDirectory(folder, task === 'enable' ? null : key);
  const next = await nextEncryption();
  const unlock = lockData(directory);
  try {
    await changeEncryption(folder, directory.encryption, next);
  } finally {
    unlock();
  }
  const shown = displayPath(folder);
  if (next.keyId === null) note(`${shown} is plain now. Remove the key from environment and configuration.`);
  else note(`${shown} is encrypted now, with the key ${next.keyId}. Without it the data are lost: keep it elsewhere.`);
  const older = readdirSync(folder).filter((name) => name.startsWith('replaced-'));
  if (older.length > 0) note(`⚠ Left as they were, to be removed when no longer needed: ${older.join(', ')}.`);

  async function nextEncryption() {
    if (task === 'disable') return noEncryption;
    if (task === 'enable') return openEncryption(key!);
    const newKey = await readEncryptionKey(config, 'PREAMP_ENCRYPTION_NEW_KEY');
    if (newKey === null) throw noKey('PREAMP_ENCRYPTION_NEW_KEY', 'the new encryption key');
    return openEncryption(newKey);
  }
}

async function folderOf(data: string | null): Promise<string> {
  const folder = data ?? (await loadConfig(process.cwd(), null)).config.dataDir ?? defaultDataDirectory;
  if (existsSync(folder)) return folder;
  throw new PreampError('data-folder-missing', `There is no data folder ${displayPath(folder)}.`, {
    hint: 'Name it with --data. With a key given, a new folder is encrypted from its start.',
  });
}

function noKey(variable: string, what: string): PreampError {
  return new PreampError('encryption-key-missing', `Give ${what}.`, {
    hint: `Set ${variable}, ${variable}_FILE or ${variable}_COMMAND. \`preamp encryption new-key\` makes one.`,
  });
}
