import { type Context, extensions } from '@aws-appsync/utils';

export function request() {
  return { payload: null };
}

export function response(ctx: Context<{ filter: Parameters<typeof extensions.setSubscriptionFilter>[0] }>) {
  extensions.setSubscriptionFilter(ctx.args.filter);
  return null;
}
