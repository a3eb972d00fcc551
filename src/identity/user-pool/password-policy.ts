import { CognitoError } from './cognito-error.ts';

export interface PasswordPolicy {
  readonly minLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

const maxLength = 256;

/** Throws `InvalidPasswordException` with the first requirement that is not met. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const missing = firstMissing(password, policy);
  if (missing === null) return;
  throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${missing}`);
}

function firstMissing(password: string, policy: PasswordPolicy): string | null {
  if (password.length < policy.minLength) return 'Password not long enough';
  if (password.length > maxLength) return 'Password too long';
  if (policy.requireNumbers && !/\d/.test(password)) return 'Password must have numeric characters';
  if (policy.requireUppercase && !/\p{Lu}/u.test(password)) return 'Password must have uppercase characters';
  if (policy.requireLowercase && !/\p{Ll}/u.test(password)) return 'Password must have lowercase characters';
  if (policy.requireSymbols && !/[^\p{L}\p{N}]/u.test(password)) return 'Password must have symbol characters';
  return null;
}
