import { expect, expectTypeOf, it } from 'vitest';
import { a, type ClientSchema, defineHooks } from '../../src/index.ts';

const schema = a
  .schema({
    Post: a.model({ title: a.string().required(), likes: a.integer(), comments: a.hasMany('Comment', 'postId') }),
    Comment: a.model({ postId: a.id(), post: a.belongsTo('Post', 'postId') }),
    echo: a.query().returns(a.string()).handler(a.handler.function('echo')),
  })
  .authorization((allow) => [allow.publicApiKey()]);
type Schema = ClientSchema<typeof schema>;

it('types hooks by the schema', () => {
  const hooks = defineHooks<Schema>({
    Post: {
      beforeCreate: ({ input, current, refuse }) => {
        expectTypeOf(input.title).toEqualTypeOf<string>();
        expectTypeOf(current).toEqualTypeOf<null>();
        if (input.title === '') refuse('A post needs a title');
        return { likes: 0 };
      },
      beforeUpdate: ({ current }) => {
        expectTypeOf(current.title).toEqualTypeOf<string>();
        // @ts-expect-error relations are no part of a stored record
        void current.comments;
        return { likes: (current.likes ?? 0) + 1 };
      },
      afterCommit: ({ item }) => {
        expectTypeOf(item?.likes).toEqualTypeOf<number | null | undefined>();
      },
    },
    '*': { beforeDelete: ({ transaction, input }) => transaction.delete('Comment', { id: input.id }) },
    // @ts-expect-error no model
    echo: {},
  });
  // @ts-expect-error of another type
  defineHooks<Schema>({ Post: { beforeCreate: () => ({ likes: 'many' }) } });
  expect(Object.keys(hooks)).toEqual(['Post', '*', 'echo']);
});
