import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { type ApiKey, hashApiKey } from '../../identity/api-key.ts';
import type { Clock } from '../../util/clock.ts';
import type { DataDirectory } from './data-directory.ts';

const fileName = 'api-keys.json';
/** The key that outputs carry. It is published to every client, so its text is kept; of others only the hash is. */
const publishedName = 'default';
const secondsPerDay = 86_400;

const storedKeys = v.array(
  v.object({
    name: v.string(),
    hash: v.string(),
    key: v.nullable(v.string()),
    createdAt: v.number(),
    expiresAt: v.nullable(v.number()),
    revoked: v.boolean(),
  }),
);

/** An API key as the data folder keeps it. Times are Unix seconds. */
export type StoredApiKey = v.InferOutput<typeof storedKeys>[number];

export function readApiKeys(data: DataDirectory): readonly StoredApiKey[] {
  const result = v.safeParse(storedKeys, data.read(fileName) ?? []);
  if (result.success) return result.output;
  throw new PreampError('data-damaged', `${fileName} in the data folder does not hold API keys.`, {
    hint: 'Restore it from a backup, or remove it to start with a new key.',
  });
}

/** Path of the file that holds the keys, to follow its changes; `null` in memory. */
export function apiKeyFile(data: DataDirectory): string | null {
  return data.path === null ? null : data.file(fileName);
}

/**
 * Makes a key and stores it. The text is returned here and, but for the published key, nowhere else.
 *
 * @throws PreampError `key-exists` when the name is taken
 */
export function addApiKey(
  data: DataDirectory,
  name: string,
  days: number,
  clock: Clock,
): { key: string; stored: StoredApiKey } {
  const keys = readApiKeys(data);
  if (keys.some((each) => each.name === name && !each.revoked)) {
    throw new PreampError('key-exists', `There is an API key named '${name}'.`, {
      hint: 'Choose another name, or revoke that one first.',
    });
  }
  const key = newKey();
  const createdAt = Math.floor(clock() / 1000);
  const stored: StoredApiKey = {
    name,
    hash: hashApiKey(key),
    key: name === publishedName ? key : null,
    createdAt,
    expiresAt: createdAt + days * secondsPerDay,
    revoked: false,
  };
  data.write(fileName, [...keys, stored]);
  return { key, stored };
}

/** A key of AppSync's form, with 130 random bits. */
function newKey(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return `da2-${Array.from(randomBytes(26), (byte) => letters[byte & 31]).join('')}`;
}

/** Ends a key. Throws `key-unknown` where no live key has the name. */
export function revokeApiKey(data: DataDirectory, name: string): void {
  const keys = readApiKeys(data);
  if (!keys.some((each) => each.name === name && !each.revoked)) {
    throw new PreampError('key-unknown', `There is no API key named '${name}'.`, {
      hint: 'See `preamp keys list`.',
    });
  }
  data.write(
    fileName,
    keys.map((each) => (each.name === name ? { ...each, revoked: true } : each)),
  );
}

/** The key for the outputs: the one there is while it holds, else a new one. */
export function publishedApiKey(
  data: DataDirectory,
  days: number,
  clock: Clock,
): { key: string; expiresAt: number | null } {
  const now = Math.floor(clock() / 1000);
  const current = readApiKeys(data).find((each) => each.name === publishedName && !each.revoked && each.key !== null);
  if (current?.key && (current.expiresAt === null || current.expiresAt > now)) {
    return { key: current.key, expiresAt: current.expiresAt };
  }
  if (current !== undefined) revokeApiKey(data, publishedName);
  const { key, stored } = addApiKey(data, publishedName, days, clock);
  return { key, expiresAt: stored.expiresAt };
}

/** What the authenticator needs to know of a stored key. */
export function toApiKey({ name, hash, expiresAt, revoked }: StoredApiKey): ApiKey {
  return { name, hash, expiresAt, revoked };
}
