import { randomUUID } from 'node:crypto';
import type { Clock } from '../../util/clock.ts';
import { ExpiringCache } from '../../util/expiring-cache.ts';
import { seal, unseal } from './seal.ts';
import type { MfaFactor } from './user-record.ts';

/** A sign-in under way, between two calls. `sub` is `null` for a user that does not exist. */
export type Challenge =
  | {
      readonly kind: 'PASSWORD_VERIFIER';
      readonly sub: string | null;
      readonly userId: string;
      /** Key of the failure count. */
      readonly subject: string;
      readonly clientPublic: string;
      readonly serverSecret: string;
      readonly serverPublic: string;
    }
  | { readonly kind: 'SELECT_CHALLENGE'; readonly sub: string | null; readonly username: string }
  /** `subject` is the key of the failure count. */
  | {
      readonly kind: 'EMAIL_OTP' | 'SMS_OTP';
      readonly sub: string | null;
      readonly subject: string;
      readonly first: boolean;
    }
  | { readonly kind: 'NEW_PASSWORD_REQUIRED'; readonly sub: string }
  | { readonly kind: 'SOFTWARE_TOKEN_MFA'; readonly sub: string }
  | { readonly kind: 'SMS_MFA'; readonly sub: string }
  | { readonly kind: 'SELECT_MFA_TYPE'; readonly sub: string; readonly factors: readonly MfaFactor[] }
  | { readonly kind: 'MFA_SETUP'; readonly sub: string; readonly secret: string | null; readonly step: number | null }
  /** A sign-up that was just confirmed: signs in without asking again. */
  | { readonly kind: 'CONFIRMED'; readonly sub: string };

export interface OpenChallenge {
  readonly id: string;
  readonly clientId: string;
  readonly challenge: Challenge;
  readonly expiresAt: number;
}

export interface ChallengeSessions {
  /** Text for the client to bring back. */
  open(clientId: string, challenge: Challenge): string;
  /** `null` where the text is not one of ours, is spent, has expired or belongs to another client. */
  read(text: string, clientId: string): OpenChallenge | null;
  /** Spends a session. Whoever answers one correctly spends it; false where somebody did already. */
  spend(session: OpenChallenge): boolean;
}

const lifetimeMilliseconds = 3 * 60_000;
const spentLimit = 100_000;

/** Sessions are sealed text, not rows: an attack cannot fill the store with them, and any node can go on with one. */
export function createChallengeSessions(secret: Uint8Array, clock: Clock): ChallengeSessions {
  const spent = new ExpiringCache<true>(spentLimit, clock);
  return {
    open: (clientId, challenge) => {
      const session: OpenChallenge = {
        id: randomUUID(),
        clientId,
        challenge,
        expiresAt: clock() + lifetimeMilliseconds,
      };
      return seal(secret, 'challenge', session);
    },
    read: (text, clientId) => {
      const session = unseal(secret, 'challenge', text) as OpenChallenge | null;
      if (session === null || session.clientId !== clientId || session.expiresAt <= clock()) return null;
      return spent.get(session.id) === undefined ? session : null;
    },
    spend: ({ id, expiresAt }) => {
      if (spent.get(id) !== undefined) return false;
      spent.set(id, true, expiresAt);
      return true;
    },
  };
}
