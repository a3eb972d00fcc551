import { type Context, extensions, util } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx: Context<{ least: number }>) {
  extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter({ likes: { ge: ctx.args.least } }));
  return null;
}
