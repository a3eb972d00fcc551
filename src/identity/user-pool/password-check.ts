import { timingSafeEqual } from 'node:crypto';
import type { Challenge } from './challenge-sessions.ts';
import { incorrectPassword, staleSession } from './cognito-error.ts';
import type { PoolContext } from './pool-context.ts';
import type { SignInAnswer } from './sign-in-steps.ts';
import { makeSrpEphemeral, makeSrpVerifier, srpSessionKey, srpSignature } from './srp.ts';
import { strangerSalt, strangerSub } from './user-directory.ts';
import { poolName, signsInWithAttribute } from './user-pool-settings.ts';
import type { UserRecord } from './user-record.ts';

/** Throws unless `password` is the user's. A user that does not exist costs as much time. */
export function checkPlainPassword(
  context: PoolContext,
  user: UserRecord | null,
  name: string,
  password: string,
): asserts user is UserRecord {
  const subject = user?.sub ?? strangerSub(context, name);
  context.failures.check(subject);
  const stored = user?.password ?? context.decoy;
  const given = makeSrpVerifier(poolName(context.settings), user?.username ?? name, password, stored.salt);
  const matches = equal(Buffer.from(given.verifier), Buffer.from(stored.verifier));
  if (user !== null && user.password !== null && matches) return;
  context.failures.failed(subject);
  throw incorrectPassword();
}

/** The first step of SRP: announces salt and `B`, and seals what the second step needs into the secret block. */
export function askPasswordProof(
  context: PoolContext,
  user: UserRecord | null,
  name: string,
  clientId: string,
  clientPublic: string,
): SignInAnswer {
  const stranger = strangerSub(context, name);
  const subject = user?.sub ?? stranger;
  context.failures.check(subject);
  const userId = user?.username ?? (signsInWithAttribute(context.settings) ? stranger : name);
  const stored = user?.password ?? context.decoy;
  const salt = user?.password?.salt ?? strangerSalt(context, name);
  const ephemeral = makeSrpEphemeral(stored.verifier);
  const block = context.challenges.open(clientId, {
    kind: 'PASSWORD_VERIFIER',
    sub: user?.password == null ? null : user.sub,
    userId,
    subject,
    clientPublic,
    serverSecret: ephemeral.secret,
    serverPublic: ephemeral.public,
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      USER_ID_FOR_SRP: userId,
      USERNAME: userId,
      SRP_B: ephemeral.public,
      SALT: salt,
      SECRET_BLOCK: block,
    },
  };
}

/** The second step: the user whose password the client proved to know. The secret block serves once. */
export function checkPasswordProof(
  context: PoolContext,
  clientId: string,
  responses: Readonly<Record<string, string>>,
): UserRecord {
  const block = responses.PASSWORD_CLAIM_SECRET_BLOCK ?? '';
  const session = context.challenges.read(block, clientId);
  if (session === null || session.challenge.kind !== 'PASSWORD_VERIFIER') throw staleSession();
  const { challenge } = session;
  context.failures.check(challenge.subject);
  // Right or wrong, a block is good for one attempt.
  if (!context.challenges.spend(session)) throw staleSession();
  const user = challenge.sub === null ? null : context.store.userBySub(challenge.sub);
  const proven = proves(context, challenge, user, block, responses);
  if (user === null || !proven) {
    context.failures.failed(challenge.subject);
    throw incorrectPassword();
  }
  return user;
}

function proves(
  { settings, clock, decoy }: PoolContext,
  challenge: Extract<Challenge, { readonly kind: 'PASSWORD_VERIFIER' }>,
  user: UserRecord | null,
  secretBlock: string,
  { TIMESTAMP: timestamp = '', PASSWORD_CLAIM_SIGNATURE: signature = '' }: Readonly<Record<string, string>>,
): boolean {
  const { clientPublic, serverSecret, serverPublic, userId } = challenge;
  const verifier = (user?.password ?? decoy).verifier;
  const key = srpSessionKey(clientPublic, { secret: serverSecret, public: serverPublic }, verifier);
  if (key === null || !isRecent(timestamp, clock())) return false;
  const expected = srpSignature(key, { poolName: poolName(settings), userId, secretBlock, timestamp });
  return equal(expected, Buffer.from(signature, 'base64'));
}

/** `Sun Nov 22 12:58:50 UTC 2026`, within five minutes of now. */
function isRecent(timestamp: string, now: number): boolean {
  const match = /^\w{3} (\w{3}) (\d{1,2}) (\d\d:\d\d:\d\d) UTC (\d{4})$/.exec(timestamp);
  if (match === null) return false;
  const [, month, day, time, year] = match;
  const sent = Date.parse(`${day} ${month} ${year} ${time} UTC`);
  return Math.abs(now - sent) <= 5 * 60_000;
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
