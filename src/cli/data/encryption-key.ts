import { exec } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { keyBytes } from '../../storage/sqlite/cipher-sqlite.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { displayPath } from '../output/display-path.ts';

const commandTimeoutMs = 30_000;

/**
 * The key of the data folder: from the environment (`PREAMP_ENCRYPTION_KEY`, else the file or the command that
 * `PREAMP_ENCRYPTION_KEY_FILE` or `…_COMMAND` names), else from the file or the command of the configuration. `null`
 * without any.
 *
 * @param variable for another key than that in use
 * @throws PreampError `encryption-key-invalid` where there is no key of 32 bytes at that place
 */
export async function readEncryptionKey(
  { config, file }: Pick<LoadedConfig, 'config' | 'file'>,
  variable: 'PREAMP_ENCRYPTION_KEY' | 'PREAMP_ENCRYPTION_NEW_KEY' = 'PREAMP_ENCRYPTION_KEY',
): Promise<Uint8Array | null> {
  const { [variable]: text, [`${variable}_FILE`]: path, [`${variable}_COMMAND`]: command } = process.env;
  if (text) return parseKey(text, variable);
  if (path) return keyOfFile(resolve(path));
  if (command) return keyOfCommand(command, `${variable}_COMMAND`);
  if (variable !== 'PREAMP_ENCRYPTION_KEY') return null;
  const { keyFile, keyCommand } = config.encryption ?? {};
  if (keyFile !== undefined) return keyOfFile(resolve(file === null ? '.' : dirname(file), keyFile));
  if (keyCommand !== undefined) return keyOfCommand(keyCommand, 'encryption.keyCommand');
  return null;
}

async function keyOfFile(path: string): Promise<Uint8Array> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw invalid(`The file of the encryption key ${displayPath(path)} cannot be read.`, cause);
  }
  return parseKey(text, displayPath(path));
}

async function keyOfCommand(command: string, place: string): Promise<Uint8Array> {
  let text: string;
  try {
    text = (await promisify(exec)(command, { timeout: commandTimeoutMs })).stdout;
  } catch {
    // The command line and what it printed may hold secrets.
    throw invalid(`The command of ${place} failed.`);
  }
  return parseKey(text, place);
}

/** 64 hexadecimal digits, or base64. */
function parseKey(text: string, place: string): Uint8Array {
  const trimmed = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64');
  if (key.length !== keyBytes) throw invalid(`${place} gives no encryption key.`);
  return key;
}

function invalid(message: string, cause?: unknown): PreampError {
  return new PreampError('encryption-key-invalid', message, {
    hint: `A key is ${keyBytes} random bytes, in base64 or hexadecimal. Make one with \`preamp encryption new-key\`.`,
    cause,
  });
}
