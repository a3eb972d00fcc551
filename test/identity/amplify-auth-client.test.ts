import { createHmac } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  fetchAuthSession,
  fetchDevices,
  fetchMFAPreference,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updatePassword,
  updateUserAttributes,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { ConsoleLogger } from 'aws-amplify/utils';
import { decodeJwt } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UserPoolSettings } from '../../src/identity/user-pool/user-pool-settings.ts';
import { poolIds, type StartedUserPool, startUserPool } from './start-user-pool.ts';

/** The unmodified `aws-amplify` client against the embedded user pool. */

const email = 'alice@example.com';
const password = 'Passw0rd!';
// Without SRP, whose arithmetic takes the client a third of a second.
const options = { authFlowType: 'USER_PASSWORD_AUTH' } as const;
let started: StartedUserPool;

async function start(settings: Partial<UserPoolSettings> = {}, guests = true): Promise<void> {
  started = await startUserPool(settings);
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: poolIds.userPoolId,
        userPoolClientId: poolIds.clientId,
        userPoolEndpoint: started.url,
        identityPoolId: poolIds.identityPoolId,
        identityPoolEndpoint: started.url,
        allowGuestAccess: guests,
        // biome-ignore lint/suspicious/noExplicitAny: the client's type leaves the endpoints out, its code reads them
      } as any,
    },
  });
}

beforeAll(() => {
  // It warns of every endpoint that is not Amazon's.
  ConsoleLogger.LOG_LEVEL = 'ERROR';
});

beforeEach(() => start());

afterEach(async () => {
  await signOut();
  await started.close();
});

const lastCode = () => started.codes.at(-1)?.code ?? '';

async function signedUp(): Promise<void> {
  await signUp({ username: email, password, options: { userAttributes: { email, name: 'Alice' } } });
  await confirmSignUp({ username: email, confirmationCode: lastCode() });
}

async function signedIn(): Promise<void> {
  await signedUp();
  await signIn({ username: email, password, options });
}

