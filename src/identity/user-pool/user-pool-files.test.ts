import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadPoolKeys, type PoolKeys } from './pool-keys.ts';
import { createSqliteUserStore } from './sqlite-user-store.ts';
import { createUserPool } from './user-pool.ts';
import { userPoolSettings } from './user-pool-settings.ts';
import type { UserStore } from './user-store.ts';

let directory: string;
let keysPath: string;
let usersPath: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'preamp-users-'));
  keysPath = join(directory, 'identity-keys.json');
  usersPath = join(directory, 'users.db');
});

afterEach(() => rmSync(directory, { recursive: true }));

function poolOf(keys: PoolKeys, store: UserStore) {
  const codes: string[] = [];
  const pool = createUserPool({
    settings: userPoolSettings({
      userPoolId: 'us-east-1_AbC123xyz',
      clientIds: ['client'],
      issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC123xyz',
    }),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys,
    deliverCode: ({ code }) => {
      codes.push(code);
    },
  });
  const call = async (operation: string, body: object) => {
    const answer = await pool.handle(`AWSCognitoIdentityProviderService.${operation}`, { ClientId: 'client', ...body });
    return { status: answer.status, ...(JSON.parse(answer.body) as Record<string, unknown>) };
  };
  return { pool, codes, call };
}

const modes = () => readdirSync(directory).map((name) => [name, statSync(join(directory, name)).mode & 0o777]);

describe('the keys', () => {
  it('are readable by their owner only, and the same after a restart', async () => {
    const keys = await loadPoolKeys(keysPath);
    expect(modes()).toEqual([['identity-keys.json', 0o600]]);
    chmodSync(keysPath, 0o644);
    const again = await loadPoolKeys(keysPath);
    expect(modes()).toEqual([['identity-keys.json', 0o600]]);
    expect(again.jwks()).toEqual(keys.jwks());
    expect(again.secret).toEqual(keys.secret);
    expect(again.signingKey().keyId).toBe(keys.signingKey().keyId);
  });

  it('show only their public halves', async () => {
    const { keys } = (await loadPoolKeys(null)).jwks();
    expect(keys).toEqual([
      {
        alg: 'RS256',
        e: 'AQAB',
        kid: expect.any(String) as string,
        kty: 'RSA',
        n: expect.any(String) as string,
        use: 'sig',
      },
    ]);
  });

  it('of a project differ from those of another', async () => {
    const [a, b] = await Promise.all([loadPoolKeys(null), loadPoolKeys(null)]);
    expect(a.signingKey().keyId).not.toBe(b.signingKey().keyId);
    expect(a.secret).not.toEqual(b.secret);
  });

  it('are the same for processes that start at once', async () => {
    const [a, b] = await Promise.all([loadPoolKeys(keysPath), loadPoolKeys(keysPath)]);
    expect(a.secret).toEqual(b.secret);
    expect(a.jwks()).toEqual(b.jwks());
    expect(modes()).toEqual([['identity-keys.json', 0o600]]);
  });

  it('rotate: the key before still verifies, older ones do not', async () => {
    const keys = await loadPoolKeys(keysPath);
    const store = createSqliteUserStore(':memory:');
    const { pool, call } = poolOf(keys, store);
    await pool.admin.createUser({ name: 'a@example.com', password: 'Passw0rd!' });
    const { AccessToken } = await pool.admin.issueTokens('a@example.com');
    const before = keys.jwks();
    await keys.rotate();
    expect(keys.jwks()).not.toBe(before);
    expect(keys.jwks().keys).toHaveLength(2);
    expect((await call('GetUser', { AccessToken })).status).toBe(200);
    const next = await pool.admin.issueTokens('a@example.com');
    expect((await loadPoolKeys(keysPath)).jwks()).toEqual(keys.jwks());
    await keys.rotate();
    expect(keys.jwks().keys).toHaveLength(2);
    expect((await call('GetUser', { AccessToken })).status).toBe(400);
    expect((await call('GetUser', { AccessToken: next.AccessToken })).status).toBe(200);
    expect(modes()).toEqual([['identity-keys.json', 0o600]]);
    store.close();
  });

  it.each(['', 'nonsense', '{}', '{"version":1,"secret":"AA==","keys":[{"kty":"RSA","kid":"a"}]}'])(
    'in a file of %j are an error',
    async (text) => {
      writeFileSync(keysPath, text);
      await expect(loadPoolKeys(keysPath)).rejects.toMatchObject({ code: 'identity-keys-unreadable' });
      expect(readFileSync(keysPath, 'utf8')).toBe(text);
    },
  );
});

