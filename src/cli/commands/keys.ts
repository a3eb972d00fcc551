import { loadPoolKeys } from '../../identity/user-pool/pool-keys.ts';
import { addApiKey, readApiKeys, revokeApiKey, type StoredApiKey } from '../data/api-key-file.ts';
import { existingDataDirectory } from '../data/existing-data-directory.ts';
import type { Terminal } from '../output/terminal.ts';
import { signingKeyFile } from '../serve/open-user-pool.ts';

interface KeysCommand {
  /** The data folder; `null` is the one of the configuration, or `.preamp`. */
  readonly data: string | null;
}

export async function listKeys(command: KeysCommand & { readonly json: boolean }, { out }: Terminal): Promise<void> {
  const keys = readApiKeys(await existingDataDirectory(command.data));
  const now = Date.now() / 1000;
  if (command.json) {
    out(
      JSON.stringify(keys.map(({ name, createdAt, expiresAt, revoked }) => ({ name, createdAt, expiresAt, revoked }))),
    );
    return;
  }
  const width = Math.max(4, ...keys.map(({ name }) => name.length));
  out(`${'NAME'.padEnd(width)}  CREATED     STATE`);
  for (const key of keys) out(`${key.name.padEnd(width)}  ${dateOf(key.createdAt)}  ${stateOf(key, now)}`);
}

export async function addKey(
  command: KeysCommand & { readonly name: string; readonly days: number; readonly json: boolean },
  { out, note }: Terminal,
): Promise<void> {
  const { key, stored } = addApiKey(await existingDataDirectory(command.data), command.name, command.days, Date.now);
  if (command.json) {
    out(JSON.stringify({ name: stored.name, key, expiresAt: stored.expiresAt }));
    return;
  }
  out(key);
  note(`Keep it now: it is not shown again. It expires on ${dateOf(stored.expiresAt ?? 0)}.`);
}

export async function revokeKey(command: KeysCommand & { readonly name: string }, { note }: Terminal): Promise<void> {
  revokeApiKey(await existingDataDirectory(command.data), command.name);
  note(`The API key '${command.name}' no longer holds.`);
}

/** Signs tokens of the user pool with a new key from now on, in a server that runs too. */
export async function rotateSigningKey(command: KeysCommand, { note }: Terminal): Promise<void> {
  const data = await existingDataDirectory(command.data);
  const keys = await loadPoolKeys(data.file(signingKeyFile), data.encryption.seal);
  await keys.rotate();
  note('Tokens are signed with a new key. Those of the key before stay valid until they expire.');
}

function stateOf({ revoked, expiresAt }: StoredApiKey, now: number): string {
  if (revoked) return 'revoked';
  if (expiresAt === null) return 'valid';
  return expiresAt <= now ? `expired on ${dateOf(expiresAt)}` : `valid until ${dateOf(expiresAt)}`;
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
