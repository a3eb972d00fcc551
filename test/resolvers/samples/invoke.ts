import { type Context, type LambdaRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ text: string }>): LambdaRequest {
  return { operation: 'Invoke', payload: { field: ctx.info.fieldName, text: ctx.args.text } };
}

export function response(ctx: Context) {
  const { error, result } = ctx;
  if (error) util.error(`${error.type}: ${error.message}`);
  return result;
}
