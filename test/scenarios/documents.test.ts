import { executeSync, getIntrospectionQuery, parse } from 'graphql';
import { expect, it } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { createWorld, scenarios } from './harness.ts';

const schema = `
  type Post @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    place: Place
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Place { city: String street: Street }
  type Street { name: String }
  type Comment @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;
const seed = {
  Post: [{ id: '1', title: 'é"\\\n\u2028😀\ud800', place: { city: 'Rome', street: { name: 'Via' } } }],
  Comment: [{ id: 'c', postId: '1' }],
};

scenarios(
  'names that objects inherit',
  {
    schema: `
      type Race @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
        id: ID!
        constructor: String
        toString: Int
      }
      type Query { car: Car @function(name: "car") @auth(rules: [{ allow: public }]) }
      type Car { constructor: String valueOf: Int }
    `,
    functions: { car: () => ({}) },
  },
  [
    {
      title: 'are names of fields like others',
      query:
        'mutation { a: createRace(input: { id: "1" }) { constructor toString } b: updateRace(input: { id: "1", constructor: "Lotus", toString: 2 }) { constructor toString __proto__: id } }',
      response: {
        data: JSON.parse(
          '{"a":{"constructor":null,"toString":null},"b":{"constructor":"Lotus","toString":2,"__proto__":"1"}}',
        ),
      },
      events: [
        { kind: 'create', model: 'Race', item: { id: '1', constructor: null, toString: null }, previous: null },
        {
          kind: 'update',
          model: 'Race',
          item: { id: '1', constructor: 'Lotus', toString: 2 },
          previous: { id: '1', constructor: null, toString: null },
        },
      ] as never,
    },
    {
      title: 'are absent where a handler does not return them',
      query: '{ car { constructor valueOf } }',
      response: { data: { car: { constructor: null, valueOf: null } } },
    },
  ],
);

scenarios('documents', { schema }, [
  {
    title: 'fields of the same name are merged, through fragments and aliases',
    seed,
    query: `
      query ($id: ID!) { p: getPost(id: $id) { place { city } ...A ... on Post { place { street { n: name } } } ... { id } } }
      fragment A on Post { id place { city } comments { ...B } }
      fragment B on ModelCommentConnection { items { id } }
    `,
    variables: { id: '1' },
    response: {
      data: {
        p: { place: { city: 'Rome', street: { n: 'Via' } }, id: '1', comments: { items: [{ id: 'c' }] } },
      },
    },
  },
  ...[true, false].map((show) => ({
    title: `@include and @skip follow a variable that is ${show}`,
    seed,
    query: `query ($show: Boolean!, $no: Boolean = false) {
      getPost(id: "1") {
        id @skip(if: $show)
        comments @include(if: $show) { items { id } }
        ...F @include(if: $show)
        never: id @include(if: $no)
      }
    }
    fragment F on Post { place { city } }`,
    variables: { show },
    response: {
      data: { getPost: show ? { comments: { items: [{ id: 'c' }] }, place: { city: 'Rome' } } : { id: '1' } },
    },
  })),
  {
    title: 'defaults of variables apply where none is given',
    seed,
    query: 'query ($id: ID = "1") { listPosts(filter: { id: { eq: $id } }) { items { id } } }',
    response: { data: { listPosts: { items: [{ id: '1' }] } } },
  },
  {
    title: 'a single value in place of a list is a list of it',
    query: 'query ($f: ModelPostFilterInput) { listPosts(filter: $f) { items { id } } }',
    variables: { f: { title: { between: ['a', 'b'] }, or: { id: { eq: 'x' } } } },
    response: { data: { listPosts: { items: [] } } },
  },
  {
    title: 'any text comes back as it was stored',
    seed: {
      Post: [{ id: '1', title: 'é"\\\n\u2028😀 and a text that is longer than what is searched by hand \u0001' }],
    },
    query: '{ getPost(id: "1") { title } }',
    response: {
      data: { getPost: { title: 'é"\\\n\u2028😀 and a text that is longer than what is searched by hand \u0001' } },
    },
  },
  {
    title: '__typename stands anywhere, and beside introspection',
    seed,
    query: '{ __typename a: __type(name: "Place") { fields { name } } listPosts { __typename items { __typename } } }',
    response: {
      data: {
        __typename: 'Query',
        a: { fields: [{ name: 'city' }, { name: 'street' }] },
        listPosts: { __typename: 'ModelPostConnection', items: [{ __typename: 'Post' }] },
      },
    },
  },
  {
    title: 'a subscription over HTTP is refused',
    query: 'subscription { onCreatePost { id } }',
    response: {
      data: null,
      errors: [{ path: null, locations: null, message: 'Subscriptions are only served over a WebSocket.' }],
    },
  },
]);

it('introspection gives the whole schema', async () => {
  const world = await createWorld({ schema });
  const query = getIntrospectionQuery({
    inputValueDeprecation: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
  });
  const { data } = executeSync({ schema: buildApi(world.model).schema, document: parse(query) });
  expect(await world.send({ query })).toEqual({ data });
  await world.close();
});
