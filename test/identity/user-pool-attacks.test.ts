import { signRequest } from '@aws-amplify/core/internals/aws-client-utils';
import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../src/identity/authenticator.ts';
import type { UserPoolSettings } from '../../src/identity/user-pool/user-pool-settings.ts';
import { answerPasswordVerifier, srpA } from './srp-client.ts';
import { poolIds, type StartedUserPool, startUserPool } from './start-user-pool.ts';

const ClientId = poolIds.clientId;
const email = 'alice@example.com';
const password = 'Passw0rd!';
const poolName = 'AbC123xyz';
const minute = 60_000;
const wrongPassword = 'NotAuthorizedException: Incorrect username or password.';
const locked = 'NotAuthorizedException: Password attempts exceeded';
const stale = 'NotAuthorizedException: Invalid session for the user, session is expired.';

let started: StartedUserPool;

async function start(settings: Partial<UserPoolSettings> = {}): Promise<void> {
  started = await startUserPool(settings);
}

afterEach(() => started.close());

type Answer = Readonly<Record<string, unknown>>;

/** The parsed answer, or `Type: message`. */
async function call(operation: string, body: unknown): Promise<Answer | string> {
  const service =
    operation.startsWith('Get') && /Id/.test(operation)
      ? 'AWSCognitoIdentityService'
      : 'AWSCognitoIdentityProviderService';
  const answer = await started.pool.handle(`${service}.${operation}`, body);
  const parsed = JSON.parse(answer.body) as Record<string, string>;
  return answer.status === 200 ? parsed : `${parsed.__type}: ${parsed.message}`;
}

const withPassword = (USERNAME: string, PASSWORD: string) =>
  call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });

async function challenge(USERNAME: string): Promise<Readonly<Record<string, string>>> {
  const answer = await call('InitiateAuth', {
    ClientId,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME, SRP_A: srpA },
  });
  if (typeof answer === 'string') throw new Error(answer);
  return answer.ChallengeParameters as Record<string, string>;
}

const respond = (ChallengeResponses: Record<string, string>, more: object = {}) =>
  call('RespondToAuthChallenge', { ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses, ...more });

const prove = (parameters: Readonly<Record<string, string>>, guess = password, at = started.now()) =>
  answerPasswordVerifier(poolName, guess, parameters, at);

async function tokensOf(name = email): Promise<{ AccessToken: string; IdToken: string; RefreshToken: string }> {
  const { RefreshToken = '', ...tokens } = await started.pool.admin.issueTokens(name);
  return { ...tokens, RefreshToken };
}

const addAlice = () => started.pool.admin.createUser({ name: email, password });

describe('guessing a password', () => {
  it('is slowed down after five failures, and forgotten after a success', async () => {
    await start();
    await addAlice();
    for (let i = 0; i < 5; i++) expect(await withPassword(email, 'Wrong0ne!')).toBe(wrongPassword);
    expect(await withPassword(email, password)).toBe(locked);
    expect(await challenge(email).catch((error: Error) => error.message)).toBe(locked);
    started.advance(1_001);
    expect(await withPassword(email, 'Wrong0ne!')).toBe(wrongPassword);
    started.advance(1_001);
    expect(await withPassword(email, password)).toBe(locked);
    started.advance(1_000);
    expect(await withPassword(email, password)).toHaveProperty('AuthenticationResult');
    for (let i = 0; i < 5; i++) expect(await withPassword(email, 'Wrong0ne!')).toBe(wrongPassword);
  });

  it('waits at most a quarter of an hour', async () => {
    await start();
    await addAlice();
    for (let i = 0; i < 20; i++) {
      await withPassword(email, 'Wrong0ne!');
      started.advance(15 * minute);
    }
    expect(await withPassword(email, password)).toHaveProperty('AuthenticationResult');
  });

  it('in parallel counts every attempt', async () => {
    await start();
    await addAlice();
    const answers = await Promise.all(Array.from({ length: 20 }, () => withPassword(email, 'Wrong0ne!')));
    expect(answers.filter((answer) => answer === wrongPassword)).toHaveLength(5);
    expect(answers.filter((answer) => answer === locked)).toHaveLength(15);
  });

  it('locks names nobody has alike', async () => {
    await start();
    for (let i = 0; i < 5; i++) expect(await withPassword('nobody@example.com', password)).toBe(wrongPassword);
    expect(await withPassword('nobody@example.com', password)).toBe(locked);
  });

  it('counts proofs as well', async () => {
    await start();
    await addAlice();
    const blocks = await Promise.all(Array.from({ length: 6 }, () => challenge(email)));
    for (const block of blocks.slice(0, 5)) expect(await respond(prove(block, 'Wrong0ne!'))).toBe(wrongPassword);
    expect(await respond(prove(blocks[5]!))).toBe(locked);
  });
});

