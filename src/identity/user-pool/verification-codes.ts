import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { ExpiringCache } from '../../util/expiring-cache.ts';
import {
  type CodeDeliveryDetails,
  type CodePurpose,
  type DeliveryAttribute,
  deliveryDetails,
} from './code-delivery.ts';
import { CognitoError, codeMismatch, expiredCode } from './cognito-error.ts';
import { customMessage, type MessageSource } from './custom-message.ts';
import type { UserPoolDependencies } from './pool-context.ts';
import type { PoolTriggers } from './pool-triggers.ts';
import type { UserRecord } from './user-record.ts';
import type { CodeRecord } from './user-store.ts';

/** Six-digit codes that prove an address. Only a keyed hash is kept. */
export interface VerificationCodes {
  /** Replaces an earlier code of the same purpose. */
  send(
    user: UserRecord,
    purpose: Exclude<CodePurpose, 'invitation'>,
    attribute: DeliveryAttribute,
    cause: CodeCause,
  ): Promise<CodeDeliveryDetails>;
  /**
   * Throws unless this is the code; a code that was right is used up. One that verifies an attribute proves only the
   * address it was sent to: not another that the user has asked for since.
   */
  redeem(user: UserRecord, purpose: CodePurpose, attribute: DeliveryAttribute | null, code: string): void;
  /** As `send`, for a name nobody has: counts, and sends nothing. */
  pretend(stranger: string, purpose: StrangersPurpose): void;
  /** As `redeem` of a wrong code, for a name nobody has: what was asked before tells the same as of a user. */
  refuse(stranger: string, purpose: StrangersPurpose): never;
}

type StrangersPurpose = 'confirmSignUp' | 'resetPassword' | 'signIn';

/** Why a code is sent, for the trigger that may word its message. */
export interface CodeCause {
  readonly source: MessageSource;
  readonly clientId: string;
  readonly clientMetadata: Readonly<Record<string, string>>;
  /** Where the code goes; the attribute's value unless given. */
  readonly destination?: string;
}

const lifetimeMinutes: Readonly<Record<Exclude<CodePurpose, 'invitation'>, number>> = {
  confirmSignUp: 24 * 60,
  resetPassword: 60,
  verifyAttribute: 24 * 60,
  signIn: 3,
};
const verifyPrefix = 'verifyAttribute:';
const hour = 60 * 60_000;
const sendsPerHour = 10;
const maxAttempts = 5;
const strangersLimit = 100_000;

export function createVerificationCodes(
  { store, clock, keys, deliverCode }: UserPoolDependencies,
  triggers: PoolTriggers,
): VerificationCodes {
  const keyOf = (purpose: CodePurpose, attribute: DeliveryAttribute | null) =>
    purpose === 'verifyAttribute' ? `${verifyPrefix}${attribute}` : purpose;
  const hash = (user: UserRecord, key: string, code: string) => {
    const attribute = key.startsWith(verifyPrefix) ? (key.slice(verifyPrefix.length) as DeliveryAttribute) : null;
    return createHmac('sha256', keys.secret)
      .update(JSON.stringify(['code', user.sub, key, code, attribute === null ? null : toBeVerified(user, attribute)]))
      .digest('hex');
  };

  const strangers = new ExpiringCache<Pretended>(strangersLimit, clock);
  const pretendedFor = (stranger: string, purpose: StrangersPurpose) => JSON.stringify([stranger, purpose]);
  /** When codes were sent in the last hour, with now. Throws where there were too many. */
  const withNow = (earlier: readonly number[]): readonly number[] => {
    const now = clock();
    const sentAt = earlier.filter((time) => time > now - hour);
    if (sentAt.length >= sendsPerHour) throw tooMany();
    return [...sentAt, now];
  };
  /** Throws where a code may not be tried. */
  const checkOpen = (stored: Pick<CodeRecord, 'expiresAt' | 'attempts'> | null): void => {
    if (stored === null || stored.expiresAt <= clock()) throw expiredCode();
    if (stored.attempts >= maxAttempts) throw tooMany();
  };

  return {
    send: async (user, purpose, attribute, cause) => {
      const { destination = user.attributes[attribute] ?? '' } = cause;
      const { sub, username } = user;
      const key = keyOf(purpose, attribute);
      const sentAt = withNow(store.code(sub, key)?.sentAt ?? []);
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      store.putCode({
        sub,
        purpose: key,
        hash: hash(user, key, code),
        expiresAt: clock() + lifetimeMinutes[purpose] * 60_000,
        attempts: 0,
        sentAt,
      });
      const words = await customMessage(triggers, user, attribute, code, cause);
      await deliverCode({ purpose, username, attribute, destination, code, ...words });
      return deliveryDetails(attribute, destination);
    },
    redeem: (user, purpose, attribute, code) => {
      const key = keyOf(purpose, attribute);
      const stored = store.code(user.sub, key);
      checkOpen(stored);
      if (stored === null) throw expiredCode();
      const given = Buffer.from(hash(user, key, code), 'hex');
      if (!timingSafeEqual(Buffer.from(stored.hash, 'hex'), given)) {
        store.putCode({ ...stored, attempts: stored.attempts + 1 });
        throw codeMismatch();
      }
      store.deleteCode(user.sub, key);
    },
    pretend: (stranger, purpose) => {
      const name = pretendedFor(stranger, purpose);
      const sentAt = withNow(strangers.get(name)?.sentAt ?? []);
      const expiresAt = clock() + lifetimeMinutes[purpose] * 60_000;
      strangers.set(name, { sentAt, expiresAt, attempts: 0 }, Math.max(expiresAt, clock() + hour));
    },
    refuse: (stranger, purpose) => {
      const name = pretendedFor(stranger, purpose);
      const pretended = strangers.get(name) ?? null;
      checkOpen(pretended);
      if (pretended === null) throw expiredCode();
      strangers.set(
        name,
        { ...pretended, attempts: pretended.attempts + 1 },
        Math.max(pretended.expiresAt, clock() + hour),
      );
      throw codeMismatch();
    },
  };
}

/** What is kept of a code that was sent to nobody. */
type Pretended = Pick<CodeRecord, 'sentAt' | 'expiresAt' | 'attempts'>;

/** The address that a code of `verifyAttribute` goes to and proves: the one asked for, else the one that counts. */
export function toBeVerified({ pending, attributes }: UserRecord, attribute: DeliveryAttribute): string | undefined {
  return pending[attribute] ?? attributes[attribute];
}

function tooMany(): CognitoError {
  return new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
}
