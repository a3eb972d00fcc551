import type { Invocation } from '../../src/functions/function-invoker.ts';
import { HandlerError } from '../../src/functions/handler-error.ts';
import { fieldError, now, scenarios } from './harness.ts';
import { user } from './identities.ts';

const schema = `
  type Query {
    echo(text: String!, meta: AWSJSON, at: Point2): Echo @function(name: "echo") @auth(rules: [{ allow: public }])
    pets: [Pet] @function(name: "pets") @auth(rules: [{ allow: public }])
    named: [Named!]! @function(name: "pets") @auth(rules: [{ allow: public }])
    posts: [Post] @function(name: "posts") @auth(rules: [{ allow: public }])
    fails: String @function(name: "fails") @auth(rules: [{ allow: public }])
    crashes: String @function(name: "crashes") @auth(rules: [{ allow: public }])
    closed: String! @function(name: "echo") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    number: Int @function(name: "number") @auth(rules: [{ allow: public }])
    list: [String!] @function(name: "list") @auth(rules: [{ allow: public }])
  }
  type Mutation { quiet: String @function(name: "quiet") @auth(rules: [{ allow: public }]) }
  input Point2 { x: Int raw: AWSJSON }
  type Echo { text: String json: AWSJSON seen: AWSJSON }
  interface Named { name: String }
  type Cat implements Named { name: String lives: Int }
  type Dog implements Named { name: String good: Boolean }
  union Pet = Cat | Dog
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
    upper: String @function(name: "upper") @auth(rules: [{ allow: public }])
    comments: [Comment] @hasMany(references: ["postId"])
  }
  type Comment @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;
const functions = {
  echo: ({ arguments: args, typeName, fieldName, source, selectionSetList }: Invocation) => ({
    text: args.text,
    json: { b: 1 },
    seen: { args, typeName, fieldName, source, selectionSetList },
  }),
  pets: () => [
    { __typename: 'Cat', name: 'Tom', lives: 9 },
    { __typename: 'Dog', name: 'Rex', good: true },
  ],
  posts: () => [{ id: '1', title: 't', createdAt: now }, null],
  fails: () => {
    throw new HandlerError('no luck', { errorType: 'Lambda:Unhandled' });
  },
  crashes: () => {
    throw new Error('internal detail');
  },
  upper: ({ source }: Invocation) => String((source as { title: string }).title).toUpperCase(),
  number: () => 'NaN',
  list: () => ['a', null],
  quiet: () => 'done',
};

const closed = `
  type Query {
    post: Post @function(name: "post") @auth(rules: [{ allow: public }, { allow: private }])
  }
  type Post @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: owner }]) {
    id: ID!
    title: String
  }
