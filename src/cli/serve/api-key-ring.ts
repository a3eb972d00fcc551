import { type ApiKey, hashApiKey } from '../../identity/api-key.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import { apiKeyFile, readApiKeys, toApiKey } from '../data/api-key-file.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { createFileWatcher } from '../watch/file-watcher.ts';

/** The API keys that hold now: those of the data folder, which `preamp keys` may change at any time, and configured ones. */
export interface ApiKeyRing {
  keys(): readonly ApiKey[];
  /** Takes the configured keys from another configuration. */
  configure(config: PreampConfig): void;
  close(): void;
}

/** `onError` hears of a file that cannot be read; the keys then stay as they were. */
export function createApiKeyRing(
  data: DataDirectory,
  config: PreampConfig,
  onError: (error: unknown) => void,
): ApiKeyRing {
  let configured = configuredKeys(config);
  let stored = readApiKeys(data).map(toApiKey);
  let keys = [...stored, ...configured];
  const watcher = createFileWatcher(async () => {
    try {
      stored = readApiKeys(data).map(toApiKey);
      keys = [...stored, ...configured];
    } catch (error) {
      onError(error);
    }
  });
  const file = apiKeyFile(data);
  if (file !== null) watcher.set({ files: [file], folders: [] });
  return {
    keys: () => keys,
    configure: (next) => {
      configured = configuredKeys(next);
      keys = [...stored, ...configured];
    },
    close: () => watcher.close(),
  };
}

function configuredKeys({ authorization }: PreampConfig): readonly ApiKey[] {
  return (authorization?.apiKeys ?? []).map(({ name, key }) => ({
    name,
    hash: hashApiKey(key),
    expiresAt: null,
    revoked: false,
  }));
}
