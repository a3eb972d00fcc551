import * as v from 'valibot';
import { CognitoError } from '../cognito-error.ts';
import type { PoolContext } from '../pool-context.ts';
import { checkPool, operation, text } from '../pool-operation.ts';
import { createUserPoolAdmin } from '../user-pool-admin.ts';
import type { GroupRecord } from '../user-store.ts';
import { describeUser, pageStart, pageToken } from './admin-users.ts';

const pool = { UserPoolId: text };
const groupName = { ...pool, GroupName: text };
const details = {
  Description: v.optional(v.pipe(v.string(), v.maxLength(2048))),
  Precedence: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
};
const limit = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 60);

export const createGroup = operation('admin', v.object({ ...groupName, ...details }), (context, input) => {
  const admin = adminOf(context, input.UserPoolId);
  const group = admin.createGroup({ name: input.GroupName, ...change(input) });
  return { Group: describeGroup(context, group) };
});

export const updateGroup = operation('admin', v.object({ ...groupName, ...details }), (context, input) => {
  const group = adminOf(context, input.UserPoolId).updateGroup(input.GroupName, change(input));
  return { Group: describeGroup(context, group) };
});

export const deleteGroup = operation('admin', v.object(groupName), (context, { UserPoolId, GroupName }) => {
  adminOf(context, UserPoolId).deleteGroup(GroupName);
  return {};
});

export const getGroup = operation('admin', v.object(groupName), (context, { UserPoolId, GroupName }) => {
  const group = adminOf(context, UserPoolId).group(GroupName);
  if (group === null) throw new CognitoError('ResourceNotFoundException', 'Group not found.');
  return { Group: describeGroup(context, group) };
});

export const listGroups = operation('admin', v.object(pool), (context, { UserPoolId }) => {
  const groups = adminOf(context, UserPoolId).listGroups();
  return { Groups: groups.map((group) => describeGroup(context, group)) };
});

const membership = v.object({ ...groupName, Username: text });

export const adminAddUserToGroup = operation('admin', membership, (context, { UserPoolId, Username, GroupName }) => {
  adminOf(context, UserPoolId).addToGroup(Username, GroupName);
  return {};
});

export const adminRemoveUserFromGroup = operation(
  'admin',
  membership,
  (context, { UserPoolId, Username, GroupName }) => {
    adminOf(context, UserPoolId).removeFromGroup(Username, GroupName);
    return {};
  },
);

export const adminListGroupsForUser = operation(
  'admin',
  v.object({ ...pool, Username: text }),
  (context, { UserPoolId, Username }) => {
    const groups = adminOf(context, UserPoolId).groupsOf(Username);
    return { Groups: groups.map((group) => describeGroup(context, group)) };
  },
);

export const listUsersInGroup = operation(
  'admin',
  v.object({ ...groupName, Limit: limit, NextToken: v.optional(text) }),
  (context, { UserPoolId, GroupName, Limit, NextToken }) => {
    const admin = adminOf(context, UserPoolId);
    const after = NextToken === undefined ? {} : { after: pageStart(NextToken) };
    const users = admin.usersInGroup(GroupName, { ...after, limit: Limit + 1 });
    const page = users.slice(0, Limit);
    const more = users.length > Limit ? { NextToken: pageToken(page.at(-1)?.username ?? '') } : {};
    return { Users: page.map(describeUser), ...more };
  },
);

function adminOf(context: PoolContext, userPoolId: string) {
  checkPool(context, userPoolId);
  return createUserPoolAdmin(context);
}

function change(input: { readonly Description?: string | undefined; readonly Precedence?: number | undefined }) {
  return {
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.Precedence === undefined ? {} : { precedence: input.Precedence }),
  };
}

function describeGroup({ settings }: PoolContext, group: GroupRecord) {
  return {
    GroupName: group.name,
    UserPoolId: settings.userPoolId,
    ...(group.description === null ? {} : { Description: group.description }),
    ...(group.precedence === null ? {} : { Precedence: group.precedence }),
    CreationDate: group.createdAt / 1000,
    LastModifiedDate: group.modifiedAt / 1000,
  };
}
