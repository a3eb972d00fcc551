import { deliveryDetails } from './code-delivery.ts';
import { CognitoError, notAuthorized } from './cognito-error.ts';
import type { PoolContext } from './pool-context.ts';
import type { AuthenticationResult, TokenCause } from './pool-tokens.ts';
import { missingAttributes } from './user-attributes.ts';
import { strangerSub } from './user-directory.ts';
import type { MfaFactor, UserRecord } from './user-record.ts';

/** An answer to a step of a sign-in: tokens, or what to do next. */
export type SignInAnswer =
  | {
      readonly AuthenticationResult: AuthenticationResult;
      readonly ChallengeParameters: Readonly<Record<string, never>>;
    }
  | {
      readonly ChallengeName: string;
      readonly Session?: string;
      readonly ChallengeParameters: Readonly<Record<string, string>>;
      readonly AvailableChallenges?: readonly string[];
    };

/** After the password, or another first factor, was right: what still stands between the user and the tokens. */
export async function afterFirstFactor(
  context: PoolContext,
  user: UserRecord,
  clientId: string,
  factor: 'password' | 'EMAIL_OTP' | 'SMS_OTP',
  source: TokenCause['source'] = 'Authentication',
): Promise<SignInAnswer> {
  checkMaySignIn(context, user, factor);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return askNewPassword(context, user, clientId);
  if (context.settings.mfa === 'OFF') return finish(context, user, clientId, source);
  // What was the first factor is not asked for again as the second.
  const own = factor === 'SMS_OTP' ? 'SMS_MFA' : factor;
  const active = activeFactors(context, user);
  const factors = active.filter((name) => name !== own);
  const preferred = factors.find((name) => name === user.preferredMfa);
  if (preferred !== undefined) return askFactor(context, user, clientId, preferred);
  if (factors.length === 1) return askFactor(context, user, clientId, factors[0]!);
  if (factors.length > 1) {
    const Session = context.challenges.open(clientId, { kind: 'SELECT_MFA_TYPE', sub: user.sub, factors });
    const ChallengeParameters = { MFAS_CAN_CHOOSE: JSON.stringify(factors), USERNAME: user.username };
    return { ChallengeName: 'SELECT_MFA_TYPE', Session, ChallengeParameters };
  }
  if (context.settings.mfa === 'ON' && active.length === 0) {
    const Session = context.challenges.open(clientId, { kind: 'MFA_SETUP', sub: user.sub, secret: null, step: null });
    const ChallengeParameters = { MFAS_CAN_SETUP: JSON.stringify(['SOFTWARE_TOKEN_MFA']), USERNAME: user.username };
    return { ChallengeName: 'MFA_SETUP', Session, ChallengeParameters };
  }
  return finish(context, user, clientId, source);
}

/** The end of a sign-in: tokens, if the project's triggers agree. */
export async function finish(
  context: PoolContext,
  user: UserRecord,
  clientId: string,
  source: TokenCause['source'] = 'Authentication',
): Promise<SignInAnswer> {
  context.failures.succeeded(user.sub);
  const { clientMetadata, triggers, tokens } = context;
  const request = { newDeviceUsed: false, clientMetadata };
  await triggers.run('postAuthentication', { source: 'Authentication', user, clientId, request });
  const AuthenticationResult = await tokens.begin(user, clientId, { source, clientMetadata });
  return { AuthenticationResult, ChallengeParameters: {} };
}

/** Asks the project whether somebody may try to sign in, before any password is looked at. */
export async function checkAttempt(
  { triggers, clientMetadata }: PoolContext,
  user: UserRecord | null,
  userName: string,
  clientId: string,
): Promise<void> {
  const request = { validationData: clientMetadata, userNotFound: user === null };
  await triggers.run('preAuthentication', { source: 'Authentication', user, userName, clientId, request });
}

/** Asks for a second factor, sending the code where it is one that is sent. */
export async function askFactor(
  context: PoolContext,
  user: UserRecord,
  clientId: string,
  factor: MfaFactor,
): Promise<SignInAnswer> {
  const { sub } = user;
  const Session = context.challenges.open(
    clientId,
    factor === 'EMAIL_OTP' ? { kind: factor, sub, subject: sub, first: false } : { kind: factor, sub },
  );
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    return { ChallengeName: factor, Session, ChallengeParameters: { USERNAME: user.username } };
  }
  const attribute = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const details = await context.codes.send(user, 'signIn', attribute, codeCause(context, clientId));
  return { ChallengeName: factor, Session, ChallengeParameters: codeParameters(details, user.username) };
}

/** Asks for a code as the first factor. A user that does not exist gets the same answer, and no code. */
export async function askFirstCode(
  context: PoolContext,
  user: UserRecord | null,
  name: string,
  clientId: string,
  factor: 'EMAIL_OTP' | 'SMS_OTP',
): Promise<SignInAnswer> {
  const attribute = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const reachable = user !== null && user.attributes[attribute] !== undefined ? user : null;
  const subject = user?.sub ?? strangerSub(context, name);
  if (reachable === null) context.codes.pretend(subject, 'signIn');
  const Session = context.challenges.open(clientId, {
    kind: factor,
    sub: reachable?.sub ?? null,
    subject,
    first: true,
  });
  const details =
    reachable === null
      ? deliveryDetails(attribute, name)
      : await context.codes.send(reachable, 'signIn', attribute, codeCause(context, clientId));
  return { ChallengeName: factor, Session, ChallengeParameters: codeParameters(details, name) };
}

function codeCause({ clientMetadata }: PoolContext, clientId: string) {
  return { source: 'Authentication', clientId, clientMetadata } as const;
}

/** Second factors the user has switched on and still can use. */
export function activeFactors({ settings }: PoolContext, user: UserRecord): readonly MfaFactor[] {
  return user.mfa.filter((factor) => {
    if (!settings.mfaFactors.includes(factor)) return false;
    if (factor === 'SOFTWARE_TOKEN_MFA') return user.totp?.verified === true;
    return user.attributes[factor === 'EMAIL_OTP' ? 'email' : 'phone_number'] !== undefined;
  });
}

function checkMaySignIn({ clock }: PoolContext, user: UserRecord, factor: string): void {
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (user.status === 'UNCONFIRMED') throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (factor === 'password' && user.passwordEndsAt !== null && user.passwordEndsAt <= clock()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

function askNewPassword(context: PoolContext, user: UserRecord, clientId: string): SignInAnswer {
  const Session = context.challenges.open(clientId, { kind: 'NEW_PASSWORD_REQUIRED', sub: user.sub });
  const required = missingAttributes(user.attributes, context.settings).map((name) => `userAttributes.${name}`);
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      USERNAME: user.username,
      userAttributes: JSON.stringify(user.attributes),
      requiredAttributes: JSON.stringify(required),
    },
  };
}

function codeParameters(details: { readonly DeliveryMedium: string; readonly Destination: string }, username: string) {
  return {
    CODE_DELIVERY_DELIVERY_MEDIUM: details.DeliveryMedium,
    CODE_DELIVERY_DESTINATION: details.Destination,
    USERNAME: username,
  };
}
