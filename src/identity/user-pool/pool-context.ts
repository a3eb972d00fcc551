import type { Clock } from '../../util/clock.ts';
import type { ChallengeSessions } from './challenge-sessions.ts';
import type { CodeDelivery } from './code-delivery.ts';
import type { FailureGuard } from './failure-guard.ts';
import type { PoolKeys } from './pool-keys.ts';
import type { PoolTokens } from './pool-tokens.ts';
import type { PoolTriggers, TriggerFunctions } from './pool-triggers.ts';
import type { SrpVerifier } from './srp.ts';
import type { UserPoolSettings } from './user-pool-settings.ts';
import type { UserStore } from './user-store.ts';
import type { VerificationCodes } from './verification-codes.ts';

/** What a user pool is given from outside. */
export interface UserPoolDependencies {
  readonly settings: UserPoolSettings;
  readonly store: UserStore;
  readonly clock: Clock;
  /** Makes UUIDs. */
  readonly ids: () => string;
  readonly keys: PoolKeys;
  /** Brings a code to its user: prints it, mails it. A failure is `CodeDeliveryFailureException` to the caller. */
  readonly deliverCode: (delivery: CodeDelivery) => void | Promise<void>;
  /** The functions of the project's triggers; none unless given. */
  readonly triggerFunctions?: TriggerFunctions;
}

/** What every operation of a user pool works with. */
export interface PoolContext extends UserPoolDependencies {
  readonly tokens: PoolTokens;
  readonly triggers: PoolTriggers;
  /** What the client sent along for the triggers of this call. */
  readonly clientMetadata: Readonly<Record<string, string>>;
  readonly codes: VerificationCodes;
  readonly challenges: ChallengeSessions;
  readonly failures: FailureGuard;
  /** Stands in for the verifier of users that do not exist, so that they take as long and look alike. */
  readonly decoy: SrpVerifier;
}