describe('a user', () => {
  it('signs up, confirms and signs in with SRP', async () => {
    const signedUp = await signUp({ username: email, password, options: { userAttributes: { email } } });
    expect(signedUp).toEqual({
      isSignUpComplete: false,
      userId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      nextStep: {
        signUpStep: 'CONFIRM_SIGN_UP',
        codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***', attributeName: 'email' },
      },
    });
    expect(started.codes).toEqual([
      {
        purpose: 'confirmSignUp',
        username: signedUp.userId,
        attribute: 'email',
        destination: email,
        code: expect.stringMatching(/^\d{6}$/),
      },
    ]);
    const early = await signIn({ username: email, password });
    expect(early).toEqual({ isSignedIn: false, nextStep: { signInStep: 'CONFIRM_SIGN_UP' } });
    await resendSignUpCode({ username: email });
    await confirmSignUp({ username: email, confirmationCode: lastCode() });

    expect(await signIn({ username: email, password })).toEqual({
      isSignedIn: true,
      nextStep: { signInStep: 'DONE' },
    });
    expect(started.calls.slice(-2)).toEqual(['InitiateAuth', 'RespondToAuthChallenge']);
    expect(await getCurrentUser()).toMatchObject({ userId: signedUp.userId, username: signedUp.userId });
    const { tokens, userSub } = await fetchAuthSession();
    expect(userSub).toBe(signedUp.userId);
    expect(tokens?.accessToken.payload).toEqual({
      sub: userSub,
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${poolIds.userPoolId}`,
      client_id: poolIds.clientId,
      origin_jti: expect.any(String),
      event_id: expect.any(String),
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: expect.any(Number),
      exp: expect.any(Number),
      iat: expect.any(Number),
      jti: expect.any(String),
      username: userSub,
    });
    expect(tokens?.idToken?.payload).toMatchObject({
      sub: userSub,
      aud: poolIds.clientId,
      token_use: 'id',
      'cognito:username': userSub,
      email,
      email_verified: true,
    });
  });

  it.each(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const)('is refused a wrong password with %s', async (flow) => {
    await signedUp();
    const options = { authFlowType: flow };
    await expect(signIn({ username: email, password: 'Wrong0ne!', options })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(await signIn({ username: email, password, options })).toMatchObject({ isSignedIn: true });
  });

  it.each(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH'] as const)('that does not exist looks alike with %s', async (flow) => {
    const options = { authFlowType: flow };
    await expect(signIn({ username: 'nobody@example.com', password, options })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'] as const)('chooses %s in the USER_AUTH flow', async (preferredChallenge) => {
    await signedUp();
    const options = { authFlowType: 'USER_AUTH', preferredChallenge } as const;
    expect(await signIn({ username: email, password, options })).toMatchObject({ isSignedIn: true });
  });

  it.each(['PASSWORD', 'PASSWORD_SRP'])('selects %s when asked', async (choice) => {
    await signedUp();
    const step = await signIn({ username: email, options: { authFlowType: 'USER_AUTH' } });
    expect(step.nextStep).toEqual({
      signInStep: 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION',
      availableChallenges: ['PASSWORD', 'PASSWORD_SRP'],
    });
    const next = await confirmSignIn({ challengeResponse: choice });
    expect(next.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_PASSWORD');
    expect(await confirmSignIn({ challengeResponse: password })).toMatchObject({ isSignedIn: true });
  });

  it('is signed in automatically after the sign-up', async () => {
    const automatically = { authFlowType: 'USER_AUTH' as const };
    await signUp({ username: email, password, options: { userAttributes: { email }, autoSignIn: automatically } });
    await confirmSignUp({ username: email, confirmationCode: lastCode() });
    expect(await autoSignIn()).toMatchObject({ isSignedIn: true });
  });

  it('refreshes, and is signed out once the refresh token is revoked', async () => {
    await signedIn();
    const before = (await fetchAuthSession()).tokens!;
    const after = (await fetchAuthSession({ forceRefresh: true })).tokens!;
    expect(started.calls).toContain('GetTokensFromRefreshToken');
    expect(after.accessToken.payload.jti).not.toBe(before.accessToken.payload.jti);
    expect(after.accessToken.payload.origin_jti).toBe(before.accessToken.payload.origin_jti);
    started.pool.admin.signOutUser(email);
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
  });

  it('reads and changes attributes; a new address counts once its code came back', async () => {
    await signedIn();
    const { sub } = (await getCurrentUser().then(({ userId }) => ({ sub: userId }))) as { sub: string };
    expect(await fetchUserAttributes()).toEqual({ sub, email, name: 'Alice', email_verified: 'true' });
    const update = await updateUserAttributes({ userAttributes: { email: 'new@example.com', name: 'Al' } });
    expect(update.name.isUpdated).toBe(true);
    expect(update.email.nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
    expect(await fetchUserAttributes()).toMatchObject({ email, name: 'Al' });
    await expect(
      confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: wrong(lastCode()) }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: lastCode() });
    expect(await fetchUserAttributes()).toMatchObject({ email: 'new@example.com', email_verified: 'true' });
  });

  it('changes the password, and the old one no longer serves', async () => {
    await signedIn();
    await expect(updatePassword({ oldPassword: 'Wrong0ne!', newPassword: 'NewPass1!' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    await expect(updatePassword({ oldPassword: password, newPassword: 'short' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    await updatePassword({ oldPassword: password, newPassword: 'NewPass1!' });
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeDefined();
    await signOut();
    await expect(signIn({ username: email, password, options })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(await signIn({ username: email, password: 'NewPass1!', options })).toMatchObject({ isSignedIn: true });
  });

  it('resets a forgotten password, which ends every session', async () => {
    await signedIn();
    const reset = await resetPassword({ username: email });
    expect(reset.nextStep.codeDeliveryDetails).toMatchObject({ destination: 'a***@e***' });
    await expect(
      confirmResetPassword({ username: email, confirmationCode: wrong(lastCode()), newPassword: 'NewPass1!' }),
    ).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await confirmResetPassword({ username: email, confirmationCode: lastCode(), newPassword: 'NewPass1!' });
    expect((await fetchAuthSession({ forceRefresh: true })).tokens).toBeUndefined();
    expect(await signIn({ username: email, password: 'NewPass1!', options })).toMatchObject({ isSignedIn: true });
  });

  it('signs out: the refresh token is revoked, everywhere with global', async () => {
    await signedIn();
    await signOut();
    expect(started.calls).toContain('RevokeToken');
    await signIn({ username: email, password, options });
    const { tokens } = await fetchAuthSession();
    const other = await started.pool.admin.issueTokens(email);
    await signOut({ global: true });
    expect(started.calls).toContain('GlobalSignOut');
    for (const AccessToken of [tokens!.accessToken.toString(), other.AccessToken]) {
      const answer = await started.pool.handle('AWSCognitoIdentityProviderService.GetUser', { AccessToken });
      expect(JSON.parse(answer.body)).toEqual({
        __type: 'NotAuthorizedException',
        message: 'Access Token has been revoked',
      });
    }
  });

  it('deletes itself', async () => {
    await signedIn();
    await deleteUser();
    await expect(signIn({ username: email, password, options })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
    expect(started.pool.admin.listUsers()).toEqual([]);
  });

  it('made by an administrator chooses a password of its own', async () => {
    const { temporaryPassword } = await started.pool.admin.createUser({ name: email });
    const step = await signIn({ username: email, password: temporaryPassword!, options });
    expect(step.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    await expect(confirmSignIn({ challengeResponse: 'weak' })).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    expect(await confirmSignIn({ challengeResponse: 'Chosen0ne!' })).toMatchObject({ isSignedIn: true });
    await signOut();
    expect(await signIn({ username: email, password: 'Chosen0ne!', options })).toMatchObject({ isSignedIn: true });
  });

  it('sets up TOTP, and is asked for it from then on', async () => {
    await signedIn();
    const { sharedSecret } = await setUpTOTP();
    await expect(verifyTOTPSetup({ code: wrong(totp(sharedSecret)) })).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await verifyTOTPSetup({ code: totp(sharedSecret) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();

    started.advance(30_000);
    const step = await signIn({ username: email, password, options });
    expect(step.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    const code = totp(sharedSecret);
    await expect(confirmSignIn({ challengeResponse: wrong(code) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: code })).toMatchObject({ isSignedIn: true });
    await signOut();
    await signIn({ username: email, password, options });
    await expect(confirmSignIn({ challengeResponse: code })).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });

  it('has its groups in both tokens, by precedence', async () => {
    await signedUp();
    const { admin } = started.pool;
    admin.createGroup({ name: 'Zebra', precedence: 1 });
    admin.createGroup({ name: 'Admin', precedence: 2 });
    admin.createGroup({ name: 'Rest' });
    for (const group of ['Rest', 'Admin', 'Zebra']) admin.addToGroup(email, group);
    await signIn({ username: email, password, options });
    const { tokens } = await fetchAuthSession();
    expect(tokens?.accessToken.payload['cognito:groups']).toEqual(['Zebra', 'Admin', 'Rest']);
    expect(tokens?.idToken?.payload['cognito:groups']).toEqual(['Zebra', 'Admin', 'Rest']);
  });

  it('has no devices', async () => {
    await signedIn();
    expect(await fetchDevices()).toEqual([]);
  });
});

describe('the identity pool', () => {
  it('gives guests credentials, and users others', async () => {
    const guest = await fetchAuthSession();
    expect(guest.credentials?.accessKeyId).toMatch(/^ASIA/);
    expect(guest.identityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
    await signedIn();
    const user = await fetchAuthSession();
    expect(user.identityId).not.toBe(guest.identityId);
    await signOut();
    await signIn({ username: email, password, options });
    expect((await fetchAuthSession()).identityId).toBe(user.identityId);
  });

  it('refuses guests where it is set to', async () => {
    await started.close();
    const identityPool = {
      id: poolIds.identityPoolId,
      allowGuests: false,
      accountId: '123456789012',
      authenticatedRole: 'authRole',
      guestRole: 'unauthRole',
    };
    await start({ identityPool });
    await expect(fetchAuthSession()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Unauthenticated access is not supported for this identity pool.',
    });
    expect(started.calls).toEqual(['GetId']);
  });
});

describe('TOTP for everybody', () => {
  it('is set up on the way in', async () => {
    await started.close();
    await start({ mfa: 'ON' });
    await signedUp();
    const step = await signIn({ username: email, password, options });
    if (step.nextStep.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.nextStep.signInStep);
    const { sharedSecret } = step.nextStep.totpSetupDetails;
    expect(await confirmSignIn({ challengeResponse: totp(sharedSecret) })).toMatchObject({ isSignedIn: true });
  });
});

describe('codes by e-mail as first factor', () => {
  it('sign in without a password', async () => {
    await started.close();
    await start({ firstFactors: ['EMAIL_OTP', 'PASSWORD'] });
    await signUp({ username: email, options: { userAttributes: { email } } });
    await confirmSignUp({ username: email, confirmationCode: lastCode() });
    const step = await signIn({
      username: email,
      options: { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' },
    });
    expect(step.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    await expect(confirmSignIn({ challengeResponse: wrong(lastCode()) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: lastCode() })).toMatchObject({ isSignedIn: true });
  });
});

function wrong(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

/** What an authenticator app shows, written without the code under test. */
function totp(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeUInt32BE(Math.floor(started.now() / 30_000), 4);
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('second factors', () => {
  const phone = '+12025550123';

  it('by e-mail and by SMS are chosen between, unless one is preferred', async () => {
    await started.close();
    await start({ mfaFactors: ['EMAIL_OTP', 'SMS_MFA'] });
    await started.pool.admin.createUser({ name: email, password, attributes: { phone_number: phone } });
    await signIn({ username: email, password, options });
    await updateMFAPreference({ email: 'ENABLED', sms: 'ENABLED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['SMS', 'EMAIL'] });
    await signOut();

    const choice = await signIn({ username: email, password, options });
    expect(choice.nextStep).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION',
      allowedMFATypes: ['SMS', 'EMAIL'],
    });
    const sms = await confirmSignIn({ challengeResponse: 'SMS' });
    expect(sms.nextStep).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
      codeDeliveryDetails: { deliveryMedium: 'SMS', destination: '+*******0123' },
    });
    expect(await confirmSignIn({ challengeResponse: lastCode() })).toMatchObject({ isSignedIn: true });
    await updateMFAPreference({ email: 'PREFERRED' });
    await signOut();

    const mail = await signIn({ username: email, password, options });
    expect(mail.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
    await expect(confirmSignIn({ challengeResponse: wrong(lastCode()) })).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await confirmSignIn({ challengeResponse: lastCode() })).toMatchObject({ isSignedIn: true });
  });

  it('cannot be switched on where the pool has them not, or nothing was verified', async () => {
    await signedIn();
    await expect(updateMFAPreference({ email: 'ENABLED' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(updateMFAPreference({ totp: 'ENABLED' })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('are asked after a code as first factor too, other than that code', async () => {
    await started.close();
    await start({ firstFactors: ['EMAIL_OTP', 'PASSWORD'], mfaFactors: ['EMAIL_OTP', 'SOFTWARE_TOKEN_MFA'] });
    await started.pool.admin.createUser({ name: email, password });
    const byCode = { authFlowType: 'USER_AUTH', preferredChallenge: 'EMAIL_OTP' } as const;
    await signIn({ username: email, password, options });
    await updateMFAPreference({ email: 'ENABLED' });
    await signOut();
    await signIn({ username: email, options: byCode });
    expect(await confirmSignIn({ challengeResponse: lastCode() })).toMatchObject({ isSignedIn: true });

    const { sharedSecret } = await setUpTOTP();
    await verifyTOTPSetup({ code: totp(sharedSecret) });
    await updateMFAPreference({ totp: 'ENABLED' });
    await signOut();
    started.advance(30_000);
    await signIn({ username: email, options: byCode });
    const step = await confirmSignIn({ challengeResponse: lastCode() });
    expect(step.nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expect(await confirmSignIn({ challengeResponse: totp(sharedSecret) })).toMatchObject({ isSignedIn: true });
  });

  it('change: the secret in use serves until the new one is proven', async () => {
    await signedIn();
    const first = (await setUpTOTP()).sharedSecret;
    await verifyTOTPSetup({ code: totp(first) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    const second = (await setUpTOTP()).sharedSecret;
    const signInWith = async (secret: string) => {
      await signOut();
      started.advance(60_000);
      await signIn({ username: email, password, options });
      return confirmSignIn({ challengeResponse: totp(secret) });
    };
    expect(await signInWith(first)).toMatchObject({ isSignedIn: true });
    await verifyTOTPSetup({ code: totp(second) });
    await expect(signInWith(first)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await signInWith(second)).toMatchObject({ isSignedIn: true });
  });
});

describe('users with names', () => {
  it('sign in with SRP in any case, and have their name in the tokens', async () => {
    await started.close();
    await start({ signInWith: ['username'] });
    await signUp({ username: 'Alice', password, options: { userAttributes: { email } } });
    await confirmSignUp({ username: 'alice', confirmationCode: lastCode() });
    expect(await signIn({ username: 'ALICE', password })).toMatchObject({ isSignedIn: true });
    const { tokens } = await fetchAuthSession();
    expect(tokens?.accessToken.payload.username).toBe('Alice');
    expect(tokens?.idToken?.payload['cognito:username']).toBe('Alice');
  });
});

it('signs with a key its JWKS lists', async () => {
  await signedIn();
  const { tokens } = await fetchAuthSession();
  expect(decodeJwt(tokens!.accessToken.toString()).iss).toContain(poolIds.userPoolId);
  expect(started.pool.jwks().keys).toHaveLength(1);
});
