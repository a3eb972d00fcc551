import * as v from 'valibot';
import type { OpenChallenge } from '../challenge-sessions.ts';
import { CognitoError, expiredCode, invalidParameter, notAuthorized, staleSession } from '../cognito-error.ts';
import { askPasswordProof, checkPasswordProof, checkPlainPassword } from '../password-check.ts';
import { checkPassword } from '../password-policy.ts';
import type { PoolContext } from '../pool-context.ts';
import { checkClient, checkPool, operation, text, token } from '../pool-operation.ts';
import { afterFirstFactor, askFactor, askFirstCode, finish, type SignInAnswer } from '../sign-in-steps.ts';
import { matchTotp } from '../totp.ts';
import { checkMutable, missingAttributes, readAttributes } from '../user-attributes.ts';
import { changeUser, setPassword } from '../user-directory.ts';
import type { MfaFactor, UserRecord } from '../user-record.ts';

const input = v.object({
  ChallengeName: text,
  ChallengeResponses: v.optional(v.record(text, v.pipe(v.string(), v.maxLength(16_384))), {}),
  ClientId: text,
  Session: v.optional(token),
});

type Responses = Readonly<Record<string, string>>;

export const respondToAuthChallenge = operation('open', input, (context, given) => {
  checkClient(context, given.ClientId);
  return respond(context, given.ChallengeName, given.ChallengeResponses, given.ClientId, given.Session);
});

export const adminRespondToAuthChallenge = operation(
  'admin',
  v.object({ ...input.entries, UserPoolId: text }),
  (context, given) => {
    checkPool(context, given.UserPoolId);
    checkClient(context, given.ClientId);
    return respond(context, given.ChallengeName, given.ChallengeResponses, given.ClientId, given.Session);
  },
);

async function respond(
  context: PoolContext,
  name: string,
  responses: Responses,
  clientId: string,
  sessionText: string | undefined,
): Promise<SignInAnswer> {
  // SRP carries its state in the secret block and needs no session.
  if (name === 'PASSWORD_VERIFIER') {
    const user = checkPasswordProof(context, clientId, responses);
    return afterFirstFactor(context, user, clientId, 'password');
  }
  const session = sessionText === undefined ? null : context.challenges.read(sessionText, clientId);
  if (session === null || session.challenge.kind !== name) throw staleSession();
  const { challenge } = session;
  switch (challenge.kind) {
    case 'SELECT_CHALLENGE':
      return selectFirstFactor(context, session, challenge.sub, challenge.username, responses);
    case 'EMAIL_OTP':
    case 'SMS_OTP':
    case 'SMS_MFA': {
      const user = challenge.sub === null ? null : userOf(context, challenge.sub);
      const answer = responses[`${challenge.kind}_CODE`] ?? '';
      checkSentCode(context, user, 'subject' in challenge ? challenge.subject : challenge.sub, session, answer);
      if (challenge.kind === 'SMS_MFA' || !challenge.first) return finish(context, user, clientId);
      return afterFirstFactor(context, user, clientId, challenge.kind);
    }
    case 'SOFTWARE_TOKEN_MFA': {
      const user = userOf(context, challenge.sub);
      checkTotp(context, user, session, responses.SOFTWARE_TOKEN_MFA_CODE ?? '');
      return finish(context, user, clientId);
    }
    case 'SELECT_MFA_TYPE': {
      const factor = challenge.factors.find((candidate) => candidate === responses.ANSWER);
      if (factor === undefined) throw invalidParameter('Invalid MFA selection');
      spend(context, session);
      return askFactor(context, userOf(context, challenge.sub), clientId, factor);
    }
    case 'NEW_PASSWORD_REQUIRED':
      return takeNewPassword(context, session, userOf(context, challenge.sub), responses);
    case 'MFA_SETUP':
      return finishMfaSetup(context, session, userOf(context, challenge.sub), challenge.secret, challenge.step);
    default:
      throw staleSession();
  }
}

/** The user behind a session, as it is now: it may have been disabled or removed since. */
function userOf({ store }: PoolContext, sub: string): UserRecord {
  const user = store.userBySub(sub);
  if (user === null) throw staleSession();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return user;
}

