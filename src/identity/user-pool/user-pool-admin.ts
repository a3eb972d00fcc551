import { randomBytes } from 'node:crypto';
import { deliveryAttribute } from './code-delivery.ts';
import { CognitoError, invalidParameter, notAuthorized, userNotFound } from './cognito-error.ts';
import { customMessage } from './custom-message.ts';
import { checkPassword } from './password-policy.ts';
import type { PoolContext } from './pool-context.ts';
import type { AuthenticationResult } from './pool-tokens.ts';
import { askBeforeSignUp } from './sign-up-triggers.ts';
import { readAttributes } from './user-attributes.ts';
import { addUser, changeUser, checkAliases, findUser, setPassword } from './user-directory.ts';
import { signsInWithAttribute } from './user-pool-settings.ts';
import type { UserRecord } from './user-record.ts';
import type { GroupRecord } from './user-store.ts';

/**
 * A user pool from the operator's side: what the command line, the console and the `Admin…` operations do. Users are
 * named as they sign in, or by `username`. Failures are `CognitoError`s.
 */
export interface UserPoolAdmin {
  createUser(user: NewPoolUser): Promise<CreatedUser>;
  /** Gives a user who never signed in another temporary password, and delivers it. */
  resendInvitation(name: string): Promise<CreatedUser>;
  getUser(name: string): UserRecord | null;
  /** In order of username, from after `after`; `limit` is 60 unless given. */
  listUsers(options?: { readonly after?: string; readonly limit?: number }): readonly UserRecord[];
  deleteUser(name: string): void;
  /** Ends the user's sessions too. */
  disableUser(name: string): void;
  enableUser(name: string): void;
  confirmUser(name: string): void;
  /** A password that is not `permanent` has to be changed at the next sign-in, within seven days. */
  setPassword(name: string, password: string, permanent: boolean): void;
  /** Makes the password useless and sends a code for a new one. */
  resetPassword(name: string): Promise<void>;
  setAttributes(name: string, attributes: Readonly<Record<string, string>>): void;
  signOutUser(name: string): void;
  /** Tokens as a sign-in would give, for scripts and tests; `seconds` is the lifetime of access and ID token. */
  issueTokens(
    name: string,
    options?: { readonly clientId?: string; readonly seconds?: number },
  ): Promise<AuthenticationResult>;
  createGroup(group: {
    readonly name: string;
    readonly description?: string;
    readonly precedence?: number;
  }): GroupRecord;
  updateGroup(name: string, change: { readonly description?: string; readonly precedence?: number }): GroupRecord;
  deleteGroup(name: string): void;
  group(name: string): GroupRecord | null;
  listGroups(): readonly GroupRecord[];
  addToGroup(name: string, group: string): void;
  removeFromGroup(name: string, group: string): void;
  groupsOf(name: string): readonly GroupRecord[];
  usersInGroup(group: string, options?: { readonly after?: string; readonly limit?: number }): readonly UserRecord[];
}

export interface NewPoolUser {
  /** What the user signs in with. */
  readonly name: string;
  /** A permanent password makes a confirmed user. Without one a temporary password is made and returned. */
  readonly password?: string;
  readonly temporaryPassword?: string;
  /** Addresses count as verified unless `email_verified` or `phone_number_verified` says `false`. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  /** Whether the invitation with the temporary password is delivered; not unless given. */
  readonly invite?: boolean;
}

export interface CreatedUser {
  readonly user: UserRecord;
  /** `null` where a permanent password was given. */
  readonly temporaryPassword: string | null;
}

const temporaryDays = 7;
const pageSize = 60;

