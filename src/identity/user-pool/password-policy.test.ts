import { expect, it } from 'vitest';
import { checkPassword, type PasswordPolicy } from './password-policy.ts';

const strict: PasswordPolicy = {
  minLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
const lax: PasswordPolicy = {
  minLength: 6,
  requireLowercase: false,
  requireUppercase: false,
  requireNumbers: false,
  requireSymbols: false,
};

it.each([
  ['Passw0rd!', strict, null],
  ['Pässw0rd!', strict, null],
  ['Passw0r d', strict, null],
  ['Pass0rd', strict, 'Password not long enough'],
  ['Password!', strict, 'Password must have numeric characters'],
  ['passw0rd!', strict, 'Password must have uppercase characters'],
  ['PASSW0RD!', strict, 'Password must have lowercase characters'],
  ['Passw0rds', strict, 'Password must have symbol characters'],
  ['aaaaaa', lax, null],
  ['aaaaa', lax, 'Password not long enough'],
  ['a'.repeat(257), lax, 'Password too long'],
])('%s: %#', (password, policy, missing) => {
  const check = () => checkPassword(password, policy);
  if (missing === null) expect(check).not.toThrow();
  else expect(check).toThrow(`Password did not conform with policy: ${missing}`);
});