function spend(context: PoolContext, session: OpenChallenge): void {
  if (!context.challenges.spend(session)) throw staleSession();
}

async function selectFirstFactor(
  context: PoolContext,
  session: OpenChallenge,
  sub: string | null,
  name: string,
  responses: Responses,
): Promise<SignInAnswer> {
  const { clientId } = session;
  const user = sub === null ? null : context.store.userBySub(sub);
  const factor = context.settings.firstFactors.find((candidate) => candidate === responses.ANSWER);
  switch (factor) {
    case 'PASSWORD':
      checkPlainPassword(context, user, name, responses.PASSWORD ?? '');
      spend(context, session);
      return afterFirstFactor(context, user, clientId, 'password');
    case 'PASSWORD_SRP':
      return askPasswordProof(context, user, name, clientId, responses.SRP_A ?? '');
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return askFirstCode(context, user, name, clientId, factor);
    case undefined:
      throw invalidParameter('Invalid challenge selection');
  }
}

function checkSentCode(
  context: PoolContext,
  user: UserRecord | null,
  subject: string,
  session: OpenChallenge,
  code: string,
): asserts user is UserRecord {
  context.failures.check(subject);
  try {
    if (user === null) context.codes.refuse(subject, 'signIn');
    context.codes.redeem(user, 'signIn', null, code);
  } catch (error) {
    if (error instanceof CognitoError && error.type === 'CodeMismatchException') context.failures.failed(subject);
    throw error;
  }
  spend(context, session);
}

function checkTotp(context: PoolContext, user: UserRecord, session: OpenChallenge, code: string): void {
  context.failures.check(user.sub);
  const { totp } = user;
  const step = totp === null ? null : matchTotp(totp.secret, code, context.clock(), totp.lastStep);
  if (totp === null || step === null) {
    context.failures.failed(user.sub);
    throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  }
  // Compared with the stored record once more: two answers with one code must not both pass.
  changeUser(context, user.sub, (current) => {
    if (current.totp === null || current.totp.lastStep >= step) throw expiredCode();
    return { totp: { ...current.totp, lastStep: step } };
  });
  spend(context, session);
}

async function takeNewPassword(
  context: PoolContext,
  session: OpenChallenge,
  user: UserRecord,
  responses: Responses,
): Promise<SignInAnswer> {
  const prefix = 'userAttributes.';
  const entries = Object.entries(responses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, Value]) => ({ Name: name.slice(prefix.length), Value }));
  // What an administrator has left out may be given now, as at a sign-up; what was given stays.
  for (const { Name } of entries) if (Object.hasOwn(user.attributes, Name)) checkMutable(Name, context.settings);
  const attributes = {
    ...user.attributes,
    ...withoutAddresses(readAttributes(entries, 'user', context.settings, null), user),
  };
  const missing = missingAttributes(attributes, context.settings);
  if (missing.length > 0) throw invalidParameter(`Invalid attributes given, ${missing[0]} is missing`);
  const password = responses.NEW_PASSWORD ?? '';
  // A password that the policy refuses may be followed by another; a session that was used sets none.
  checkPassword(password, context.settings.passwordPolicy);
  spend(context, session);
  setPassword(context, user, password, { status: 'CONFIRMED' });
  const changed = changeUser(context, user.sub, () => ({ attributes }));
  return afterFirstFactor(context, changed, session.clientId, 'password', 'NewPasswordChallenge');
}

/** An address the user already has changes only with a code, not on the way in. */
function withoutAddresses(attributes: Responses, user: UserRecord): Responses {
  const isFixed = (name: string) =>
    (name === 'email' || name === 'phone_number') && user.attributes[name] !== undefined;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isFixed(name)));
}

async function finishMfaSetup(
  context: PoolContext,
  session: OpenChallenge,
  user: UserRecord,
  secret: string | null,
  step: number | null,
): Promise<SignInAnswer> {
  if (secret === null || step === null) throw staleSession();
  spend(context, session);
  const factor: MfaFactor = 'SOFTWARE_TOKEN_MFA';
  const changed = changeUser(context, user.sub, () => ({
    totp: { secret, verified: true, lastStep: step, nextSecret: null },
    mfa: [factor],
    preferredMfa: factor,
  }));
  return finish(context, changed, session.clientId);
}
