import { type Context, extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx: Context<{ userId: string; groupId: string; from: string }>) {
  const { userId, groupId, from } = ctx.args;
  extensions.invalidateSubscriptions({ subscriptionField: from, payload: { userId, groupId } });
  if (userId === 'nobody') util.error('There is no such user', 'NoUser');
  return userId;
}
