import { randomUUID } from 'node:crypto';
import { compile } from '../../src/compiler/compile.ts';
import type { Log } from '../../src/diagnostics/log.ts';
import { createFunctionInvoker } from '../../src/functions/create-function-invoker.ts';
import { openFunctions } from '../../src/functions/open-functions.ts';
import { hashApiKey } from '../../src/identity/api-key.ts';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import { loadPoolKeys } from '../../src/identity/user-pool/pool-keys.ts';
import { createSqliteUserStore } from '../../src/identity/user-pool/sqlite-user-store.ts';
import { createUserPool, type UserPool } from '../../src/identity/user-pool/user-pool.ts';
import { userPoolSettings } from '../../src/identity/user-pool/user-pool-settings.ts';
import type { AuthMode, DataModel } from '../../src/ir/data-model.ts';
import type { Backend } from '../../src/runtime/backend.ts';
import { type BackendOptions, createBackend } from '../../src/runtime/create-backend.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../src/server/create-server.ts';
import type { Capabilities } from '../../src/storage/storage-engine.ts';
import { createTokenIssuer, type TestTokenIssuer } from './token-issuer.ts';

export const apiKey = 'da2-test';

const authModes = ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'] as const;

export const poolIds = {
  userPoolId: 'us-east-1_LOCALPOOL',
  clientId: 'localclient0000000000000000',
  identityPoolId: 'us-east-1:11111111-2222-3333-4444-555555555555',
};

/** Making keys takes a while: all backends of a test file share them. */
const poolKeys = loadPoolKeys(null);

export interface StartedBackend {
  readonly backend: Backend;
  readonly capabilities: Capabilities;
  readonly server: RunningServer;
  readonly userPool: UserPool;
  /** Of another pool, for tests that need tokens and nothing else. */
  readonly tokens: TestTokenIssuer;
  /** Messages of the log's errors: a test that expects none checks that it is empty. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export function compileModel(sdl: string, modes: readonly AuthMode[] = authModes): DataModel {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text: sdl }], {
    settings: { authModes: modes, defaultAuthMode: modes[0]! },
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model;
}

/** A whole backend in this process: a store in memory, a free port, an API key and tokens of a user pool. */
export async function startBackend(
  sdl: string,
  options: Partial<ServerOptions> = {},
  parts: Partial<BackendOptions> = {},
): Promise<StartedBackend> {
  const errors: string[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (message, fields) => errors.push(`${message} ${JSON.stringify(fields)}`),
  };
  const tokens = await createTokenIssuer();
  const store = createSqliteUserStore(':memory:');
  const userPool = createUserPool({
    settings: userPoolSettings({
      userPoolId: poolIds.userPoolId,
      clientIds: [poolIds.clientId],
      issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolIds.userPoolId}`,
      identityPool: {
        id: poolIds.identityPoolId,
        allowGuests: true,
        accountId: '123456789012',
        authenticatedRole: 'authRole',
        guestRole: 'unauthRole',
      },
    }),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys: await poolKeys,
    deliverCode: () => {},
    onDefect: (error) => errors.push(String(error)),
  });
  // Loaded when it is needed: benchmarks bring an engine, and run without the test runner that this one asks.
  const engine = parts.engine ?? (await (await import('../support/engine-under-test.ts')).engineUnderTest());
  const backend = await createBackend({
    model: parts.model ?? compileModel(sdl),
    engine,
    authenticator: createAuthenticator({
      modes: authModes,
      apiKeys: () => [{ name: 'test', hash: hashApiKey(apiKey), expiresAt: null, revoked: false }],
      issuers: [tokens.issuer, userPool.issuer()],
      sigV4: { region: 'us-east-1', services: ['appsync'], findPrincipal: userPool.findPrincipal },
      lambda: null,
      clock: Date.now,
      ids: randomUUID,
    }),
    invoker: createFunctionInvoker({
      functions: openFunctions({ functions: [], folder: '', log: () => {} }),
      log: () => {},
    }),
    clock: Date.now,
    ids: randomUUID,
    pageTokenSecret: Buffer.alloc(32, 1),
    explain: false,
    log,
    ...parts,
  });
  const server = await createServer({ backend, userPool, port: 0, ids: randomUUID, log, ...options });
  return {
    backend,
    capabilities: engine.capabilities,
    server,
    userPool,
    tokens,
    errors,
    close: async () => {
      await server.close();
      await backend.close();
      store.close();
    },
  };
}
