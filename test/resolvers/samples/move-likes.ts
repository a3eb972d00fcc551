import { type Context, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ from: string; to: string; count: number }>) {
  const { from, to, count } = ctx.args;
  const change = (id: string, by: number) => ({
    table: 'NoteTable',
    operation: 'UpdateItem' as const,
    key: util.dynamodb.toMapValues({ id }),
    update: {
      expression: 'SET likes = likes + :by',
      expressionValues: util.dynamodb.toMapValues({ ':by': by }),
    },
  });
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      {
        ...change(from, -count),
        condition: {
          expression: 'likes >= :count',
          expressionValues: util.dynamodb.toMapValues({ ':count': count }),
        },
      },
      change(to, count),
    ],
  };
}

export function response(ctx: Context) {
  if (ctx.error) {
    util.error(
      ctx.error.message,
      ctx.error.type,
      null,
      ctx.result.cancellationReasons.map((reason: { type: string }) => reason.type),
    );
  }
  return ctx.result.keys.length;
}
