import { createHmac } from 'node:crypto';
import { CognitoError, invalidParameter } from './cognito-error.ts';
import { checkPassword } from './password-policy.ts';
import type { PoolContext } from './pool-context.ts';
import { makeSrpVerifier } from './srp.ts';
import { poolName, signsInWithAttribute } from './user-pool-settings.ts';
import type { UserRecord, UserStatus } from './user-record.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The user a client means by a name: a username, or in pools that sign in with attributes, an address or a `sub`. */
export function findUser({ store, settings }: PoolContext, name: string): UserRecord | null {
  if (!signsInWithAttribute(settings)) return store.userByUsername(name);
  const methods: readonly string[] = settings.signInWith;
  if (methods.includes('email') && name.includes('@')) return store.userByAttribute('email', name);
  if (methods.includes('phone_number') && name.startsWith('+')) return store.userByAttribute('phone_number', name);
  return store.userBySub(name);
}

export interface NewUser {
  /** What the user will sign in with. */
  readonly name: string;
  readonly password: string | null;
  readonly passwordEndsAt?: number | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
}

/** Adds a user. Throws `UsernameExistsException`, `InvalidPasswordException` or `InvalidParameterException`. */
export function addUser(
  context: PoolContext,
  { name, password, passwordEndsAt, attributes, status }: NewUser,
): UserRecord {
  const { store, settings, clock, ids } = context;
  const sub = ids();
  const identified = signsInWithAttribute(settings)
    ? { username: sub, attributes: { ...attributes, [signInAttribute(context, name)]: name } }
    : { username: checkUsername(name), attributes };
  if (password !== null) checkPassword(password, settings.passwordPolicy);
  const now = clock();
  const user: UserRecord = {
    sub,
    ...identified,
    status,
    enabled: true,
    pending: {},
    password: password === null ? null : makeSrpVerifier(poolName(settings), identified.username, password),
    passwordEndsAt: passwordEndsAt ?? null,
    totp: null,
    mfa: [],
    preferredMfa: null,
    failures: { count: 0, lockedUntil: 0 },
    createdAt: now,
    modifiedAt: now,
  };
  store.transaction(() => {
    if (findUser(context, name) !== null) throw new CognitoError('UsernameExistsException', 'User already exists');
    checkAliases(context, user, user.attributes);
    store.insertUser(user);
  });
  return user;
}

/** Stores changes of a user as it is now, not as it was read: `change` sees the current record. */
export function changeUser(
  { store, clock }: PoolContext,
  sub: string,
  change: (user: UserRecord) => Partial<UserRecord>,
): UserRecord {
  return store.transaction(() => {
    const user = store.userBySub(sub);
    if (user === null) throw new CognitoError('UserNotFoundException', 'User does not exist.');
    const changed = { ...user, ...change(user), modifiedAt: clock() };
    store.updateUser(changed);
    return changed;
  });
}

/** Sets a password that the policy accepts, and lets the user guess anew. */
export function setPassword(
  context: PoolContext,
  user: UserRecord,
  password: string,
  { status, endsAt = null }: { readonly status: UserStatus; readonly endsAt?: number | null },
): UserRecord {
  checkPassword(password, context.settings.passwordPolicy);
  const verifier = makeSrpVerifier(poolName(context.settings), user.username, password);
  return changeUser(context, user.sub, () => ({
    password: verifier,
    passwordEndsAt: endsAt,
    status,
    failures: { count: 0, lockedUntil: 0 },
  }));
}

/** An address that signs a user in belongs to one user. Throws `AliasExistsException`. */
export function checkAliases(
  context: PoolContext,
  user: UserRecord,
  attributes: Readonly<Record<string, string>>,
): void {
  if (!signsInWithAttribute(context.settings)) return;
  for (const name of ['email', 'phone_number'] as const) {
    const value = attributes[name];
    if (value === undefined || !(context.settings.signInWith as readonly string[]).includes(name)) continue;
    const holder = context.store.userByAttribute(name, value);
    if (holder === null || holder.sub === user.sub) continue;
    const what = name === 'email' ? 'email' : 'phone number';
    throw new CognitoError('AliasExistsException', `An account with the given ${what} already exists.`);
  }
}

/** A lasting, made-up `sub` for a name nobody has: asking twice must not show that it is made up. */
export function strangerSub(context: PoolContext, name: string): string {
  const hex = pseudonym(context, 'stranger', name);
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** A lasting salt for such a name: it must not follow from the `sub`, which is shown beside it. */
export function strangerSalt(context: PoolContext, name: string): string {
  return pseudonym(context, 'salt', name).slice(0, 32);
}

function pseudonym({ keys }: PoolContext, purpose: string, name: string): string {
  return createHmac('sha256', keys.secret)
    .update(JSON.stringify([purpose, name.toLowerCase()]))
    .digest('hex');
}

function signInAttribute({ settings }: PoolContext, name: string): 'email' | 'phone_number' {
  const methods: readonly string[] = settings.signInWith;
  if (methods.includes('email') && /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(name)) return 'email';
  if (methods.includes('phone_number') && /^\+\d{7,15}$/.test(name)) return 'phone_number';
  throw invalidParameter(
    methods.includes('email') ? 'Username should be an email.' : 'Username should be a phone number.',
  );
}

/**
 * Names users choose may not pass for another user's identity in an owner field: neither for a `sub`, nor for a `sub`
 * and a name joined by `::`.
 */
function checkUsername(name: string): string {
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name)) {
    throw invalidParameter(
      "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
    );
  }
  if (name.includes('::') || uuid.test(name)) throw invalidParameter('Username must be neither a UUID nor contain ::.');
  return name;
}