describe('a password proof', () => {
  it('serves once', async () => {
    await start();
    await addAlice();
    const proof = prove(await challenge(email));
    expect(await respond(proof)).toHaveProperty('AuthenticationResult');
    expect(await respond(proof)).toBe(stale);
  });

  it('that was wrong uses its block up', async () => {
    await start();
    await addAlice();
    const block = await challenge(email);
    expect(await respond(prove(block, 'Wrong0ne!'))).toBe(wrongPassword);
    expect(await respond(prove(block))).toBe(stale);
  });

  it.each<[string, (proof: Record<string, string>) => Record<string, string>, string]>([
    ['with a time of long ago', ({ TIMESTAMP: _, ...rest }) => rest, wrongPassword],
    ['with another signature', (proof) => ({ ...proof, PASSWORD_CLAIM_SIGNATURE: 'AAAA' }), wrongPassword],
    ['without a signature', ({ PASSWORD_CLAIM_SIGNATURE: _, ...rest }) => rest, wrongPassword],
    ['with a block of its own making', (proof) => ({ ...proof, PASSWORD_CLAIM_SECRET_BLOCK: 'AAAA' }), stale],
    [
      'with a changed block',
      (proof) => ({ ...proof, PASSWORD_CLAIM_SECRET_BLOCK: flipped(proof.PASSWORD_CLAIM_SECRET_BLOCK!) }),
      stale,
    ],
    ['without a block', ({ PASSWORD_CLAIM_SECRET_BLOCK: _, ...rest }) => rest, stale],
  ])('%s is refused', async (_, change, expected) => {
    await start();
    await addAlice();
    expect(await respond(change(prove(await challenge(email))))).toBe(expected);
  });

  it('made for another time is refused', async () => {
    await start();
    await addAlice();
    expect(await respond(prove(await challenge(email), password, started.now() - 6 * minute))).toBe(wrongPassword);
    expect(await respond(prove(await challenge(email), password, started.now() + 6 * minute))).toBe(wrongPassword);
  });

  it('ends after three minutes', async () => {
    await start();
    await addAlice();
    const block = await challenge(email);
    started.advance(3 * minute);
    expect(await respond(prove(block))).toBe(stale);
  });

  it('needs the client it was begun with', async () => {
    await start({ clientIds: [ClientId, 'second'] });
    await addAlice();
    expect(await respond(prove(await challenge(email)), { ClientId: 'second' })).toBe(stale);
  });

  it('is asked of strangers in the same way, and always the same', async () => {
    await start();
    await addAlice();
    const first = await challenge('nobody@example.com');
    const second = await challenge('nobody@example.com');
    const real = await challenge(email);
    expect(Object.keys(first)).toEqual(Object.keys(real));
    expect(first.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(second).toMatchObject({ USER_ID_FOR_SRP: first.USER_ID_FOR_SRP, SALT: first.SALT });
    expect(second.SRP_B).not.toBe(first.SRP_B);
    expect((await challenge('NOBODY@example.com')).SALT).toBe(first.SALT);
    expect(first.SALT).toMatch(/^[0-9a-f]{32}$/);
    // Nothing in it follows from what else is shown.
    const digits = (text = '') => text.replaceAll('-', '');
    expect(digits(first.SALT).slice(0, 8)).not.toBe(digits(first.USER_ID_FOR_SRP).slice(0, 8));
    expect(digits(first.SALT)).not.toBe(digits(first.USER_ID_FOR_SRP));
    expect(await respond(prove(first))).toBe(wrongPassword);
  });

  it('with a public value of zero proves nothing', async () => {
    await start();
    await addAlice();
    for (const SRP_A of ['0', 'not a number']) {
      const answer = await call('InitiateAuth', {
        ClientId,
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: email, SRP_A },
      });
      const parameters = (answer as Answer).ChallengeParameters as Record<string, string>;
      expect(await respond(prove(parameters))).toBe(wrongPassword);
    }
  });
});

