import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { displayPath } from '../output/display-path.ts';
import { companionFiles, dataFile } from './data-files.ts';

/** Says that the folder's files are encrypted, and with which key. */
export const encryptionMarkerFile = 'encryption.json';

const schema = v.object({ version: v.literal(1), keyId: v.string() });

/** The id of the key that a folder's files are encrypted with; `null` where they are plain. */
export function encryptedWith(folder: string): string | null {
  const path = join(folder, encryptionMarkerFile);
  if (!existsSync(path)) return null;
  try {
    return v.parse(schema, JSON.parse(readFileSync(path, 'utf8'))).keyId;
  } catch (cause) {
    throw new PreampError('data-damaged', `${displayPath(path)} does not name a key.`, {
      hint: 'Restore the data folder from a backup.',
      cause,
    });
  }
}

export function markerText(keyId: string): string {
  return `${JSON.stringify({ version: 1, keyId })}\n`;
}

/** Whether a folder holds what could be encrypted. */
function holdsData(folder: string): boolean {
  return [dataFile, ...companionFiles].some((name) => existsSync(join(folder, name)));
}

/**
 * Compares the key that is given with what the folder says.
 *
 * @throws PreampError `encryption-key-missing`, `encryption-key-wrong` or `data-not-encrypted`
 */
export function checkKey(folder: string, keyId: string | null): void {
  const wanted = encryptedWith(folder);
  const shown = displayPath(folder);
  if (wanted === keyId) return;
  if (keyId === null) {
    throw new PreampError('encryption-key-missing', `The data folder ${shown} is encrypted, with the key ${wanted}.`, {
      hint: 'Set PREAMP_ENCRYPTION_KEY or PREAMP_ENCRYPTION_KEY_FILE, or `encryption` in the configuration.',
    });
  }
  if (wanted !== null) {
    throw new PreampError(
      'encryption-key-wrong',
      `The data folder ${shown} is encrypted with the key ${wanted}; the key given is ${keyId}.`,
      { hint: 'Give the key it was encrypted with. Nothing has been touched.' },
    );
  }
  if (holdsData(folder)) {
    throw new PreampError('data-not-encrypted', `There is an encryption key, but the data folder ${shown} is plain.`, {
      hint: 'Encrypt it with `preamp encryption enable`, or remove the key from environment and configuration.',
    });
  }
}
