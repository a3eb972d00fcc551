import { type Context, util } from '@aws-appsync/utils';
import { operations, update } from '@aws-appsync/utils/dynamodb';

type Note = { id: string; likes: number };

export function request(ctx: Context<{ id: string }>) {
  return update<Note>({ key: { id: ctx.args.id }, update: { likes: operations.increment(1) } });
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