describe('codes', () => {
  const signUp = () => call('SignUp', { ClientId, Username: email, Password: password });
  const confirm = (ConfirmationCode: string) => call('ConfirmSignUp', { ClientId, Username: email, ConfirmationCode });
  const code = () => started.codes.at(-1)!.code;
  const other = () => String((Number(code()) + 1) % 1_000_000).padStart(6, '0');

  it('end after five wrong answers', async () => {
    await start();
    await signUp();
    for (let i = 0; i < 5; i++) expect(await confirm(other())).toContain('CodeMismatchException');
    expect(await confirm(code())).toContain('LimitExceededException');
    await call('ResendConfirmationCode', { ClientId, Username: email });
    expect(await confirm(code())).toHaveProperty('Session');
    expect(await confirm(code())).toBe('NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED');
  });

  it('end after their time', async () => {
    await start();
    await signUp();
    started.advance(24 * 60 * minute);
    expect(await confirm(code())).toContain('ExpiredCodeException');
  });

  it('are sent ten times an hour', async () => {
    await start();
    await signUp();
    const resend = () => call('ResendConfirmationCode', { ClientId, Username: email });
    for (let i = 0; i < 9; i++) expect(await resend()).toHaveProperty('CodeDeliveryDetails');
    expect(await resend()).toContain('LimitExceededException');
    expect(started.codes).toHaveLength(10);
    started.advance(60 * minute);
    expect(await resend()).toHaveProperty('CodeDeliveryDetails');
  });

  it('serve for what they were sent for, and for their user', async () => {
    await start();
    await addAlice();
    await started.pool.admin.createUser({ name: 'bob@example.com', password });
    await call('ForgotPassword', { ClientId, Username: email });
    const reset = code();
    const Password = 'NewPass1!';
    const body = { ClientId, ConfirmationCode: reset, Password };
    expect(await call('ConfirmForgotPassword', { ...body, Username: 'bob@example.com' })).toContain(
      'ExpiredCodeException',
    );
    const { AccessToken } = await tokensOf();
    const verify = { AccessToken, AttributeName: 'email', Code: reset };
    expect(await call('VerifyUserAttribute', verify)).toContain('ExpiredCodeException');
    expect(await call('ConfirmForgotPassword', { ...body, Username: email, Password: 'weak' })).toContain(
      'InvalidPassword',
    );
    expect(await call('ConfirmForgotPassword', { ...body, Username: email })).toEqual({});
    expect(await call('ConfirmForgotPassword', { ...body, Username: email })).toContain('ExpiredCodeException');
  });

  it('prove the address they were sent to, and no other that was asked for since', async () => {
    await start();
    await addAlice();
    const { AccessToken } = await tokensOf();
    const ask = (Value: string) =>
      call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value }] });
    for (let i = 0; i < 10; i++) await ask('mine@example.com');
    // No further code is sent this hour: the last one must not count for an address that got none.
    expect(await ask('victim@example.com')).toContain('LimitExceededException');
    const verify = { AccessToken, AttributeName: 'email', Code: code() };
    expect(await call('VerifyUserAttribute', verify)).toContain('CodeMismatchException');
    await ask('mine@example.com');
    expect(await call('VerifyUserAttribute', verify)).toEqual({});
    expect(started.pool.admin.getUser('mine@example.com')?.attributes.email_verified).toBe('true');
  });

  it('are pretended to strangers', async () => {
    await start();
    const Username = 'nobody@example.com';
    for (const operation of ['ForgotPassword', 'ResendConfirmationCode']) {
      expect(await call(operation, { ClientId, Username })).toEqual({
        CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' },
      });
    }
    expect(started.codes).toEqual([]);
    expect(await confirm('123456')).toContain('ExpiredCodeException');
  });

  /** Whoever does not know the codes gets the same answers about a user and about nobody, call by call. */
  describe('tell nobody who exists', () => {
    const nobody = 'bilbo@example.com';
    const alike = async (attempt: (name: string) => Promise<unknown[]>) => {
      const answers = await attempt(email);
      expect(await attempt(nobody)).toEqual(JSON.parse(JSON.stringify(answers).replaceAll('a***@', 'b***@')));
      return answers;
    };
    const wrong = 'wrong!';
    const reset = (Username: string, more: object = {}) =>
      call('ConfirmForgotPassword', { ClientId, Username, ConfirmationCode: wrong, Password: 'NewPass1!', ...more });
    const forget = (Username: string) => call('ForgotPassword', { ClientId, Username });

    it('when a password is reset', async () => {
      await start();
      await addAlice();
      const answers = await alike(async (name) => {
        const found = [await reset(name), await reset(name, { Password: 'weak' }), await forget(name)];
        for (let i = 0; i < 6; i++) found.push(await reset(name));
        for (let i = 0; i < 10; i++) found.push(await forget(name));
        return found;
      });
      expect(answers.map((answer) => String(answer).split(':', 1)[0])).toEqual([
        'ExpiredCodeException',
        'InvalidPasswordException',
        '[object Object]',
        ...Array.from({ length: 5 }, () => 'CodeMismatchException'),
        'LimitExceededException',
        ...Array.from({ length: 9 }, () => '[object Object]'),
        'LimitExceededException',
      ]);
      started.advance(61 * minute);
      await alike(async (name) => [await reset(name), await forget(name)]);
    });

    it('when they are the first factor', async () => {
      await start({ firstFactors: ['PASSWORD', 'EMAIL_OTP'] });
      await addAlice();
      const ask = (USERNAME: string) =>
        call('InitiateAuth', {
          ClientId,
          AuthFlow: 'USER_AUTH',
          AuthParameters: { USERNAME, PREFERRED_CHALLENGE: 'EMAIL_OTP' },
        }) as Promise<{ Session: string }>;
      const answers = await alike(async (name) => {
        const { Session, ...asked } = await ask(name);
        const found: unknown[] = [Object.keys(asked)];
        for (let i = 0; i < 7; i++) {
          found.push(
            await call('RespondToAuthChallenge', {
              ClientId,
              ChallengeName: 'EMAIL_OTP',
              Session,
              ChallengeResponses: { USERNAME: name, EMAIL_OTP_CODE: wrong },
            }),
          );
        }
        return found;
      });
      expect(answers.at(-1)).toBe(locked);
    });
  });
});

