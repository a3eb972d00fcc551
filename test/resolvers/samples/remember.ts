import { type Context, runtime } from '@aws-appsync/utils';

/** The first of a pipeline: leaves word for the next one, or ends it all. */
export function request(ctx: Context<{ text: string }>) {
  ctx.stash.seen = [ctx.args.text];
  if (ctx.args.text === 'stop') runtime.earlyReturn('stopped', { skipTo: 'END' });
  if (ctx.args.text === 'skip') runtime.earlyReturn('skipped');
  return { payload: ctx.args.text.toUpperCase() };
}

export function response(ctx: Context) {
  ctx.stash.seen.push('answered');
  return ctx.result;
}
