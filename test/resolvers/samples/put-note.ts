import { type Context, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ id: string; text: string }>) {
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.id }),
    attributeValues: util.dynamodb.toMapValues({
      __typename: 'Note',
      text: ctx.args.text,
      author: 'ann',
      likes: 0,
      createdAt: '2024-05-01T12:00:00.000Z',
      updatedAt: '2024-05-01T12:00:00.000Z',
    }),
    condition: { expression: 'attribute_not_exists(#id)', expressionNames: { '#id': 'id' } },
  };
}

export function response(ctx: Context) {
  const { error, result } = ctx;
  if (error) util.error('There is a note of that id', 'Taken', { id: result.id }, { source: error.type });
  return result;
}
