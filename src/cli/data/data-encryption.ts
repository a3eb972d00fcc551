import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { keyBytes, loadCipherSqlite } from '../../storage/sqlite/cipher-sqlite.ts';
import { plainSqlite, type SqliteDriver } from '../../util/sqlite-driver.ts';
import { type TextSeal, unsealed } from '../../util/text-seal.ts';

/** How the files of a data folder are kept. */
export interface DataEncryption {
  /** Names the key without telling it; `null` where files are plain. */
  readonly keyId: string | null;
  /** Opens its databases. */
  readonly sqlite: SqliteDriver;
  /** Reads and writes its other files. */
  readonly seal: TextSeal;
}

export const noEncryption: DataEncryption = Object.freeze({ keyId: null, sqlite: plainSqlite, seal: unsealed });

/**
 * Everything under one key, from which each use has a key of its own: databases by page (AEGIS-256), other files by
 * AES-256-GCM. Throws `encryption-driver-missing` without the package that encrypts databases.
 */
export async function openEncryption(key: Uint8Array): Promise<DataEncryption> {
  const derive = (use: string, length = keyBytes) => Buffer.from(hkdfSync('sha256', key, '', `preamp ${use}`, length));
  return {
    keyId: derive('key id', 8).toString('hex'),
    sqlite: await loadCipherSqlite(derive('databases')),
    seal: sealUnder(derive('files')),
  };
}

const sealedSchema = v.object({ sealed: v.string() });
const nonceBytes = 12;
const tagBytes = 16;

function sealUnder(key: Buffer): TextSeal {
  return {
    seal: (text, name) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${JSON.stringify({ sealed: Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64') })}\n`;
    },
    open: (sealed, name) => {
      try {
        const bytes = Buffer.from(v.parse(sealedSchema, JSON.parse(sealed)).sealed, 'base64');
        const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes, nonceBytes + tagBytes)];
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
          .setAAD(Buffer.from(name))
          .setAuthTag(tag);
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new PreampError('data-damaged', `${name} in the data folder does not open with its key.`, {
          hint: 'Restore it from a backup.',
          cause,
        });
      }
    },
  };
}
