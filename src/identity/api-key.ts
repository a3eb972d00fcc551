import { hash as digest, timingSafeEqual } from 'node:crypto';

/** An API key as the server knows it: by its hash, so that neither configuration in memory nor a log can leak it. */
export interface ApiKey {
  /** For people; appears in logs and in the identity. */
  readonly name: string;
  /** {@link hashApiKey} of the key. */
  readonly hash: string;
  /** Unix seconds; `null` for a key that does not end. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
}

/** SHA-256 in hexadecimal. Keys are random, so that a plain hash cannot be searched. */
export function hashApiKey(key: string): string {
  return digest('sha256', key, 'hex');
}

/**
 * The entry whose hash equals that of the key presented, or `null`. Hashes of equal length are compared in constant
 * time, and all of them always.
 */
export function findApiKey(keys: readonly ApiKey[], presented: string): ApiKey | null {
  const hash = digest('sha256', presented, 'buffer');
  let found: ApiKey | null = null;
  for (const key of keys) {
    const expected = Buffer.from(key.hash, 'hex');
    if (expected.length === hash.length && timingSafeEqual(expected, hash)) found = key;
  }
  return found;
}