export function createUserPoolAdmin(context: PoolContext): UserPoolAdmin {
  const { store, clock, settings, tokens, codes } = context;
  const userOf = (name: string): UserRecord => {
    const user = findUser(context, name) ?? store.userBySub(name);
    if (user === null) throw userNotFound();
    return user;
  };
  const groupOf = (name: string): GroupRecord => {
    const group = store.group(name);
    if (group === null) throw new CognitoError('ResourceNotFoundException', 'Group not found.');
    return group;
  };
  const temporaryEnd = () => clock() + temporaryDays * 24 * 3600 * 1000;
  const toEntries = (attributes: Readonly<Record<string, string>>) =>
    Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

  return {
    createUser: async ({ name, password, temporaryPassword, attributes = {}, groups = [], invite = false }) => {
      for (const group of groups) groupOf(group);
      const checked = readAttributes(toEntries(attributes), 'admin', settings, null);
      const temporary = password === undefined ? (temporaryPassword ?? makePassword()) : null;
      const added = addUser(context, {
        name,
        password: password ?? temporary,
        passwordEndsAt: temporary === null ? null : temporaryEnd(),
        attributes: checked,
        status: temporary === null ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      });
      const made = changeUser(context, added.sub, (current) => ({ attributes: verified(current.attributes) }));
      try {
        const { user } = await askBeforeSignUp(context, made, settings.clientIds[0], 'AdminCreateUser');
        for (const group of groups) store.addMember(group, user.sub);
        if (invite && temporary !== null) await sendInvitation(user, temporary);
        return { user, temporaryPassword: temporary };
      } catch (error) {
        store.deleteUser(made.sub);
        throw error;
      }
    },
    resendInvitation: async (name) => {
      const user = userOf(name);
      if (user.status !== 'FORCE_CHANGE_PASSWORD') {
        throw new CognitoError('UnsupportedUserStateException', `Resend not possible. User is ${user.status}.`);
      }
      const temporaryPassword = makePassword();
      const change = { status: 'FORCE_CHANGE_PASSWORD', endsAt: temporaryEnd() } as const;
      const invited = setPassword(context, user, temporaryPassword, change);
      await sendInvitation(invited, temporaryPassword);
      return { user: invited, temporaryPassword };
    },
    getUser: (name) => findUser(context, name) ?? store.userBySub(name),
    listUsers: ({ after, limit = pageSize } = {}) => store.listUsers(after ?? null, limit),
    deleteUser: (name) => store.deleteUser(userOf(name).sub),
    disableUser: (name) => {
      const { sub } = changeUser(context, userOf(name).sub, () => ({ enabled: false }));
      store.deleteSessionsOf(sub);
    },
    enableUser: (name) => {
      changeUser(context, userOf(name).sub, () => ({ enabled: true }));
    },
    confirmUser: (name) => {
      const user = userOf(name);
      if (user.status !== 'UNCONFIRMED') {
        throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
      }
      changeUser(context, user.sub, () => ({ status: 'CONFIRMED' }));
    },
    setPassword: (name, password, permanent) => {
      const change = permanent
        ? ({ status: 'CONFIRMED' } as const)
        : ({ status: 'FORCE_CHANGE_PASSWORD', endsAt: temporaryEnd() } as const);
      const { sub } = setPassword(context, userOf(name), password, change);
      store.deleteSessionsOf(sub);
    },
    resetPassword: async (name) => {
      const user = userOf(name);
      const attribute = deliveryAttribute(user, true);
      if (attribute === null) throw invalidParameter('User has no verified email or phone_number');
      changeUser(context, user.sub, () => ({ status: 'RESET_REQUIRED' }));
      store.deleteSessionsOf(user.sub);
      const { clientMetadata } = context;
      await codes.send(user, 'resetPassword', attribute, {
        source: 'ForgotPassword',
        clientId: settings.clientIds[0],
        clientMetadata,
      });
    },
    setAttributes: (name, attributes) => {
      const user = userOf(name);
      const checked = readAttributes(toEntries(attributes), 'admin', settings, user);
      store.transaction(() => {
        checkAliases(context, user, checked);
        changeUser(context, user.sub, (current) => ({ attributes: { ...current.attributes, ...checked } }));
      });
    },
    signOutUser: (name) => store.deleteSessionsOf(userOf(name).sub),
    issueTokens: async (name, { clientId = settings.clientIds[0], seconds } = {}) => {
      if (!settings.clientIds.includes(clientId)) throw invalidParameter('The app client is not one of the pool.');
      const user = userOf(name);
      if (!user.enabled) throw notAuthorized('User is disabled.');
      return tokens.begin(user, clientId, { source: 'Authentication', clientMetadata: {} }, seconds);
    },
    createGroup: ({ name, description = null, precedence = null }) => {
      if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(name)) throw invalidParameter('Invalid group name.');
      const group: GroupRecord = { name, description, precedence, createdAt: clock(), modifiedAt: clock() };
      store.transaction(() => {
        if (store.group(name) !== null) {
          throw new CognitoError('GroupExistsException', 'A group with the name already exists.');
        }
        store.putGroup(group);
      });
      return group;
    },
    updateGroup: (name, change) =>
      store.transaction(() => {
        const changed = { ...groupOf(name), ...change, modifiedAt: clock() };
        store.putGroup(changed);
        return changed;
      }),
    deleteGroup: (name) => store.deleteGroup(groupOf(name).name),
    group: (name) => store.group(name),
    listGroups: () => store.listGroups(),
    addToGroup: (name, group) => store.addMember(groupOf(group).name, userOf(name).sub),
    removeFromGroup: (name, group) => store.removeMember(groupOf(group).name, userOf(name).sub),
    groupsOf: (name) => store.groupsOf(userOf(name).sub),
    usersInGroup: (group, { after, limit = pageSize } = {}) =>
      store.membersOf(groupOf(group).name, after ?? null, limit),
  };

  async function sendInvitation(user: UserRecord, password: string): Promise<void> {
    const attribute = deliveryAttribute(user, false);
    if (attribute === null) return;
    const destination = user.attributes[attribute] ?? '';
    const username = signInName(context, user);
    const words = await customMessage(context.triggers, user, attribute, password, {
      source: 'AdminCreateUser',
      clientId: settings.clientIds[0],
      clientMetadata: context.clientMetadata,
    });
    await context.deliverCode({ purpose: 'invitation', username, attribute, destination, code: password, ...words });
  }

  function verified(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const flags = (['email', 'phone_number'] as const)
      .filter((name) => attributes[name] !== undefined && attributes[`${name}_verified`] === undefined)
      .map((name) => [`${name}_verified`, 'true'] as const);
    return { ...attributes, ...Object.fromEntries(flags) };
  }

  /** Random, and accepted by any policy of ours. */
  function makePassword(): string {
    const candidate = `${randomBytes(Math.max(12, settings.passwordPolicy.minLength)).toString('base64url')}aA1!`;
    checkPassword(candidate, settings.passwordPolicy);
    return candidate;
  }
}

/** The name a user signs in with, for people. */
function signInName(context: Pick<PoolContext, 'settings'>, user: UserRecord): string {
  if (!signsInWithAttribute(context.settings)) return user.username;
  return user.attributes.email ?? user.attributes.phone_number ?? user.username;
}
