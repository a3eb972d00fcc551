import { type Context, util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';

type Note = { author: string; likes: number };

export function request(ctx: Context<{ author: string; limit?: number; nextToken?: string }>) {
  const { author, limit, nextToken } = ctx.args;
  return query<Note>({
    index: 'notesByAuthorAndLikes',
    query: { author: { eq: author }, likes: { ge: 1 } },
    scanIndexForward: false,
    limit: limit ?? 10,
    nextToken: nextToken ?? null,
  });
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return { texts: ctx.result.items.map((note: { text: string }) => note.text), nextToken: ctx.result.nextToken };
}
