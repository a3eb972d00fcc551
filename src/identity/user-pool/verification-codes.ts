import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
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

/** Six-digit codes that prove an address. Only a keyed hash is kept. */
export interface VerificationCodes {
  /** Replaces an earlier code of the same purpose. */
  send(
    user: UserRecord,
    purpose: Exclude<CodePurpose, 'invitation'>,
    attribute: DeliveryAttribute,
    cause: CodeCause,
  ): Promise<CodeDeliveryDetails>;
  /** Throws unless this is the code; a code that was right is used up. */
  redeem(user: UserRecord, purpose: CodePurpose, attribute: DeliveryAttribute | null, code: string): void;
}

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
const hour = 60 * 60_000;
const sendsPerHour = 10;
const maxAttempts = 5;

export function createVerificationCodes(
  { store, clock, keys, deliverCode }: UserPoolDependencies,
  triggers: PoolTriggers,
): VerificationCodes {
  const keyOf = (purpose: CodePurpose, attribute: DeliveryAttribute | null) =>
    purpose === 'verifyAttribute' ? `${purpose}:${attribute}` : purpose;
  const hash = (sub: string, key: string, code: string) =>
    createHmac('sha256', keys.secret)
      .update(JSON.stringify(['code', sub, key, code]))
      .digest('hex');

  return {
    send: async (user, purpose, attribute, cause) => {
      const { destination = user.attributes[attribute] ?? '' } = cause;
      const { sub, username } = user;
      const key = keyOf(purpose, attribute);
      const now = clock();
      const sentAt = (store.code(sub, key)?.sentAt ?? []).filter((time) => time > now - hour);
      if (sentAt.length >= sendsPerHour) {
        throw new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
      }
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      store.putCode({
        sub,
        purpose: key,
        hash: hash(sub, key, code),
        expiresAt: now + lifetimeMinutes[purpose] * 60_000,
        attempts: 0,
        sentAt: [...sentAt, now],
      });
      const words = await customMessage(triggers, user, attribute, code, cause);
      await deliverCode({ purpose, username, attribute, destination, code, ...words });
      return deliveryDetails(attribute, destination);
    },
    redeem: (user, purpose, attribute, code) => {
      const key = keyOf(purpose, attribute);
      const stored = store.code(user.sub, key);
      if (stored === null || stored.expiresAt <= clock()) throw expiredCode();
      if (stored.attempts >= maxAttempts) {
        throw new CognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');
      }
      const given = Buffer.from(hash(user.sub, key, code), 'hex');
      if (!timingSafeEqual(Buffer.from(stored.hash, 'hex'), given)) {
        store.putCode({ ...stored, attempts: stored.attempts + 1 });
        throw codeMismatch();
      }
      store.deleteCode(user.sub, key);
    },
  };
}
