import { type Context, util } from '@aws-appsync/utils';

/** As tables are named in the cloud. */
const tableOf = (stash: Record<string, string>) => `Note-${stash.awsAppsyncApiId}-${stash.amplifyApiEnvironmentName}`;

export function request(ctx: Context<{ texts: string[] }>) {
  const now = util.time.nowISO8601();
  const notes = ctx.args.texts.map((text, i) =>
    util.dynamodb.toMapValues({ id: `batch-${i}`, text, createdAt: now, updatedAt: now }),
  );
  return { operation: 'BatchPutItem', tables: { [tableOf(ctx.stash)]: notes } };
}

export function response(ctx: Context) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result.data[tableOf(ctx.stash)];
}
