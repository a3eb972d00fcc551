import { type Context, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ name: string }>) {
  util.http.addResponseHeaders({ [ctx.args.name]: { count: 7 }, 'X-Text': 'plain' });
  return { payload: 'done' };
}

export function response(ctx: Context) {
  util.http.addResponseHeader('x-text', 'later');
  return ctx.result;
}
