import * as v from 'valibot';
import { invalidParameter, userNotFound } from '../cognito-error.ts';
import { attributeList, checkPool, operation, password, text } from '../pool-operation.ts';
import { activeFactors } from '../sign-in-steps.ts';
import { checkMutable, readAttributes, writeAttributes } from '../user-attributes.ts';
import { changeUser } from '../user-directory.ts';
import { createUserPoolAdmin, type UserPoolAdmin } from '../user-pool-admin.ts';
import type { UserRecord } from '../user-record.ts';
import { removeAttributes } from './account.ts';

const named = v.object({ UserPoolId: text, Username: text });
const limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 60);

/** An operation on one user that answers `{}`. */
function onUser(run: (admin: UserPoolAdmin, name: string) => void | Promise<void>) {
  return operation('admin', named, async (context, { UserPoolId, Username }) => {
    checkPool(context, UserPoolId);
    await run(createUserPoolAdmin(context), Username);
    return {};
  });
}

export const adminDeleteUser = onUser((admin, name) => admin.deleteUser(name));
export const adminDisableUser = onUser((admin, name) => admin.disableUser(name));
export const adminEnableUser = onUser((admin, name) => admin.enableUser(name));
export const adminConfirmSignUp = onUser((admin, name) => admin.confirmUser(name));
export const adminResetUserPassword = onUser((admin, name) => admin.resetPassword(name));
export const adminUserGlobalSignOut = onUser((admin, name) => admin.signOutUser(name));

export const adminCreateUser = operation(
  'admin',
  v.object({
    UserPoolId: text,
    Username: text,
    TemporaryPassword: v.optional(password),
    UserAttributes: v.optional(attributeList, []),
    MessageAction: v.optional(v.picklist(['RESEND', 'SUPPRESS'])),
  }),
  async (context, { UserPoolId, Username, TemporaryPassword, UserAttributes, MessageAction }) => {
    checkPool(context, UserPoolId);
    if (MessageAction === 'RESEND') {
      return { User: describeUser((await createUserPoolAdmin(context).resendInvitation(Username)).user) };
    }
    const { user } = await createUserPoolAdmin(context).createUser({
      name: Username,
      attributes: withExplicitFlags(readAttributes(UserAttributes, 'admin', context.settings, null)),
      invite: MessageAction !== 'SUPPRESS',
      ...(TemporaryPassword === undefined ? {} : { temporaryPassword: TemporaryPassword }),
    });
    return { User: describeUser(user) };
  },
);

export const adminGetUser = operation('admin', named, (context, { UserPoolId, Username }) => {
  checkPool(context, UserPoolId);
  const user = createUserPoolAdmin(context).getUser(Username);
  if (user === null) throw userNotFound();
  const { Attributes, ...rest } = describeUser(user);
  const factors = activeFactors(context, user);
  return {
    ...rest,
    UserAttributes: Attributes,
    ...(user.preferredMfa === null ? {} : { PreferredMfaSetting: user.preferredMfa }),
    ...(factors.length === 0 ? {} : { UserMFASettingList: factors }),
  };
});

export const adminSetUserPassword = operation(
  'admin',
  v.object({ ...named.entries, Password: password, Permanent: v.optional(v.boolean(), false) }),
  (context, { UserPoolId, Username, Password, Permanent }) => {
    checkPool(context, UserPoolId);
    createUserPoolAdmin(context).setPassword(Username, Password, Permanent);
    return {};
  },
);

export const adminUpdateUserAttributes = operation(
  'admin',
  v.object({ ...named.entries, UserAttributes: attributeList }),
  (context, { UserPoolId, Username, UserAttributes }) => {
    checkPool(context, UserPoolId);
    const user = createUserPoolAdmin(context).getUser(Username);
    if (user === null) throw userNotFound();
    const attributes = readAttributes(UserAttributes, 'admin', context.settings, user);
    createUserPoolAdmin(context).setAttributes(Username, attributes);
    return {};
  },
);

export const adminDeleteUserAttributes = operation(
  'admin',
  v.object({ ...named.entries, UserAttributeNames: v.pipe(v.array(text), v.maxLength(100)) }),
  (context, { UserPoolId, Username, UserAttributeNames }) => {
    checkPool(context, UserPoolId);
    const user = createUserPoolAdmin(context).getUser(Username);
    if (user === null) throw userNotFound();
    for (const name of UserAttributeNames) checkMutable(name, context.settings);
    changeUser(context, user.sub, (current) => removeAttributes(current, UserAttributeNames));
    return {};
  },
);

export const listUsers = operation(
  'admin',
  v.object({
    UserPoolId: text,
    Filter: v.optional(v.pipe(v.string(), v.maxLength(256))),
    Limit: limit,
    PaginationToken: v.optional(text),
  }),
  (context, { UserPoolId, Filter, Limit, PaginationToken }) => {
    checkPool(context, UserPoolId);
    const matches = compileUserFilter(Filter ?? '');
    const found: UserRecord[] = [];
    let after = PaginationToken === undefined ? null : pageStart(PaginationToken);
    for (;;) {
      const page = context.store.listUsers(after, 200);
      for (const user of page) {
        if (found.length === Limit) return { Users: found.map(describeUser), PaginationToken: pageToken(after ?? '') };
        after = user.username;
        if (matches(user)) found.push(user);
      }
      if (page.length < 200) return { Users: found.map(describeUser) };
    }
  },
);

export function describeUser(user: UserRecord) {
  return {
    Username: user.username,
    Attributes: writeAttributes(user),
    UserCreateDate: user.createdAt / 1000,
    UserLastModifiedDate: user.modifiedAt / 1000,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

export function pageToken(after: string): string {
  return Buffer.from(after).toString('base64url');
}

export function pageStart(token: string): string {
  return Buffer.from(token, 'base64url').toString('utf8');
}

/** `AdminCreateUser` verifies only the addresses it is told to. */
function withExplicitFlags(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { email_verified: 'false', phone_number_verified: 'false', ...attributes };
}

/** `name = "value"` or `name ^= "value"` (begins with) over one attribute. */
function compileUserFilter(filter: string): (user: UserRecord) => boolean {
  if (filter.trim() === '') return () => true;
  const match = /^\s*"?([\w:.-]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  if (match === null) throw invalidParameter('Error while parsing filter.');
  const [, name = '', operator, quoted = ''] = match;
  const value = quoted.replace(/\\(.)/g, '$1');
  const read = (user: UserRecord): string | undefined => {
    if (name === 'username') return user.username;
    if (name === 'sub') return user.sub;
    if (name === 'cognito:user_status') return user.status;
    if (name === 'status') return user.enabled ? 'Enabled' : 'Disabled';
    return Object.hasOwn(user.attributes, name) ? user.attributes[name] : undefined;
  };
  return operator === '=' ? (user) => read(user) === value : (user) => read(user)?.startsWith(value) === true;
}
