import { type Context, type HTTPRequest, util } from '@aws-appsync/utils';

export function request(): HTTPRequest<never> {
  return { method: 'GET', resourcePath: '/headers', params: {} };
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result.body;
}
