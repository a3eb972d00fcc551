import type { Context } from '@aws-appsync/utils';

/** Whatever was asked, through a data source that is none. */
export function request(ctx: Context<{ text: string }>) {
  return { payload: `${ctx.args.text}!` };
}

export function response(ctx: Context) {
  return ctx.result;
}
