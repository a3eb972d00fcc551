import { CognitoError, invalidParameter, notAuthorized } from './cognito-error.ts';
import type { UserPoolSettings } from './user-pool-settings.ts';
import type { UserRecord } from './user-record.ts';

/** An attribute on the wire. */
export interface AttributeEntry {
  readonly Name: string;
  readonly Value?: string | undefined;
}

const standard: ReadonlySet<string> = new Set([
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
]);
const flags: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

/**
 * Checks attributes to be written and returns them by name. `by` is who writes: a user may set neither verification
 * flags nor what the pool protects. `user` is whom they are about; `null` for one that is only being made, who alone may
 * be given what never changes.
 */
export function readAttributes(
  entries: readonly AttributeEntry[],
  by: 'user' | 'admin',
  settings: UserPoolSettings,
  user: UserRecord | null,
): Readonly<Record<string, string>> {
  const attributes = Object.create(null) as Record<string, string>;
  for (const { Name: name, Value: value = '' } of entries) {
    checkName(name, by, settings);
    if (user !== null) checkMutable(name, settings);
    checkValue(name, value);
    attributes[name] = value;
  }
  return attributes;
}

/** Throws unless the pool has such an attribute, and this writer may set it. */
export function checkName(name: string, by: 'user' | 'admin', settings: UserPoolSettings): void {
  const isCustom = /^custom:[\w-]{1,20}$/.test(name);
  if (isCustom && settings.customAttributes?.includes(name) === false) {
    throw invalidParameter(
      `Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.\n`,
    );
  }
  const isKnown = standard.has(name) || isCustom;
  if (by === 'admin' && (isKnown || flags.has(name))) return;
  if (isKnown && !settings.protectedAttributes.includes(name)) return;
  if (isKnown || flags.has(name)) throw notAuthorized('A client attempted to write unauthorized attribute');
  throw invalidParameter('user attributes: an attribute is not defined in the schema');
}

/** Throws where the attribute of a user that there is never changes. */
export function checkMutable(name: string, { immutableAttributes }: UserPoolSettings): void {
  if (immutableAttributes.includes(name)) throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
}

export function writeAttributes(user: UserRecord): readonly Required<AttributeEntry>[] {
  const entries = Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }));
  return [{ Name: 'sub', Value: user.sub }, ...entries];
}

export function checkRequired(attributes: Readonly<Record<string, string>>, settings: UserPoolSettings): void {
  const missing = missingAttributes(attributes, settings);
  if (missing.length > 0) {
    throw invalidParameter(`Attributes did not conform to the schema: ${missing[0]}: The attribute is required\n`);
  }
}

export function missingAttributes(attributes: Readonly<Record<string, string>>, settings: UserPoolSettings) {
  return settings.requiredAttributes.filter((name) => !Object.hasOwn(attributes, name) || attributes[name] === '');
}

function checkValue(name: string, value: string): void {
  if (value.length > 2048) throw invalidParameter(`Attributes did not conform to the schema: ${name}: too long\n`);
  if (name === 'email' && !/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(value)) {
    throw invalidParameter('Invalid email address format.');
  }
  if (name === 'phone_number' && !/^\+\d{7,15}$/.test(value)) {
    throw invalidParameter('Invalid phone number format.');
  }
  if (flags.has(name) && value !== 'true' && value !== 'false') {
    throw new CognitoError(
      'InvalidParameterException',
      `Attributes did not conform to the schema: ${name}: not a boolean\n`,
    );
  }
}
