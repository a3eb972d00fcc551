import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Encrypts JSON so that a client can carry it without reading or changing it: AES-256-GCM under `key` (32 bytes).
 * `purpose` is bound in, so that what was sealed for one use cannot be presented for another. Base64.
 */
export function seal(key: Uint8Array, purpose: string, value: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
}

/** What was sealed, or `null` where the text was not sealed with this key for this purpose. */
export function unseal(key: Uint8Array, purpose: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 29) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
