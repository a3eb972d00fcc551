import { text } from 'node:stream/consumers';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { loadConfig } from '../config/load-config.ts';
import { type DataDirectory, openDataDirectory } from '../data/data-directory.ts';
import { defaultDataDirectory } from '../data/default-data-directory.ts';
import { readEncryptionKey } from '../data/encryption-key.ts';
import { readSecrets, removeSecrets, setSecret, unknownSecret } from '../data/secret-file.ts';
import { CommandFailed } from '../output/command-failed.ts';
import type { Terminal } from '../output/terminal.ts';

interface SecretCommand {
  /** The data folder; `null` is the one of the configuration, or `.preamp`. */
  readonly data: string | null;
}

/** Keeps a value that is typed unseen, or piped: it never stands in the command line, which others can read. */
export async function storeSecret(
  { data, name }: SecretCommand & { readonly name: string },
  { out }: Terminal,
): Promise<void> {
  const folder = await openData(data);
  const value = process.stdin.isTTY ? await askValue() : (await text(process.stdin)).replace(/\r?\n$/, '');
  const { version } = setSecret(folder, name, value, Date.now);
  out(`Successfully created version ${version} of secret ${name}`);
}

export async function showSecret(
  { data, name, json }: SecretCommand & { readonly name: string; readonly json: boolean },
  { out }: Terminal,
): Promise<void> {
  const secret = readSecrets(await openData(data)).get(name);
  if (secret === undefined) throw unknownSecret(name);
  const { value, version, updatedAt } = secret;
  const lastUpdated = new Date(updatedAt * 1000).toISOString();
  if (json) out(JSON.stringify({ name, version, value, lastUpdated }));
  else out(` name: ${name}\n version: ${version}\n value: ${value}\n lastUpdated: ${lastUpdated}`);
}

/** The names, never the values. */
export async function listSecrets(
  { data, json }: SecretCommand & { readonly json: boolean },
  { out, note }: Terminal,
): Promise<void> {
  const secrets = readSecrets(await openData(data));
  if (json) {
    const listed = [...secrets].map(([name, { version, updatedAt }]) => ({
      name,
      version,
      lastUpdated: new Date(updatedAt * 1000).toISOString(),
    }));
    out(JSON.stringify(listed));
  } else if (secrets.size === 0) {
    note('No secrets found. To create a secret use preamp secret set <secret-name>.');
  } else for (const name of secrets.keys()) out(` - ${name}`);
}

export async function removeSecret(
  { data, name, all }: SecretCommand & { readonly name: string | null; readonly all: boolean },
  { out }: Terminal,
): Promise<void> {
  if ((name === null) !== all) {
    throw new PreampError('secret-invalid', 'Either secret-name or all flag must be provided', {
      hint: 'Name one secret, or give --all.',
    });
  }
  const folder = await openData(data);
  removeSecrets(folder, name === null ? [...readSecrets(folder).keys()] : [name]);
  out(name === null ? 'Successfully removed all secrets' : `Successfully removed secret ${name}`);
}

/** A secret may be set before anything has run. */
async function openData(folder: string | null): Promise<DataDirectory> {
  const config = await loadConfig(process.cwd(), null);
  return openDataDirectory(folder ?? config.config.dataDir ?? defaultDataDirectory, await readEncryptionKey(config));
}

async function askValue(): Promise<string> {
  const { password, isCancel } = await import('@clack/prompts');
  const answer = await password({ message: 'Enter secret value' });
  if (isCancel(answer)) throw new CommandFailed();
  return answer;
}
