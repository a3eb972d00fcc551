import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
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
import { type TextSeal, unsealed } from '../../util/text-seal.ts';

/** A user pool's secrets: what signs its tokens, and what seals what clients carry for it. */
export interface PoolKeys {
  signingKey(): { readonly keyId: string; readonly privateKey: CryptoKey };
  /** The public halves: the current key and the one before it. The same object until a rotation. */
  jwks(): JSONWebKeySet;
  /** 32 bytes. */
  readonly secret: Uint8Array;
  /** Signs with a new key from now on. Tokens of the key before stay valid, those of older keys end. */
  rotate(): Promise<void>;
  /** Takes the keys that another process has written. Rejects, and keeps those before, where there are none. */
  reload(): Promise<void>;
}

const keptKeys = 2;

const fileSchema = v.object({
  version: v.literal(1),
  secret: v.pipe(
    v.string(),
    v.check((text) => Buffer.from(text, 'base64').length === 32),
  ),
  /** Private keys, the newest first. */
  keys: v.pipe(v.array(v.looseObject({ kty: v.literal('RSA'), kid: v.string() })), v.minLength(1)),
});

/**
 * Reads the keys at `path`, or makes them there, readable by their owner only. `null` keeps them in memory.
 * Throws `PreampError` where the file holds something else.
 *
 * @param seal how the file is kept; as plain text unless given
 */
export async function loadPoolKeys(path: string | null, seal: TextSeal = unsealed): Promise<PoolKeys> {
  const stored = path === null ? await makeKeys() : ((await readKeys(path, seal)) ?? (await createKeys(path, seal)));
  const { secret } = stored;
  let { keys } = stored;
  let signing = await signingKey(keys[0]!);
  let jwks = publicKeys(keys);

  const take = async (next: readonly JWK[]): Promise<void> => {
    signing = await signingKey(next[0]!);
    keys = next;
    jwks = publicKeys(keys);
  };

  return {
    secret,
    signingKey: () => signing,
    jwks: () => jwks,
    rotate: async () => {
      const next = [await makeKey(), ...keys].slice(0, keptKeys);
      if (path !== null) await rename(await writeDraft(path, { secret, keys: next }, seal), path);
      await take(next);
    },
    reload: async () => {
      const found = path === null ? null : await readKeys(path, seal);
      if (found === null || found.keys[0]?.kid === keys[0]?.kid) return;
      await take(found.keys);
    },
  };
}

interface StoredKeys {
  readonly secret: Uint8Array;
  /** Private keys, the newest first. */
  readonly keys: readonly JWK[];
}

async function makeKeys(): Promise<StoredKeys> {
  return { secret: randomBytes(32), keys: [await makeKey()] };
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

async function readKeys(path: string, seal: TextSeal): Promise<StoredKeys | null> {
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
    parsed = JSON.parse(seal.open(text, basename(path)));
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

/** Makes the file, unless another process does at the same time: then its keys are the project's. */
async function createKeys(path: string, seal: TextSeal): Promise<StoredKeys> {
  const made = await makeKeys();
  const draft = await writeDraft(path, made, seal);
  try {
    await link(draft, path);
    return made;
  } catch (error) {
    const existing = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await readKeys(path, seal) : null;
    if (existing === null) throw error;
    return existing;
  } finally {
    await unlink(draft);
  }
}

/** Writes the keys beside their file, from where they are moved in one step: a crash leaves the old ones or the new. */
async function writeDraft(path: string, { secret, keys }: StoredKeys, seal: TextSeal): Promise<string> {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  const content = { version: 1, secret: Buffer.from(secret).toString('base64'), keys };
  await writeFile(draft, seal.seal(`${JSON.stringify(content)}\n`, basename(path)), { mode: 0o600, flag: 'wx' });
  return draft;
}
