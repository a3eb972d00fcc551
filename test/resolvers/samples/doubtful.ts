import { type Context, util } from '@aws-appsync/utils';

export function request() {
  return { payload: 'half' };
}

export function response(ctx: Context) {
  util.appendError('The other half is missing', 'Partial', { have: 1 }, { of: 2 });
  return ctx.result;
}
