import type { Context } from '@aws-appsync/utils';

export function request(ctx: Context) {
  const { env, info } = ctx;
  return { payload: JSON.stringify({ env, variables: info.variables, fields: info.selectionSetList }) };
}

export function response(ctx: Context) {
  return ctx.result;
}