describe('names', () => {
  const signUp = (Username: string, UserAttributes: object[] = []) =>
    call('SignUp', { ClientId, Username, Password: password, UserAttributes });

  it.each([
    '1b2c::alice',
    'a::b',
    '0e0f3e3a-61c1-4f7e-8b59-5d2a1ab1c9de',
    '0E0F3E3A-61C1-4F7E-8B59-5D2A1AB1C9DE',
    'a b',
    '',
  ])('may not be %j, which could pass for an identity', async (name) => {
    await start({ signInWith: ['username'] });
    expect(await signUp(name)).toContain('InvalidParameterException');
  });

  it('are the same in any case', async () => {
    await start({ signInWith: ['username'] });
    expect(await signUp('Alice')).toMatchObject({ UserConfirmed: false });
    for (const name of ['Alice', 'alice', 'ALICE'])
      expect(await signUp(name)).toBe('UsernameExistsException: User already exists');
  });

  it('that are addresses belong to one user in any case', async () => {
    await start();
    await addAlice();
    expect(await signUp('Alice@Example.com')).toContain('UsernameExistsException');
    await started.pool.admin.createUser({ name: 'bob@example.com', password });
    const { AccessToken } = await tokensOf('bob@example.com');
    const UserAttributes = [{ Name: 'email', Value: 'ALICE@example.com' }];
    expect(await call('UpdateUserAttributes', { AccessToken, UserAttributes })).toContain('AliasExistsException');
  });

  it('that are addresses must be some', async () => {
    await start();
    expect(await signUp('alice')).toBe('InvalidParameterException: Username should be an email.');
    expect(started.pool.admin.listUsers()).toEqual([]);
  });

  it('taken while a code was on its way stay taken', async () => {
    await start();
    await addAlice();
    const { AccessToken } = await tokensOf();
    await call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value: 'new@example.com' }] });
    await started.pool.admin.createUser({ name: 'new@example.com', password });
    const Code = started.codes.at(-1)!.code;
    expect(await call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })).toContain('AliasExists');
    expect(started.pool.admin.getUser('new@example.com')?.sub).not.toBe(decodeJwt(AccessToken).sub);
  });

  it.each([
    ['email_verified', 'true'],
    ['sub', 'x'],
    ['cognito:groups', 'Admin'],
    ['identities', '[]'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['custom:role', 'admin'],
  ])('a user may not give itself %s', async (Name, Value) => {
    await start({ protectedAttributes: ['custom:role'] });
    expect(await signUp(email, [{ Name, Value }])).toMatch(/^(NotAuthorized|InvalidParameter)Exception/);
    await addAlice();
    const { AccessToken } = await tokensOf();
    const UserAttributes = [{ Name, Value }];
    expect(await call('UpdateUserAttributes', { AccessToken, UserAttributes })).toMatch(
      /^(NotAuthorized|InvalidParameter)/,
    );
  });

  it('that the pool does not have, or that never change, are refused whoever writes them', async () => {
    await start({ customAttributes: ['custom:tenant', 'custom:plan'], immutableAttributes: ['custom:tenant'] });
    const tenant = (Value: string) => [{ Name: 'custom:tenant', Value }];
    const unknown = [{ Name: 'custom:admin', Value: '1' }];
    const notThere =
      'InvalidParameterException: Attributes did not conform to the schema: custom:admin: Attribute does not exist in the schema.\n';
    const fixed = 'InvalidParameterException: user.custom:tenant: Attribute cannot be updated.\n';
    expect(await signUp(email, unknown)).toBe(notThere);
    expect(await signUp(email, tenant('a'))).toHaveProperty('UserSub');
    started.pool.admin.confirmUser(email);
    const { AccessToken } = await tokensOf();
    const update = (UserAttributes: unknown) => call('UpdateUserAttributes', { AccessToken, UserAttributes });
    expect(await update(unknown)).toBe(notThere);
    expect(await update(tenant('b'))).toBe(fixed);
    expect(await call('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['custom:tenant'] })).toBe(fixed);
    expect(await update([{ Name: 'custom:plan', Value: 'pro' }])).toEqual({ CodeDeliveryDetailsList: [] });
    expect(() => started.pool.admin.setAttributes(email, { 'custom:tenant': 'b' })).toThrow('cannot be updated');
    expect(started.pool.admin.getUser(email)?.attributes).toMatchObject({
      'custom:tenant': 'a',
      'custom:plan': 'pro',
    });
  });

  it('given by an administrator stay what they are when the user chooses a password', async () => {
    await start({ customAttributes: ['custom:tenant'], immutableAttributes: ['custom:tenant', 'locale'] });
    const attributes = { 'custom:tenant': 'a' };
    const { temporaryPassword } = await started.pool.admin.createUser({ name: email, attributes });
    const { Session } = (await withPassword(email, temporaryPassword!)) as Answer;
    const choose = (more: Record<string, string>) =>
      call('RespondToAuthChallenge', {
        ClientId,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeResponses: { NEW_PASSWORD: 'Chosen0ne!', ...more },
        Session,
      });
    expect(await choose({ 'userAttributes.custom:tenant': 'b' })).toContain('cannot be updated');
    expect(await choose({ 'userAttributes.locale': 'de' })).toHaveProperty('AuthenticationResult');
    expect(started.pool.admin.getUser(email)?.attributes).toMatchObject({ 'custom:tenant': 'a', locale: 'de' });
  });

  it('of a refused sign-up stay free', async () => {
    await start({ requiredAttributes: ['name'] });
    expect(await signUp(email)).toContain('InvalidParameterException');
    expect(await signUp(email, [{ Name: 'name', Value: 'Alice' }])).toHaveProperty('UserSub');
  });
});

describe('tokens', () => {
  it('of the wrong kind, changed or of another pool are refused', async () => {
    await start();
    await addAlice();
    const { AccessToken, IdToken, RefreshToken } = await tokensOf();
    const getUser = (token: string) => call('GetUser', { AccessToken: token });
    expect(await getUser(AccessToken)).toHaveProperty('Username');
    for (const token of [IdToken, RefreshToken, flipped(AccessToken), 'a.b.c']) {
      expect(await getUser(token)).toBe('NotAuthorizedException: Invalid Access Token');
    }
    const mine = started;
    const foreign = await startUserPool({ issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' });
    await foreign.pool.admin.createUser({ name: email, password });
    const stranger = await foreign.pool.admin.issueTokens(email);
    await foreign.close();
    started = mine;
    expect(await getUser(stranger.AccessToken)).toBe('NotAuthorizedException: Invalid Access Token');
  });

  it('end with their time', async () => {
    await start();
    await addAlice();
    const { AccessToken, RefreshToken } = await tokensOf();
    started.advance(60 * minute);
    expect(await call('GetUser', { AccessToken })).toBe('NotAuthorizedException: Access Token has expired');
    const refresh = () => call('GetTokensFromRefreshToken', { ClientId, RefreshToken });
    expect(await refresh()).toHaveProperty('AuthenticationResult');
    const older = { ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: RefreshToken } };
    expect(await call('InitiateAuth', older)).toHaveProperty('AuthenticationResult.AccessToken');
    started.advance(30 * 24 * 60 * minute);
    expect(await refresh()).toBe('NotAuthorizedException: Refresh Token has expired');
    started.pool.purge();
    expect(await refresh()).toBe('NotAuthorizedException: Refresh Token has been revoked');
  });

  it('made for longer last longer', async () => {
    await start();
    await addAlice();
    const { AccessToken } = await started.pool.admin.issueTokens(email, { seconds: 90 * 24 * 3600 });
    started.advance(89 * 24 * 60 * minute);
    started.pool.purge();
    expect(await call('GetUser', { AccessToken })).toHaveProperty('Username');
  });

  it('end when their user is disabled, removed or given a new password', async () => {
    await start();
    await addAlice();
    const { admin } = started.pool;
    const issuer = started.pool.issuer();
    for (const end of [
      () => admin.disableUser(email),
      () => admin.setPassword(email, 'NewPass1!', true),
      () => admin.deleteUser(email),
    ]) {
      const { AccessToken, RefreshToken } = await tokensOf();
      const claims = decodeJwt(AccessToken);
      expect(issuer.isLive?.(claims)).toBe(true);
      end();
      expect(issuer.isLive?.(claims)).toBe(false);
      expect(await call('GetUser', { AccessToken })).toContain('NotAuthorizedException');
      expect(await call('GetTokensFromRefreshToken', { ClientId, RefreshToken })).toContain('NotAuthorizedException');
      if (admin.getUser(email) !== null) admin.enableUser(email);
    }
  });

  it('of one client do not refresh for another', async () => {
    await start({ clientIds: [ClientId, 'second'] });
    await addAlice();
    const { RefreshToken } = await tokensOf();
    expect(await call('GetTokensFromRefreshToken', { ClientId: 'second', RefreshToken })).toContain(
      'Invalid Refresh Token',
    );
    expect(await call('RevokeToken', { ClientId: 'second', Token: RefreshToken })).toEqual({});
    expect(await call('GetTokensFromRefreshToken', { ClientId, RefreshToken })).toHaveProperty('AuthenticationResult');
    expect(await call('GetTokensFromRefreshToken', { ClientId: 'third', RefreshToken })).toBe(
      'ResourceNotFoundException: User pool client third does not exist.',
    );
  });

  it('open the API until their session ends', async () => {
    await start();
    await addAlice();
    const { AccessToken, IdToken } = await tokensOf();
    const authenticator = createAuthenticator({
      modes: ['AMAZON_COGNITO_USER_POOLS'],
      apiKeys: () => [],
      issuers: [started.pool.issuer()],
      sigV4: null,
      lambda: null,
      clock: started.now,
      ids: () => 'id',
    });
    const open = async (authorization: string) =>
      authenticator.authenticate({ method: 'POST', path: '/graphql', headers: { authorization }, body: '' });
    const sub = decodeJwt(AccessToken).sub;
    expect(await open(AccessToken)).toMatchObject({ sub, username: sub });
    expect(await open(IdToken)).toMatchObject({ sub, username: sub });
    started.pool.admin.signOutUser(email);
    await expect(open(AccessToken)).rejects.toMatchObject({ status: 401 });
  });
});

describe('challenges', () => {
  it('skipped, exchanged or made up are refused', async () => {
    await start();
    const { temporaryPassword } = await started.pool.admin.createUser({ name: email });
    const step = (await withPassword(email, temporaryPassword!)) as Answer;
    const Session = step.Session as string;
    const answer = (ChallengeName: string, session: string, ChallengeResponses = { NEW_PASSWORD: 'Chosen0ne!' }) =>
      call('RespondToAuthChallenge', { ClientId, ChallengeName, ChallengeResponses, Session: session });
    expect(await answer('SOFTWARE_TOKEN_MFA', Session)).toBe(stale);
    expect(await answer('MFA_SETUP', Session)).toBe(stale);
    expect(await answer('NEW_PASSWORD_REQUIRED', flipped(Session))).toBe(stale);
    expect(await answer('NEW_PASSWORD_REQUIRED', 'x')).toBe(stale);
    expect(await answer('CONFIRMED', Session)).toBe(stale);
    expect(
      await call('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: email }, Session }),
    ).toBe(stale);
    expect(await answer('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: 'weak' })).toContain('InvalidPassword');
    expect(await answer('NEW_PASSWORD_REQUIRED', Session)).toHaveProperty('AuthenticationResult');
    expect(await answer('NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: 'An0ther!!' })).toBe(stale);
    expect(await withPassword(email, 'An0ther!!')).toBe(wrongPassword);
  });

  it('of a confirmed sign-up sign in its user only, and once', async () => {
    await start();
    await addAlice();
    await call('SignUp', { ClientId, Username: 'bob@example.com', Password: password });
    const ConfirmationCode = started.codes.at(-1)!.code;
    const confirmed = await call('ConfirmSignUp', { ClientId, Username: 'bob@example.com', ConfirmationCode });
    const { Session } = confirmed as Answer;
    const signIn = (USERNAME: string) =>
      call('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME }, Session });
    expect(await signIn(email)).toBe(stale);
    expect(await signIn('bob@example.com')).toHaveProperty('AuthenticationResult');
    expect(await signIn('bob@example.com')).toBe(stale);
  });

  it('with a temporary password end after seven days', async () => {
    await start();
    const { temporaryPassword } = await started.pool.admin.createUser({ name: email });
    started.advance(7 * 24 * 60 * minute);
    expect(await withPassword(email, temporaryPassword!)).toContain('Temporary password has expired');
  });

  it('MFA setup cannot be finished without a code', async () => {
    await start({ mfa: 'ON' });
    await addAlice();
    const step = (await withPassword(email, password)) as Answer;
    const associated = (await call('AssociateSoftwareToken', { Session: step.Session })) as Answer;
    for (const Session of [step.Session, associated.Session]) {
      expect(
        await call('RespondToAuthChallenge', { ClientId, ChallengeName: 'MFA_SETUP', Session, ChallengeResponses: {} }),
      ).toBe(stale);
    }
  });
});

describe('the identity pool', () => {
  const logins = (token: string) => ({ [`cognito-idp.us-east-1.amazonaws.com/${poolIds.userPoolId}`]: token });

  function authenticator() {
    return createAuthenticator({
      modes: ['AWS_IAM'],
      apiKeys: () => [],
      issuers: [],
      sigV4: { region: 'us-east-1', findPrincipal: started.pool.findPrincipal },
      lambda: null,
      clock: started.now,
      ids: () => 'id',
    });
  }

  async function send(credentials: Readonly<Record<string, unknown>>, change: object = {}) {
    const { AccessKeyId, SecretKey, SessionToken } = { ...credentials, ...change } as Record<string, string>;
    const url = new URL('http://localhost:20002/graphql');
    const { headers } = signRequest(
      { method: 'POST', url, headers: {}, body: '{}' },
      {
        credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretKey!, sessionToken: SessionToken! },
        signingDate: new Date(started.now()),
        signingRegion: 'us-east-1',
        signingService: 'appsync',
      },
    );
    return authenticator().authenticate({ method: 'POST', path: '/graphql', headers, body: '{}' });
  }

  it('gives credentials the API accepts, for an hour', async () => {
    await start();
    await addAlice();
    const { IdToken } = await tokensOf();
    const { IdentityId } = (await call('GetId', {
      IdentityPoolId: poolIds.identityPoolId,
      Logins: logins(IdToken),
    })) as Answer;
    const issued = (await call('GetCredentialsForIdentity', { IdentityId, Logins: logins(IdToken) })) as Answer;
    const credentials = issued.Credentials as Answer;
    expect(await send(credentials)).toEqual({
      mode: 'AWS_IAM',
      principal: 'authenticated',
      accountId: '123456789012',
      userArn: 'arn:aws:sts::123456789012:assumed-role/authRole/CognitoIdentityCredentials',
      username: `${credentials.AccessKeyId as string}:CognitoIdentityCredentials`,
      cognitoIdentityPoolId: poolIds.identityPoolId,
      cognitoIdentityId: IdentityId,
      allowedFields: null,
      sourceIp: [],
      expiresAt: credentials.Expiration,
    });
    started.advance(60 * minute);
    await expect(async () => send(credentials)).rejects.toMatchObject({ status: 401 });
  });

  it.each<[string, object]>([
    ['the secret', { SecretKey: 'guess' }],
    ['the access key', { AccessKeyId: 'ASIA0000000000000000' }],
    ['the session', { SessionToken: 'AAAA' }],
  ])('gives credentials that end when %s is changed', async (_, change) => {
    await start();
    const { IdentityId } = (await call('GetId', { IdentityPoolId: poolIds.identityPoolId })) as Answer;
    const { Credentials } = (await call('GetCredentialsForIdentity', { IdentityId })) as Answer;
    expect(await send(Credentials as Answer)).toMatchObject({ principal: 'guest' });
    await expect(async () => send(Credentials as Answer, change)).rejects.toMatchObject({ status: 401 });
  });

  it('takes nothing but its own ID tokens for a login', async () => {
    await start();
    await addAlice();
    const { IdToken, AccessToken } = await tokensOf();
    const IdentityPoolId = poolIds.identityPoolId;
    for (const Logins of [
      logins(AccessToken),
      logins(flipped(IdToken)),
      { 'accounts.google.com': IdToken },
      { ...logins(IdToken), 'accounts.google.com': IdToken },
    ]) {
      expect(await call('GetId', { IdentityPoolId, Logins })).toContain('NotAuthorizedException');
    }
    started.pool.admin.disableUser(email);
    expect(await call('GetId', { IdentityPoolId, Logins: logins(IdToken) })).toContain('NotAuthorizedException');
  });

  it('makes nobody a user by naming its identity', async () => {
    await start();
    await addAlice();
    const { IdToken } = await tokensOf();
    const { IdentityId } = (await call('GetId', {
      IdentityPoolId: poolIds.identityPoolId,
      Logins: logins(IdToken),
    })) as Answer;
    const answer = (await call('GetCredentialsForIdentity', { IdentityId })) as Answer;
    expect(answer.IdentityId).not.toBe(IdentityId);
    expect(await send(answer.Credentials as Answer)).toMatchObject({
      principal: 'guest',
      cognitoIdentityId: answer.IdentityId,
    });
    const again = (await call('GetCredentialsForIdentity', { IdentityId: answer.IdentityId })) as Answer;
    expect(again.IdentityId).toBe(answer.IdentityId);
  });
});

describe('requests', () => {
  it.each<[string, unknown, string]>([
    [
      'SignUp',
      null,
      "InvalidParameterException: 1 validation error detected: Value at 'body' failed to satisfy constraint: Member must not be null",
    ],
    [
      'SignUp',
      { ClientId: 'x' },
      "InvalidParameterException: 1 validation error detected: Value at 'username' failed to satisfy constraint: Member must not be null",
    ],
    [
      'SignUp',
      { ClientId: 7, Username: 'a' },
      "InvalidParameterException: 1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must be valid",
    ],
    [
      'SignUp',
      { ClientId: poolIds.clientId, Username: 'a'.repeat(3000), Password: password },
      "InvalidParameterException: 1 validation error detected: Value at 'username' failed to satisfy constraint: Member must be valid",
    ],
    [
      'InitiateAuth',
      { ClientId: 'other', AuthFlow: 'USER_SRP_AUTH' },
      'ResourceNotFoundException: User pool client other does not exist.',
    ],
    [
      'InitiateAuth',
      { ClientId: '<script>', AuthFlow: 'USER_SRP_AUTH' },
      'ResourceNotFoundException: User pool client does not exist.',
    ],
    [
      'InitiateAuth',
      { ClientId: poolIds.clientId, AuthFlow: 'USER_SRP_AUTH' },
      'InvalidParameterException: Missing required parameter USERNAME',
    ],
    [
      'InitiateAuth',
      { ClientId: poolIds.clientId, AuthFlow: 'CUSTOM_AUTH' },
      'InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.',
    ],
    [
      'InitiateAuth',
      { ClientId: poolIds.clientId, AuthFlow: 'constructor' },
      'InvalidParameterException: Initiate Auth method not supported.',
    ],
    ['Nonsense', {}, 'UnknownOperationException: This operation is not known.'],
    ['constructor', {}, 'UnknownOperationException: This operation is not known.'],
  ])('%s %j', async (operation, body, expected) => {
    await start();
    expect(await call(operation, body)).toBe(expected);
  });

  it('use only the flows that are switched on', async () => {
    await start({ flows: ['USER_SRP_AUTH'] });
    await addAlice();
    expect(await withPassword(email, password)).toBe(
      'InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client',
    );
  });

  it('to sign up are refused where users are made by administrators', async () => {
    await start({ selfSignUp: false });
    expect(await call('SignUp', { ClientId, Username: email, Password: password })).toBe(
      'NotAuthorizedException: SignUp is not permitted for this user pool',
    );
  });

  it('that are no JSON or name nothing are answered', async () => {
    await start();
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' };
    const answer = await fetch(started.url, { method: 'POST', headers, body: '{' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: 'SerializationException', message: 'The request is not JSON.' },
    ]);
    expect((await fetch(started.url, { method: 'POST', body: '{}' })).headers.get('x-amzn-errortype')).toBe(
      'UnknownOperationException',
    );
  });
});

/** The same text with one character changed, away from the ends. */
function flipped(text: string): string {
  const at = Math.floor(text.length * 0.7);
  return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
}
