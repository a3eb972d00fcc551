import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';

/** A user pool's secrets: what signs its tokens, and what seals what clients carry for it. */
export interface PoolKeys {
  signingKey(): { readonly keyId: string; readonly privateKey: CryptoKey };
  /** The public halves: the current key and the one before it. The same object until a rotation. */
  jwks(): JSONWebKeySet;
  /** 32 bytes. */
  readonly secret: Uint8Array;
  /** Signs with a new key from now on. Tokens of the key before stay valid, those of older keys end. */
  rotate(): Promise<void>;
}

const keptKeys = 2;

const fileSchema = v.object({
  version: v.literal(1),
  secret: v.string(),
  /** Private keys, the newest first. */
  keys: v.pipe(v.array(v.looseObject({ kty: v.literal('RSA'), kid: v.string() })), v.minLength(1)),
});

/**
 * Reads the keys at `path`, or makes them there, readable by their owner only. `null` keeps them in memory.
 * Throws `PreampError` where the file holds something else.
 */
export async function loadPoolKeys(path: string | null): Promise<PoolKeys> {
  const stored = path === null ? null : await readKeys(path);
  const secret = stored?.secret ?? randomBytes(32);
  let keys = stored?.keys ?? [await makeKey()];
  let signing = await signingKey(keys[0]!);
  let jwks = publicKeys(keys);
  const save = async () => {
    if (path !== null) await writeKeys(path, secret, keys);
  };
  if (stored === null) await save();

  return {
    secret,
    signingKey: () => signing,
    jwks: () => jwks,
    rotate: async () => {
      keys = [await makeKey(), ...keys].slice(0, keptKeys);
      await save();
      signing = await signingKey(keys[0]!);
      jwks = publicKeys(keys);
    },
  };
}

async function makeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' };
}

async function signingKey(jwk: JWK) {
  return { keyId: jwk.kid ?? '', privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey };
}

function publicKeys(keys: readonly JWK[]): JSONWebKeySet {
  return { keys: keys.map(({ kid, n, e }) => ({ alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' }) as JWK) };
}

async function readKeys(path: string): Promise<{ readonly secret: Uint8Array; readonly keys: readonly JWK[] } | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  await chmod(path, 0o600);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  const checked = v.safeParse(fileSchema, parsed);
  if (!checked.success) {
    throw new PreampError('identity-keys-unreadable', `The signing keys in ${path} cannot be read.`, {
      hint: 'Restore the file from a backup, or delete it: new keys are made, and everybody has to sign in again.',
    });
  }
  return { secret: Buffer.from(checked.output.secret, 'base64'), keys: checked.output.keys as readonly JWK[] };
}

/** Replaces the file in one step, so that a crash leaves the old keys or the new ones. */
async function writeKeys(path: string, secret: Uint8Array, keys: readonly JWK[]): Promise<void> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const content = { version: 1, secret: Buffer.from(secret).toString('base64'), keys };
  await writeFile(draft, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(draft, path);
}