`;
const post = () => ({ id: '1', title: 't', owner: 'sub-bob::bob' });

scenarios('models in the results of handlers', { schema: closed, functions: { post } }, [
  {
    title: 'are closed to a mode that no rule of the model speaks of',
    query: '{ post { title } }',
    response: {
      data: { post: { title: null } },
      errors: [
        fieldError(['post', 'title'], 'Unauthorized', 'Not Authorized to access title on type Post', { column: 10 }),
      ],
    },
  },
  {
    title: 'are open to a mode that has a rule: the handler answers for the record',
    as: user('alice'),
    query: '{ post { title owner } }',
    response: { data: { post: { title: 't', owner: 'bob' } } },
  },
]);

scenarios('custom operations (runtime.md 8)', { schema, functions }, [
  {
    title: 'handlers get arguments with AWSJSON parsed, and the place of the field',
    query: 'query ($at: Point2) { echo(text: "hi", meta: "{\\"a\\":1}", at: $at) { text json seen } }',
    variables: { at: { x: 1, raw: '[2]' } },
    response: {
      data: {
        echo: {
          text: 'hi',
          json: '{"b":1}',
          seen: JSON.stringify({
            args: { text: 'hi', meta: { a: 1 }, at: { x: 1, raw: [2] } },
            typeName: 'Query',
            fieldName: 'echo',
            source: null,
            selectionSetList: ['text', 'json', 'seen'],
          }),
        },
      },
    },
  },
  {
    title: 'unions take the type that __typename tells',
    query: '{ pets { __typename ... on Cat { lives } ... on Dog { name good } ... on Named { n: name } } }',
    response: {
      data: {
        pets: [
          { __typename: 'Cat', lives: 9, n: 'Tom' },
          { __typename: 'Dog', name: 'Rex', good: true, n: 'Rex' },
        ],
      },
    },
  },
  {
    title: 'interfaces do too',
    query: '{ named { name ... on Cat { lives } } }',
    response: { data: { named: [{ name: 'Tom', lives: 9 }, { name: 'Rex' }] } },
  },
  {
    title: 'models in a result resolve their relations and computed fields',
    seed: { Comment: [{ id: 'c', postId: '1' }] },
    query: '{ posts { id upper comments { items { id } } } }',
    response: { data: { posts: [{ id: '1', upper: 'T', comments: { items: [{ id: 'c' }] } }, null] } },
  },
  {
    title: 'computed fields get the record',
    seed: {
      Post: [
        { id: '1', title: 'a' },
        { id: '2', title: 'b' },
      ],
    },
    query: '{ listPosts { items { upper } } }',
    response: { data: { listPosts: { items: [{ upper: 'A' }, { upper: 'B' }] } } },
  },
  {
    title: 'a handler that fails tells its message',
    query: '{ fails }',
    response: { data: { fails: null }, errors: [fieldError(['fails'], 'Lambda:Unhandled', 'no luck')] },
  },
  {
    title: 'rules are checked before the first handler; a non-null field takes the data with it',
    as: user('alice'),
    query: '{ closed }',
    response: {
      data: null,
      errors: [
        fieldError(['closed'], 'Unauthorized', 'Not Authorized to access closed on type Query'),
        {
          path: ['closed'],
          locations: null,
          message: "Cannot return null for non-nullable type: 'String' within parent 'Query' (/closed)",
        },
      ],
    },
  },
  {
    title: 'a result of another type is null with an error',
    query: '{ number }',
    response: {
      data: { number: null },
      errors: [
        {
          path: ['number'],
          locations: null,
          message: 'Can\'t serialize value (/number) : Int cannot represent non-integer value: "NaN"',
        },
      ],
    },
  },
  {
    title: 'a null element of a list of non-null makes the list null',
    query: '{ list }',
    response: {
      data: { list: null },
      errors: [
        {
          path: ['list', 1],
          locations: null,
          message: "Cannot return null for non-nullable type: 'String' within parent 'Query' (/list[1])",
        },
      ],
    },
  },
  {
    title: 'a mutation that feeds no subscription publishes nothing',
    query: 'mutation { quiet }',
    response: { data: { quiet: 'done' } },
  },
]);

const http = `
  type Query {
    find(id: ID!, page: Int!): String @http(url: "https://example.test/things/:id") @auth(rules: [{ allow: public }])
  }
  type Mutation {
    add(id: ID!, title: String!, size: Int): String @http(method: POST, url: "https://example.test/things/:id") @auth(rules: [{ allow: public }])
    make(title: String!): String @http(method: PUT, url: "https://example.test/things") @auth(rules: [{ allow: public }])
    drop(id: ID!, why: String!): String @http(method: DELETE, url: "https://example.test/things/:id") @auth(rules: [{ allow: public }])
  }
`;
const called = ({ arguments: args }: Invocation) => JSON.stringify(args);
scenarios('HTTP operations (runtime.md 8.3)', { schema: http, functions: { HttpHandler: called } }, [
  {
    title: 'arguments are the parameters of the path, the query and the body',
    query:
      'mutation { a: add(params: { id: "1" }, query: { title: "t" }) b: make(body: { title: "t" }) c: drop(params: { id: "1" }) }',
    response: {
      data: {
        a: '{"params":{"id":"1"},"query":{"title":"t"}}',
        b: '{"body":{"title":"t"}}',
        c: '{"params":{"id":"1"}}',
      },
    },
  },
  {
    title: 'GET needs them in its query',
    query: '{ find(params: { id: "1" }) }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: "Validation error of type MissingFieldArgument: Missing field argument query @ 'find'",
        },
      ],
    },
  },
]);
