import { sql } from '@aws-appsync/utils/rds';

export function request() {
  return sql`select 1`;
}

export function response(ctx) {
  return ctx.result;
}
