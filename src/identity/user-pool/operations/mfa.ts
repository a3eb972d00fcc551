import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { CognitoError, invalidParameter, staleSession } from '../cognito-error.ts';
import type { PoolContext } from '../pool-context.ts';
import { checkPool, code, operation, text, token } from '../pool-operation.ts';
import { encodeBase32, matchTotp } from '../totp.ts';
import { changeUser, findUser } from '../user-directory.ts';
import type { MfaFactor, UserRecord } from '../user-record.ts';

/** During a sign-in the session stands in for the access token. */
const credential = { AccessToken: v.optional(token), Session: v.optional(token) };

export const associateSoftwareToken = operation(
  'open',
  v.object(credential),
  async (context, { AccessToken, Session }) => {
    const secret = encodeBase32(randomBytes(32));
    if (AccessToken !== undefined) {
      const { user } = await context.tokens.authorize(AccessToken);
      // The secret in use stays in use until the new one is proven.
      changeUser(context, user.sub, ({ totp }) => ({
        totp: totp?.verified
          ? { ...totp, nextSecret: secret }
          : { secret, verified: false, lastStep: 0, nextSecret: null },
      }));
      return { SecretCode: secret };
    }
    const session = setupSession(context, Session);
    const { sub } = session.challenge;
    const next = { kind: 'MFA_SETUP', sub, secret, step: null } as const;
    return { SecretCode: secret, Session: context.challenges.open(session.clientId, next) };
  },
);

export const verifySoftwareToken = operation(
  'open',
  v.object({ ...credential, UserCode: code, FriendlyDeviceName: v.optional(v.string()) }),
  async (context, { AccessToken, Session, UserCode }) => {
    if (AccessToken !== undefined) {
      const { user } = await context.tokens.authorize(AccessToken);
      const secret = user.totp?.nextSecret ?? user.totp?.secret;
      if (secret === undefined) throw invalidParameter('User has no software token to verify');
      const lastStep = proven(context, user.sub, secret, UserCode);
      changeUser(context, user.sub, () => ({ totp: { secret, verified: true, lastStep, nextSecret: null } }));
      return { Status: 'SUCCESS' };
    }
    const session = setupSession(context, Session);
    const { sub, secret } = session.challenge;
    if (secret === null) throw staleSession();
    const step = proven(context, sub, secret, UserCode);
    const next = { kind: 'MFA_SETUP', sub, secret, step } as const;
    return { Status: 'SUCCESS', Session: context.challenges.open(session.clientId, next) };
  },
);

const preference = v.optional(v.object({ Enabled: v.optional(v.boolean()), PreferredMfa: v.optional(v.boolean()) }));
const preferences = {
  SMSMfaSettings: preference,
  SoftwareTokenMfaSettings: preference,
  EmailMfaSettings: preference,
};

export const setUserMfaPreference = operation(
  'open',
  v.object({ AccessToken: token, ...preferences }),
  async (context, { AccessToken, ...given }) => {
    const { user } = await context.tokens.authorize(AccessToken);
    return setPreferences(context, user, given);
  },
);

export const adminSetUserMfaPreference = operation(
  'admin',
  v.object({ UserPoolId: text, Username: text, ...preferences }),
  (context, { UserPoolId, Username, ...given }) => {
    checkPool(context, UserPoolId);
    const user = findUser(context, Username);
    if (user === null) throw new CognitoError('UserNotFoundException', 'User does not exist.');
    return setPreferences(context, user, given);
  },
);

type Preference = { readonly Enabled?: boolean | undefined; readonly PreferredMfa?: boolean | undefined } | undefined;

function setPreferences(
  context: PoolContext,
  user: UserRecord,
  given: {
    readonly SMSMfaSettings?: Preference;
    readonly SoftwareTokenMfaSettings?: Preference;
    readonly EmailMfaSettings?: Preference;
  },
): Readonly<Record<string, never>> {
  const wanted: readonly (readonly [MfaFactor, Preference])[] = [
    ['SMS_MFA', given.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', given.SoftwareTokenMfaSettings],
    ['EMAIL_OTP', given.EmailMfaSettings],
  ];
  changeUser(context, user.sub, (current) => {
    let mfa = current.mfa;
    let { preferredMfa } = current;
    for (const [factor, setting] of wanted) {
      if (setting === undefined) continue;
      const on = setting.Enabled ?? setting.PreferredMfa ?? false;
      if (on) checkUsable(context, current, factor);
      mfa = on ? [...new Set([...mfa, factor])] : mfa.filter((name) => name !== factor);
      if (setting.PreferredMfa === true) preferredMfa = factor;
      else if (preferredMfa === factor && (setting.PreferredMfa === false || !on)) preferredMfa = null;
    }
    return { mfa, preferredMfa };
  });
  return {};
}

function checkUsable({ settings }: PoolContext, user: UserRecord, factor: MfaFactor): void {
  if (settings.mfa === 'OFF' || !settings.mfaFactors.includes(factor)) {
    throw invalidParameter(`User pool does not have ${factor} enabled.`);
  }
  if (factor === 'SOFTWARE_TOKEN_MFA' && user.totp?.verified !== true) {
    throw invalidParameter('User has not verified software token mfa');
  }
  const attribute = factor === 'SMS_MFA' ? 'phone_number' : 'email';
  if (factor !== 'SOFTWARE_TOKEN_MFA' && user.attributes[`${attribute}_verified`] !== 'true') {
    throw invalidParameter(`User does not have a verified ${attribute}`);
  }
}

function setupSession(context: PoolContext, text: string | undefined) {
  for (const clientId of context.settings.clientIds) {
    const session = text === undefined ? null : context.challenges.read(text, clientId);
    if (session?.challenge.kind === 'MFA_SETUP') return { clientId, challenge: session.challenge };
  }
  throw staleSession();
}

/** The time step of a right code. Throws `EnableSoftwareTokenMFAException`. */
function proven(context: PoolContext, sub: string, secret: string, userCode: string): number {
  context.failures.check(sub);
  const step = matchTotp(secret, userCode, context.clock(), 0);
  if (step !== null) return step;
  context.failures.failed(sub);
  throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
}
