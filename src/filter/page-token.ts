import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { PreampError } from '../diagnostics/preamp-error.ts';
import { type PageTokenKey, pageTokenKey } from './page-token-key.ts';

/** Where a page ended, in the engine's terms. */
type Position = Readonly<Record<string, string | number>>;

const nonceLength = 12;
const tagLength = 16;

/**
 * Seals a cursor into an opaque token: base64url, encrypted and authenticated (AES-256-GCM), so that a client can
 * neither read nor forge positions. The same position in the same context gives the same token.
 *
 * @param context what the token is good for: query and arguments, schema revision, caller class. Not in the token.
 * @param secret of the backend, at least 32 random bytes; or the key made of it
 */
export function encodePageToken(cursor: Position, context: string, secret: Uint8Array | PageTokenKey): string {
  const text = JSON.stringify(cursor);
  // Derived, not drawn: a nonce repeats only with the very same message, however many tokens a secret serves.
  const { nonces, encryption } = keyOf(secret);
  const nonce = createHmac('sha256', nonces).update(`nonce\0${context}\0${text}`).digest().subarray(0, nonceLength);
  const cipher = createCipheriv('aes-256-gcm', encryption, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/**
 * Opens a token of `encodePageToken` with the same context and secret.
 *
 * @throws PreampError `page-token-invalid` for anything else: a token of another query, schema revision or caller
 */
export function decodePageToken(token: string, context: string, secret: Uint8Array | PageTokenKey): Position {
  const sealed = Buffer.from(token, 'base64url');
  if (sealed.length <= nonceLength + tagLength || sealed.toString('base64url') !== token) throw invalidToken();
  const nonce = sealed.subarray(0, nonceLength);
  const tag = sealed.subarray(sealed.length - tagLength);
  const body = sealed.subarray(nonceLength, sealed.length - tagLength);
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret).encryption, nonce, { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
    return JSON.parse(decipher.update(body, undefined, 'utf8') + decipher.final('utf8')) as Position;
  } catch (cause) {
    throw invalidToken(cause);
  }
}

function keyOf(secret: Uint8Array | PageTokenKey): PageTokenKey {
  return secret instanceof Uint8Array ? pageTokenKey(secret) : secret;
}

function invalidToken(cause?: unknown): PreampError {
  return new PreampError('page-token-invalid', 'The nextToken does not belong to this query.', {
    hint: 'Pass the nextToken of the previous page with the same arguments, or none to start at the first page.',
    cause,
  });
}
