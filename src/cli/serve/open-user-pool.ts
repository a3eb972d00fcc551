import { randomUUID } from 'node:crypto';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { loadPoolKeys } from '../../identity/user-pool/pool-keys.ts';
import { createSqliteUserStore } from '../../identity/user-pool/sqlite-user-store.ts';
import { createUserPool, type UserPool } from '../../identity/user-pool/user-pool.ts';
import type { DeliverCode, PreampConfig } from '../config/config-schema.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredUserPool } from '../project/declared-backend.ts';
import { poolSettings } from './pool-settings.ts';

export interface OpenedUserPool {
  readonly pool: UserPool;
  close(): void;
}

/** How often expired sessions and codes are dropped. */
const purgeInterval = 3_600_000;

/** Opens the user pool of a data folder, with the settings of the project and its configuration. */
export async function openUserPool(options: {
  readonly data: DataDirectory;
  readonly instance: Instance;
  readonly declared: DeclaredUserPool;
  readonly config: PreampConfig;
  /** Where the configuration has no delivery of its own. */
  readonly deliverCode: DeliverCode;
  readonly log: Log;
}): Promise<OpenedUserPool> {
  const { data, instance, declared, config, log } = options;
  const keys = await loadPoolKeys(data.path === null ? null : data.file('user-pool-keys.json'));
  const store = createSqliteUserStore(data.file('users.sqlite'));
  const pool = createUserPool({
    settings: poolSettings(instance, declared, config),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys,
    deliverCode: config.userPool?.deliverCode ?? options.deliverCode,
    onDefect: (error) => log.error('user pool failed', { error: error instanceof Error ? (error.stack ?? '') : '' }),
  });
  addGroups(pool, declared.groups);
  const purge = setInterval(() => pool.purge(), purgeInterval);
  purge.unref();
  return {
    pool,
    close: () => {
      clearInterval(purge);
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

/** For `start` without a delivery of its own: a code nobody receives helps nobody. */
export function refuseToDeliver(): never {
  throw new PreampError('code-delivery-missing', 'There is no way to bring a code to its user.', {
    hint: 'Set userPool.deliverCode in the configuration file, or make users with `preamp users add`.',
  });
}
