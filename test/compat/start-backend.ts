import { randomUUID } from 'node:crypto';
import { compile } from '../../src/compiler/compile.ts';
import type { Log } from '../../src/diagnostics/log.ts';
import { createFunctionInvoker } from '../../src/functions/create-function-invoker.ts';
import { hashApiKey } from '../../src/identity/api-key.ts';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import type { DataModel } from '../../src/ir/data-model.ts';
import type { Backend } from '../../src/runtime/backend.ts';
import { type BackendOptions, createBackend } from '../../src/runtime/create-backend.ts';
import { createServer, type RunningServer, type ServerOptions } from '../../src/server/create-server.ts';
import { createSqliteEngine } from '../../src/storage/sqlite/sqlite-engine.ts';
import { createTokenIssuer, type TestTokenIssuer } from './token-issuer.ts';

export const apiKey = 'da2-test';

export interface StartedBackend {
  readonly backend: Backend;
  readonly server: RunningServer;
  readonly tokens: TestTokenIssuer;
  /** Messages of the log's errors: a test that expects none checks that it is empty. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export function compileModel(sdl: string): DataModel {
  const { model, diagnostics } = compile([{ file: 'schema.graphql', text: sdl }], {
    settings: { authModes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS'], defaultAuthMode: 'API_KEY' },
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model;
}

/** A whole backend in this process: SQLite in memory, a free port, an API key and tokens of a user pool. */
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
  const backend = await createBackend({
    model: compileModel(sdl),
    engine: createSqliteEngine({ file: ':memory:' }),
    authenticator: createAuthenticator({
      modes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS'],
      apiKeys: () => [{ name: 'test', hash: hashApiKey(apiKey), expiresAt: null, revoked: false }],
      issuers: [tokens.issuer],
      sigV4: null,
      lambda: null,
      clock: Date.now,
      ids: randomUUID,
    }),
    invoker: createFunctionInvoker({ functions: [], log: () => {} } as never),
    clock: Date.now,
    ids: randomUUID,
    pageTokenSecret: Buffer.alloc(32, 1),
    explain: false,
    log,
    ...parts,
  });
  const server = await createServer({ backend, port: 0, ids: randomUUID, log, ...options });
  return {
    backend,
    server,
    tokens,
    errors,
    close: async () => {
      await server.close();
      await backend.close();
    },
  };
}
