import { hash } from 'node:crypto';

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
  return hash('sha256', key, 'hex');
}
