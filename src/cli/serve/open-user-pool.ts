import { randomUUID } from 'node:crypto';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import type { SigV4Principal } from '../../identity/sigv4/sigv4-verifier.ts';
import { loadPoolKeys } from '../../identity/user-pool/pool-keys.ts';
import type { TriggerFunctions } from '../../identity/user-pool/pool-triggers.ts';
import { createSqliteUserStore } from '../../identity/user-pool/sqlite-user-store.ts';
import { createUserPool, type UserPool } from '../../identity/user-pool/user-pool.ts';
import type { PreampConfig } from '../config/config-schema.ts';
import type { DeliverCode } from '../config/deliver-code.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import { usersFile } from '../data/data-files.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredUserPool } from '../project/declared-backend.ts';
import { createFileWatcher } from '../watch/file-watcher.ts';
import { codeSender } from './code-sender.ts';
import { configuredPrincipals } from './configured-principals.ts';
import { poolSettings } from './pool-settings.ts';

export interface OpenedUserPool {
  readonly pool: UserPool;
  /** Takes who may administer it from another configuration. */
  configure(config: PreampConfig): void;
  /** Takes the triggers of another revision; there are none before. */
  setTriggers(triggers: TriggerFunctions): void;
  close(): void;
}

/** The file of the data folder with the keys that sign tokens. */
export const signingKeyFile = 'user-pool-keys.json';

/** How often expired sessions and codes are dropped. */
const purgeInterval = 3_600_000;

/** Opens the user pool of a data folder, with the settings of the project and its configuration. */
export async function openUserPool(options: {
  readonly data: DataDirectory;
  readonly instance: Instance;
  readonly declared: DeclaredUserPool;
  readonly config: PreampConfig;
  /** Gets every code before the ways that the configuration names; `null` leaves it to those. */
  readonly deliverCode: DeliverCode | null;
  readonly log: Log;
}): Promise<OpenedUserPool> {
  const { data, instance, declared, config, log } = options;
  const keyFile = data.path === null ? null : data.file(signingKeyFile);
  const keys = await loadPoolKeys(keyFile, data.encryption.seal);
  const store = createSqliteUserStore(data.file(usersFile), data.encryption.sqlite);
  let administrators = administratorsOf(config, instance);
  let triggers: TriggerFunctions | null = null;
  const pool = createUserPool({
    settings: poolSettings(instance, declared, config),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys,
    deliverCode: codeSender(config, options.deliverCode),
    triggerFunctions: {
      has: (name) => triggers?.has(name) ?? false,
      invoke: async (name, event) => triggers?.invoke(name, event),
    },
    findAdministrator: (accessKeyId) => administrators.get(accessKeyId) ?? null,
    onDefect: (error) => log.error('user pool failed', describe(error)),
  });
  addGroups(pool, declared.groups);
  const purge = setInterval(() => pool.purge(), purgeInterval);
  purge.unref();
  // `preamp keys rotate-signing` writes the file while this process serves.
  const watcher = createFileWatcher(async () => {
    try {
      await keys.reload();
    } catch (error) {
      log.error('the signing keys cannot be read; those known before still hold', describe(error));
    }
  });
  if (keyFile !== null) watcher.set({ files: [keyFile], folders: [] });
  return {
    pool,
    configure: (next) => {
      administrators = administratorsOf(next, instance);
    },
    setTriggers: (next) => {
      triggers = next;
    },
    close: () => {
      clearInterval(purge);
      watcher.close();
      store.close();
    },
  };
}

/** Makes the groups of a project that are not there yet; the first has the highest precedence. */
export function addGroups(pool: UserPool, groups: readonly string[]): void {
  for (const [precedence, name] of groups.entries()) {
    if (pool.admin.group(name) === null) pool.admin.createGroup({ name, precedence });
  }
}

function administratorsOf(config: PreampConfig, instance: Instance): ReadonlyMap<string, SigV4Principal> {
  const administrators = configuredPrincipals(config, instance, []).filter((each) => each.isAdministrator);
  return new Map(administrators.map((each) => [each.accessKeyId, each]));
}

/** What the log says of a failure. Ours say what to do; of others only the stack helps. */
function describe(error: unknown): Record<string, string> {
  if (error instanceof PreampError) {
    const { message, hint, cause } = error;
    return {
      error: message,
      ...(hint === null ? {} : { hint }),
      ...(cause instanceof Error ? { cause: cause.message } : {}),
    };
  }
  return { error: error instanceof Error ? (error.stack ?? '') : '' };
}
