import { type Context, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ ids: string[] }>) {
  return {
    operation: 'BatchGetItem',
    tables: { NoteTable: { keys: ctx.args.ids.map((id) => util.dynamodb.toMapValues({ id })) } },
  };
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result.data.NoteTable.map((note: { text: string } | null) => note?.text ?? '-');
}
