import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** A secret prepared for sealing and opening many page tokens. */
export interface PageTokenKey {
  readonly nonces: KeyObject;
  readonly encryption: KeyObject;
}

/** Prepares a secret once; preparing it for every token costs more than the token. */
export function pageTokenKey(secret: Uint8Array): PageTokenKey {
  const encryption = createHmac('sha256', secret).update('encryption').digest();
  return { nonces: createSecretKey(secret), encryption: createSecretKey(encryption) };
}
