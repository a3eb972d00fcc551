import type { PasswordPolicy } from './password-policy.ts';
import type { MfaFactor } from './user-record.ts';

export type AuthFlow = 'USER_SRP_AUTH' | 'USER_PASSWORD_AUTH' | 'USER_AUTH' | 'REFRESH_TOKEN_AUTH';

export type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP';

/** What a user pool and its app clients are set to. Durations are in seconds. */
export interface UserPoolSettings {
  /** `us-east-1_AbC123`: a region, `_`, and the name that enters the SRP arithmetic. */
  readonly userPoolId: string;
  readonly clientIds: readonly [string, ...string[]];
  /** The `iss` of the tokens. */
  readonly issuer: string;
  /** `username`, or the attributes that stand for it; then a user's name is its `sub`. */
  readonly signInWith: readonly ['username'] | readonly ('email' | 'phone_number')[];
  readonly requiredAttributes: readonly string[];
  /** The `custom:…` attributes there are; `null` takes any. */
  readonly customAttributes: readonly string[] | null;
  /** Attributes that a user is made with, and that nobody changes afterwards. */
  readonly immutableAttributes: readonly string[];
  /** Attributes users may read but not write: those that rules rely on. */
  readonly protectedAttributes: readonly string[];
  readonly passwordPolicy: PasswordPolicy;
  readonly flows: readonly AuthFlow[];
  /** What `USER_AUTH` offers. */
  readonly firstFactors: readonly FirstFactor[];
  readonly mfa: 'OFF' | 'OPTIONAL' | 'ON';
  readonly mfaFactors: readonly MfaFactor[];
  readonly selfSignUp: boolean;
  /** `automatic` confirms a sign-up, and the address it names, without a code: for tests and local work only. */
  readonly confirmation: 'code' | 'automatic';
  readonly lifetimes: { readonly access: number; readonly id: number; readonly refresh: number };
  /** `null` where the project has no identity pool. */
  readonly identityPool: IdentityPoolSettings | null;
}

export interface IdentityPoolSettings {
  /** `us-east-1:<uuid>`. */
  readonly id: string;
  readonly allowGuests: boolean;
  readonly accountId: string;
  readonly authenticatedRole: string;
  readonly guestRole: string;
}

type Known = 'userPoolId' | 'clientIds' | 'issuer';

const defaults: Omit<UserPoolSettings, Known> = {
  signInWith: ['email'],
  requiredAttributes: [],
  customAttributes: null,
  immutableAttributes: [],
  protectedAttributes: [],
  passwordPolicy: {
    minLength: 8,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
  },
  flows: ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH', 'USER_AUTH', 'REFRESH_TOKEN_AUTH'],
  firstFactors: ['PASSWORD', 'PASSWORD_SRP'],
  mfa: 'OPTIONAL',
  mfaFactors: ['SOFTWARE_TOKEN_MFA'],
  selfSignUp: true,
  confirmation: 'code',
  lifetimes: { access: 3600, id: 3600, refresh: 30 * 24 * 3600 },
  identityPool: null,
};

/** Amplify's defaults around what only the project knows. */
export function userPoolSettings(
  given: Pick<UserPoolSettings, Known> & Partial<Omit<UserPoolSettings, Known>>,
): UserPoolSettings {
  return Object.freeze({ ...defaults, ...given });
}

/** The part of the id after `_`. */
export function poolName(settings: UserPoolSettings): string {
  return settings.userPoolId.slice(settings.userPoolId.indexOf('_') + 1);
}

export function signsInWithAttribute(settings: UserPoolSettings): boolean {
  return settings.signInWith[0] !== 'username';
}
