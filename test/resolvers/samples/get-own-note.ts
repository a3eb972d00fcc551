import { type Context, util } from '@aws-appsync/utils';
import { get } from '@aws-appsync/utils/dynamodb';

export function request(ctx: Context<{ id: string }>) {
  return get<{ id: string }>({ key: { id: ctx.args.id } });
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  const reader = ctx.args.reader;
  if (ctx.result && ctx.result.author !== reader) util.unauthorized();
  return ctx.result;
}
