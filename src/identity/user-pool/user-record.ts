import type { SrpVerifier } from './srp.ts';

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

export type MfaFactor = 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'EMAIL_OTP';

/** One user as stored. Times are in milliseconds since 1970. */
export interface UserRecord {
  /** A UUID; never given to another user. */
  readonly sub: string;
  /** Equal to `sub` in pools whose users sign in with an attribute. Never changes: the password verifier holds it. */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** All but `sub`; values are strings, `true` and `false` included. */
  readonly attributes: Readonly<Record<string, string>>;
  /** New values of attributes that count only once their code has come back. */
  readonly pending: Readonly<Record<string, string>>;
  /** `null` for users who sign in with codes only. */
  readonly password: SrpVerifier | null;
  /** When a temporary password ends; `null` for others. */
  readonly passwordEndsAt: number | null;
  readonly totp: TotpState | null;
  readonly mfa: readonly MfaFactor[];
  readonly preferredMfa: MfaFactor | null;
  readonly failures: { readonly count: number; readonly lockedUntil: number };
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface TotpState {
  /** Base32. */
  readonly secret: string;
  readonly verified: boolean;
  /** The last time step a code was accepted for: no code counts twice. */
  readonly lastStep: number;
  /** Takes the secret's place once a code of it was shown; `null` where no change is under way. */
  readonly nextSecret: string | null;
}
