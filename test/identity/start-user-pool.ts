import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CodeDelivery } from '../../src/identity/user-pool/code-delivery.ts';
import { loadPoolKeys } from '../../src/identity/user-pool/pool-keys.ts';
import { createSqliteUserStore } from '../../src/identity/user-pool/sqlite-user-store.ts';
import { createUserPool, type UserPool, type UserPoolOptions } from '../../src/identity/user-pool/user-pool.ts';
import { type UserPoolSettings, userPoolSettings } from '../../src/identity/user-pool/user-pool-settings.ts';

export interface StartedUserPool {
  readonly pool: UserPool;
  readonly url: string;
  /** Codes delivered so far, the latest last. */
  readonly codes: readonly CodeDelivery[];
  /** Targets called so far, without their service. */
  readonly calls: string[];
  /** Moves the pool's clock forward. */
  advance(milliseconds: number): void;
  now(): number;
  close(): Promise<void>;
}

export const poolIds = {
  userPoolId: 'us-east-1_AbC123xyz',
  clientId: 'localclient0000000000000000',
  identityPoolId: 'us-east-1:11111111-2222-3333-4444-555555555555',
};

const keys = loadPoolKeys(null);

/** A user pool in memory behind a bare HTTP server on a free port. */
export async function startUserPool(
  settings: Partial<UserPoolSettings> = {},
  options: Partial<UserPoolOptions> = {},
): Promise<StartedUserPool> {
  const codes: CodeDelivery[] = [];
  const calls: string[] = [];
  const defects: unknown[] = [];
  let offset = 0;
  const clock = () => Date.now() + offset;
  const store = createSqliteUserStore(':memory:');
  const pool = createUserPool({
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
      ...settings,
    }),
    store,
    clock,
    ids: randomUUID,
    keys: await keys,
    deliverCode: (delivery) => {
      codes.push(delivery);
    },
    onDefect: (error) => defects.push(error),
    ...options,
  });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      calls.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
      const { method = '', url: path = '', headers } = request;
      const answer = await pool.handleRequest({ method, path, headers, body: Buffer.concat(chunks) });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    pool,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    codes,
    calls,
    now: clock,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      store.close();
      if (defects.length > 0) throw new AggregateError(defects, 'the user pool failed');
    },
  };
}
