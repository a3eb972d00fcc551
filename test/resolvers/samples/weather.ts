import type { Context } from '@aws-appsync/utils';

export function request(ctx: Context<{ city: string }>) {
  return {
    method: 'GET',
    resourcePath: '/today',
    params: { query: { city: ctx.args.city }, headers: { 'X-Trace': 't1' } },
  };
}

export function response(ctx: Context) {
  return `${ctx.result.statusCode} ${ctx.result.body}`;
}
