import type { Context } from '@aws-appsync/utils';

export function request(ctx: Context<{ id: string; likes: number }>) {
  return { payload: { id: ctx.args.id, likes: ctx.args.likes, text: 'hey' } };
}

export function response(ctx: Context) {
  return ctx.result;
}
