import { scenarios } from './harness.ts';

const seed = {
  Author: [{ id: 'a' }],
  Post: [
    { slug: 'p', year: 2020, authorPostsId: 'a' },
    { slug: 'q', year: 2024, authorPostsId: 'a' },
  ],
};

/** The sort-key argument that the official schema gives a hasMany whose foreign key is implicit: there, but refused when used. */
scenarios(
  'an implicit hasMany with a sort-key argument',
  {
    schema: `
      type Author @model(timestamps: null) @auth(rules: [{ allow: public }]) {
        id: ID!
        posts: [Post] @hasMany
      }
      type Post @model(timestamps: null) @auth(rules: [{ allow: public }]) {
        slug: ID! @primaryKey(sortKeyFields: ["year"])
        year: Int!
      }
    `,
  },
  [
    {
      title: 'returns every related record without it',
      seed,
      query: '{ getAuthor(id: "a") { posts { items { slug year } } } }',
      response: {
        data: {
          getAuthor: {
            posts: {
              items: [
                { slug: 'p', year: 2020 },
                { slug: 'q', year: 2024 },
              ],
            },
          },
        },
      },
    },
    {
      title: 'fails with it',
      seed,
      query: '{ getAuthor(id: "a") { posts(year: { gt: 2022 }) { items { slug year } } } }',
      response: {
        data: { getAuthor: { posts: null } },
        errors: [
          {
            path: ['getAuthor', 'posts'],
            data: null,
            errorType: 'InvalidArgumentsError',
            errorInfo: null,
            locations: [{ line: 1, column: 24, sourceName: null }],
            message: "Argument 'year' is not supported: the index behind the field has no sort key.",
          },
        ],
      },
    },
  ],
);
