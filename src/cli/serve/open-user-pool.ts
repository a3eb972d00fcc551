import { randomUUID } from 'node:crypto';
import type { Log } from '../../diagnostics/log.ts';
import { PreampError } from '../../diagnostics/preamp-error.ts';
import { loadPoolKeys } from '../../identity/user-pool/pool-keys.ts';
import { createSqliteUserStore } from '../../identity/user-pool/sqlite-user-store.ts';
import { createUserPool, type UserPool } from '../../identity/user-pool/user-pool.ts';
import { userPoolSettings } from '../../identity/user-pool/user-pool-settings.ts';
import type { DeliverCode, PreampConfig } from '../config/config-schema.ts';
import type { DataDirectory } from '../data/data-directory.ts';
import type { Instance } from '../data/instance-file.ts';
import type { DeclaredUserPool } from '../project/declared-backend.ts';

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
  const { allowGuests = true, deliverCode = options.deliverCode, ...configured } = config.userPool ?? {};
  const { region, accountId, userPoolId, userPoolClientId, identityPoolId } = instance;
  const keys = await loadPoolKeys(data.path === null ? null : data.file('user-pool-keys.json'));
  const store = createSqliteUserStore(data.file('users.sqlite'));
  const pool = createUserPool({
    settings: userPoolSettings({
      ...declared.settings,
      ...signInSetting(configured.signInWith),
      ...(configured.confirmation === undefined ? {} : { confirmation: configured.confirmation }),
      ...(configured.selfSignUp === undefined ? {} : { selfSignUp: configured.selfSignUp }),
      userPoolId,
      clientIds: [userPoolClientId],
      // The form of the cloud: clients and token verifiers derive it from the pool's id.
      issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
      identityPool: {
        id: identityPoolId,
        allowGuests,
        accountId,
        authenticatedRole: 'authRole',
        guestRole: 'unauthRole',
      },
    }),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys,
    deliverCode,
    onDefect: (error) => log.error('user pool failed', { error: error instanceof Error ? (error.stack ?? '') : '' }),
  });
  for (const [precedence, name] of declared.groups.entries()) {
    if (pool.admin.group(name) === null) pool.admin.createGroup({ name, precedence });
  }
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

function signInSetting(names: readonly ('username' | 'email' | 'phone_number')[] | undefined) {
  if (names === undefined) return {};
  const attributes = names.filter((name) => name !== 'username');
  return { signInWith: attributes.length === names.length ? attributes : (['username'] as const) };
}

/** For `start` without a delivery of its own: a code nobody receives helps nobody. */
export function refuseToDeliver(): never {
  throw new PreampError('code-delivery-missing', 'There is no way to bring a code to its user.', {
    hint: 'Set userPool.deliverCode in the configuration file, or make users with `preamp users add`.',
  });
}
