import { expect, it } from 'vitest';
import { createWorld, scenarios, send, skipWithout } from './harness.ts';

const schema = `
  type Post @model @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String!
    rating: Int
    born: AWSDate
    meta: AWSJSON
    status: Status
    comments: [Comment] @hasMany(references: ["postId"])
  }
  enum Status { OPEN CLOSED }
  type Comment @model @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    postId: ID
    post: Post @belongsTo(references: ["postId"])
  }
`;

const refused = (message: string, line: number, column: number) => ({
  data: null,
  errors: [{ path: null, locations: [{ line, column, sourceName: null }], message }],
});
const create = 'mutation ($input: CreatePostInput!) { createPost(input: $input) { id } }';

scenarios('the envelope (runtime.md 1.3, 1.4)', { schema }, [
  {
    title: 'an unknown field is FieldUndefined with the path of the field',
    query: '{ getPost(id: "1") { id badfield } }',
    response: refused(
      "Validation error of type FieldUndefined: Field 'badfield' in type 'Post' is undefined @ 'getPost/badfield'",
      1,
      25,
    ),
  },
  {
    title: 'paths use aliases and begin at a fragment',
    query: '{ a: getPost(id: "1") { ...F } } fragment F on Post { x: nope }',
    response: refused(
      "Validation error of type FieldUndefined: Field 'nope' in type 'Post' is undefined @ 'F/x'",
      1,
      55,
    ),
  },
  {
    title: 'a missing argument is MissingFieldArgument',
    query: '{ getPost { id } }',
    response: refused("Validation error of type MissingFieldArgument: Missing field argument id @ 'getPost'", 1, 3),
  },
  {
    title: 'an unknown argument is UnknownArgument',
    query: '{ getPost(id: "1", nope: 2) { id } }',
    response: refused("Validation error of type UnknownArgument: Unknown field argument nope @ 'getPost'", 1, 20),
  },
  {
    title: 'a bad literal is WrongType',
    query: 'mutation { createPost(input: { title: "t", born: "yesterday" }) { id } }',
    response: refused(
      "Validation error of type WrongType: argument 'input.born' with value '\"yesterday\"' is not a valid 'AWSDate' @ 'createPost'",
      1,
      50,
    ),
  },
  {
    title: 'an object without a selection is SubSelectionRequired',
    query: '{ getPost(id: "1") }',
    response: refused(
      "Validation error of type SubSelectionRequired: Sub selection required for type Post of field getPost @ 'getPost'",
      1,
      3,
    ),
  },
  {
    title: 'a scalar with a selection is SubSelectionNotAllowed',
    query: '{ getPost(id: "1") { id { x } } }',
    response: refused(
      "Validation error of type SubSelectionNotAllowed: Sub selection not allowed on leaf type ID! of field id @ 'getPost/id'",
      1,
      25,
    ),
  },
  {
    title: 'a default value of another type is BadValueForDefaultArg',
    query: 'query ($id: ID!, $n: Int = "x") { getPost(id: $id) { id } listPosts(limit: $n) { items { id } } }',
    variables: { id: '1' },
    response: refused('Validation error of type BadValueForDefaultArg: Bad default value "x" for type Int', 1, 28),
  },
  {
    title: 'a fragment on another type is InvalidFragmentType',
    query: '{ getPost(id: "1") { ... on Query { __typename } } }',
    response: refused(
      "Validation error of type InvalidFragmentType: Fragment cannot be spread here as objects of type Post can never be of type Query @ 'getPost'",
      1,
      22,
    ),
  },
  {
    title: 'an anonymous operation beside another is LoneAnonymousOperationViolation',
    query: '{ __typename } query A { __typename }',
    response: refused(
      'Validation error of type LoneAnonymousOperationViolation: Anonymous operation with other operations',
      1,
      1,
    ),
  },
  {
    title: 'an undefined variable is UndefinedVariable',
    query: '{ getPost(id: $id) { id } }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [
            { line: 1, column: 15, sourceName: null },
            { line: 1, column: 1, sourceName: null },
          ],
          message: "Validation error of type UndefinedVariable: Undefined variable id @ 'getPost'",
        },
      ],
    },
  },
  {
    title: 'a variable of the wrong type is VariableTypeMismatch',
    query: 'query ($id: Int!) { getPost(id: $id) { id } }',
    variables: { id: 1 },
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [
            { line: 1, column: 8, sourceName: null },
            { line: 1, column: 33, sourceName: null },
          ],
          message:
            "Validation error of type VariableTypeMismatch: Variable type 'Int!' doesn't match expected type 'ID!'",
        },
      ],
    },
  },
  {
    title: 'every broken rule has an entry',
    query: '{ nope1 nope2 }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 3, sourceName: null }],
          message: "Validation error of type FieldUndefined: Field 'nope1' in type 'Query' is undefined @ 'nope1'",
        },
        {
          path: null,
          locations: [{ line: 1, column: 9, sourceName: null }],
          message: "Validation error of type FieldUndefined: Field 'nope2' in type 'Query' is undefined @ 'nope2'",
        },
      ],
    },
  },
  {
    title: 'a missing non-null variable is told by its name',
    query: create,
    response: refused("Variable 'input' has coerced Null value for NonNull type 'CreatePostInput!'", 1, 11),
  },
  {
    title: 'a missing member is told by the name of the member',
    query: create,
    variables: { input: { rating: 1 } },
    response: refused("Variable 'title' has coerced Null value for NonNull type 'String!'", 1, 11),
  },
  {
    title: 'a bad scalar is told by the name of the member',
    query: create,
    variables: { input: { title: 't', born: '2019-13-01Z' } },
    response: refused("Variable 'born' has an invalid value. Unable to parse `2019-13-01Z` as a valid date.", 1, 11),
  },
  {
    title: 'every unknown member has an entry',
    query: create,
    variables: { input: { title: 't', foo: 1, bar: 2 } },
    response: {
      data: null,
      errors: ['foo', 'bar'].map((name) => ({
        path: null,
        locations: null,
        message: `The variables input contains a field name '${name}' that is not defined for input object type 'CreatePostInput'`,
      })),
    },
  },
  {
    title: 'a value that is no member of an enum is refused',
    query: create,
    variables: { input: { title: 't', status: 'GONE' } },
    response: refused(
      "Variable 'status' has an invalid value. Invalid input for Enum 'Status'. No value found for name 'GONE'.",
      1,
      11,
    ),
  },
  {
    title: 'an object literal is no AWSJSON',
    query: create,
    variables: { input: { title: 't', meta: { a: 1 } } },
    response: refused("Variable 'meta' has an invalid value. Unable to parse `{ a: 1 }` as valid JSON.", 1, 11),
  },
  {
    title: 'a null in a non-null position makes the nearest nullable parent null',
    seed: { Post: [{ id: '1' }, { id: '2', title: 'kept' }] },
    query: '{ listPosts { items { id title } } }',
    response: {
      data: { listPosts: { items: [null, { id: '2', title: 'kept' }] } },
      errors: [
        {
          path: ['listPosts', 'items', 0, 'title'],
          locations: null,
          message:
            "Cannot return null for non-nullable type: 'String' within parent 'Post' (/listPosts/items[0]/title)",
        },
      ],
    },
  },
  {
    title: 'a stored value that is not of its type becomes null with an error',
    seed: { Post: [{ id: '1', title: 't', born: '2020-05-23T06:4:37.000Z' }] },
    query: '{ listPosts { items { id born } } }',
    response: {
      data: { listPosts: { items: [{ id: '1', born: null }] } },
      errors: [
        {
          path: ['listPosts', 'items', 0, 'born'],
          locations: null,
          message:
            "Can't serialize value (/listPosts/items[0]/born) : Unable to serialize `2020-05-23T06:4:37.000Z` as a valid Date Object.",
        },
      ],
    },
  },
  {
    title: 'text that is no GraphQL is refused as malformed',
    query: '{ getPost(',
    status: 400,
    response: {
      errors: [{ errorType: 'MalformedHttpRequestException', message: 'Unable to parse GraphQL query.' }],
      message: 'Unable to parse GraphQL query.',
    },
  },
  {
    title: 'several operations need an operation name',
    query: 'query A { getPost(id: "1") { id } } query B { listPosts { items { id } } }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: null,
          message: 'Must provide operation name if query contains multiple operations.',
        },
      ],
    },
  },
  {
    title: 'the operation name chooses the operation',
    query: 'query A { getPost(id: "1") { id } } query B { listPosts { items { id } } }',
    operationName: 'B',
    response: { data: { listPosts: { items: [] } } },
  },
]);