describe('the users', () => {
  it('are readable by their owner only, the journal too', () => {
    const store = createSqliteUserStore(usersPath);
    store.putGroup({ name: 'g', description: null, precedence: null, createdAt: 1, modifiedAt: 1 });
    expect(modes()).toEqual([
      ['users.db', 0o600],
      ['users.db-shm', 0o600],
      ['users.db-wal', 0o600],
    ]);
    store.close();
  });

  it('survive a restart, and their sessions with them', async () => {
    const keys = await loadPoolKeys(keysPath);
    const store = createSqliteUserStore(usersPath);
    const first = poolOf(keys, store);
    await first.pool.admin.createUser({ name: 'a@example.com', password: 'Passw0rd!' });
    const { AccessToken } = await first.pool.admin.issueTokens('a@example.com');
    store.close();
    const reopened = createSqliteUserStore(usersPath);
    const second = poolOf(await loadPoolKeys(keysPath), reopened);
    expect((await second.call('GetUser', { AccessToken })).status).toBe(200);
    reopened.close();
  });

  it('disabled or signed out end their tokens at once, in other processes too', async () => {
    const keys = await loadPoolKeys(null);
    const [here, elsewhere] = [createSqliteUserStore(usersPath), createSqliteUserStore(usersPath)];
    const { pool } = poolOf(keys, here);
    const other = poolOf(keys, elsewhere).pool;
    await pool.admin.createUser({ name: 'a@example.com', password: 'Passw0rd!' });
    const [isLive, isLiveElsewhere] = [pool.issuer().isLive!, other.issuer().isLive!];
    for (const end of [() => pool.admin.disableUser('a@example.com'), () => pool.admin.signOutUser('a@example.com')]) {
      pool.admin.enableUser('a@example.com');
      const claims = decodeJwt((await pool.admin.issueTokens('a@example.com')).AccessToken);
      expect([isLive(claims), isLiveElsewhere(claims)]).toEqual([true, true]);
      expect(isLive({ ...claims, sub: 'other' })).toBe(false);
      end();
      expect([isLive(claims), isLiveElsewhere(claims)]).toEqual([false, false]);
    }
    here.close();
    elsewhere.close();
  });

  it('are stored without passwords, codes and refresh tokens', async () => {
    const store = createSqliteUserStore(usersPath);
    const { pool, codes, call } = poolOf(await loadPoolKeys(null), store);
    await call('SignUp', { Username: 'a@example.com', Password: 'Very-Secret-1' });
    await call('ConfirmSignUp', { Username: 'a@example.com', ConfirmationCode: codes[0] });
    await call('ForgotPassword', { Username: 'a@example.com' });
    const tokens = await pool.admin.issueTokens('a@example.com');
    store.close();
    const bytes = readdirSync(directory)
      .map((name) => readFileSync(join(directory, name), 'latin1'))
      .join('');
    expect(bytes).toContain('a@example.com');
    const secrets = ['Very-Secret-1', tokens.AccessToken, tokens.IdToken, tokens.RefreshToken!];
    for (const secret of secrets) expect(bytes).not.toContain(secret);
    expect(bytes).not.toMatch(new RegExp(`[":]${codes[1]}[",]`));
  });

  it('removed take sessions, codes and memberships with them', async () => {
    const store = createSqliteUserStore(':memory:');
    const { pool, call } = poolOf(await loadPoolKeys(null), store);
    pool.admin.createGroup({ name: 'Admin' });
    const { user } = await pool.admin.createUser({ name: 'a@example.com', password: 'Passw0rd!', groups: ['Admin'] });
    const { RefreshToken } = await pool.admin.issueTokens('a@example.com');
    await call('ForgotPassword', { Username: 'a@example.com' });
    expect(store.code(user.sub, 'resetPassword')).not.toBeNull();
    pool.admin.deleteUser('a@example.com');
    expect(store.code(user.sub, 'resetPassword')).toBeNull();
    expect(store.groupsOf(user.sub)).toEqual([]);
    expect(pool.admin.usersInGroup('Admin')).toEqual([]);
    expect(await call('GetTokensFromRefreshToken', { RefreshToken })).toMatchObject({ status: 400 });
    store.close();
  });

  it('are not made where a group is unknown', async () => {
    const store = createSqliteUserStore(':memory:');
    const { pool } = poolOf(await loadPoolKeys(null), store);
    await expect(
      pool.admin.createUser({ name: 'a@example.com', password: 'Passw0rd!', groups: ['Nope'] }),
    ).rejects.toMatchObject({ type: 'ResourceNotFoundException' });
    expect(pool.admin.listUsers()).toEqual([]);
    store.close();
  });
});

it.each([
  [
    'a defect of the pool answers nothing of it',
    {
      ids: () => {
        throw new Error('no mail today');
      },
    },
    { status: 500, __type: 'InternalErrorException', message: 'Something went wrong.' },
  ],
  [
    'a code that cannot be delivered refuses the sign-up',
    { deliverCode: () => Promise.reject(new Error('no mail today')) },
    { status: 400, __type: 'CodeDeliveryFailureException', message: 'The code could not be delivered.' },
  ],
])('%s, and is reported', async (_, broken, expected) => {
  const store = createSqliteUserStore(':memory:');
  const defects: unknown[] = [];
  const keys = await loadPoolKeys(null);
  const pool = createUserPool({
    settings: userPoolSettings({
      userPoolId: 'us-east-1_A',
      clientIds: ['client'],
      issuer: 'https://issuer/us-east-1_A',
    }),
    store,
    clock: Date.now,
    ids: randomUUID,
    keys,
    deliverCode: () => {},
    onDefect: (error) => defects.push(error),
    ...broken,
  });
  const body = { ClientId: 'client', Username: 'a@example.com', Password: 'Passw0rd!' };
  const answer = await pool.handle('AWSCognitoIdentityProviderService.SignUp', body);
  expect({ status: answer.status, ...JSON.parse(answer.body) }).toEqual(expected);
  expect(defects).toMatchObject([{ message: 'no mail today' }]);
  expect(pool.admin.listUsers()).toEqual([]);
  store.close();
});
