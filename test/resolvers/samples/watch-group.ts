import { type Context, extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx: Context<{ groupId: string; userId: string }>) {
  const { groupId, userId } = ctx.args;
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ groupId: { eq: groupId } }));
  extensions.setSubscriptionInvalidationFilter(
    util.transform.toSubscriptionFilter({ userId: { eq: userId }, groupId: { eq: groupId } }),
  );
  return null;
}