it('a failure of the engine is masked and reported', async () => {
  const failure = new Error('disk on fire: secret');
  const world = await createWorld({
    schema,
    wrapStore: (store) => ({
      ...store,
      get() {
        throw failure;
      },
    }),
  });
  const { body } = await send(world.executor, { query: '{ getPost(id: "1") { id } }' });
  expect(body).toBe(
    '{"data":{"getPost":null},"errors":[{"path":["getPost"],"data":null,"errorType":"InternalFailure","errorInfo":null,"locations":[{"line":1,"column":3,"sourceName":null}],"message":"An internal failure occurred while resolving this field."}]}',
  );
  expect(world.errors).toEqual([failure]);
  await world.close();
});

it('a read of a synchronous store returns without a promise', async ({ skip }) => {
  const world = await createWorld({ schema });
  skipWithout('synchronousReads', world, skip);
  await world.seed({ Post: [{ id: '1', title: 't' }], Comment: [{ id: 'c', postId: '1' }] });
  const response = send(world.executor, { query: '{ getPost(id: "1") { comments { items { post { id } } } } }' });
  expect(response).toEqual({
    status: 200,
    errorType: null,
    body: '{"data":{"getPost":{"comments":{"items":[{"post":{"id":"1"}}]}}}}',
  });
  await world.close();
});
