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

scenarios(
  'a belongsTo opposite a list that gives a part of the key',
  {
    schema: `
      type Team @model(timestamps: null) @auth(rules: [{ allow: public }]) {
        org: ID! @primaryKey(sortKeyFields: ["nr"])
        nr: Int!
        members: [Member] @hasMany(indexName: "byOrg", fields: ["org"])
      }
      type Member @model(timestamps: null) @auth(rules: [{ allow: public }]) {
        id: ID!
        org: ID @index(name: "byOrg")
        team: Team @belongsTo
      }
    `,
  },
  [
    {
      title: 'leads nowhere, while the list does',
      seed: { Team: [{ org: 'o', nr: 1 }], Member: [{ id: 'm', org: 'o' }] },
      query: '{ getMember(id: "m") { team { nr } } listTeams { items { members { items { id team { nr } } } } } }',
      response: {
        data: {
          getMember: { team: null },
          listTeams: { items: [{ members: { items: [{ id: 'm', team: null }] } }] },
        },
      },
    },
  ],
);
