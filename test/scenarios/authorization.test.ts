import { conditionFailed, fieldError, now, scenarios } from './harness.ts';
import { apiKey, iamRole, lambdaCaller, user } from './identities.ts';

const alice = user('alice');
const bob = user('bob');
const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Note @model(${off}) @auth(rules: [{ allow: owner }]) {
    id: ID!
    text: String
    draft: Draft @hasOne(references: ["noteId"])
    parts: [Part] @hasMany(references: ["noteId"])
  }
  type Draft @model(${off}) @auth(rules: [{ allow: owner }]) {
    id: ID!
    noteId: ID
    note: Note @belongsTo(references: ["noteId"])
  }
  type Part @model(${off}) @auth(rules: [{ allow: owner }, { allow: public }]) {
    id: ID!
    noteId: ID
    note: Note @belongsTo(references: ["noteId"])
  }
  type Employee @model(${off}) @auth(rules: [{ allow: private, operations: [read, create, update] }, { allow: owner }]) {
    id: ID!
    owner: String
    name: String
    ssn: String @auth(rules: [{ allow: owner }])
  }
  type Secret @model(${off}) @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
    id: ID!
    text: String
  }
  type Gate @model(${off}) @auth(rules: [{ allow: public }, { allow: custom }]) {
    id: ID!
    hidden: String
    secret: Secret @hasOne(fields: ["secretId"])
    secretId: ID
    lines: [Line] @hasMany(references: ["gateId"])
  }
  type Line @model(${off}) @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
    id: ID!
    gateId: ID
    gate: Gate @belongsTo(references: ["gateId"])
  }
  type Inbox @model(${off}) @auth(rules: [{ allow: owner, ownerField: "to", identityClaim: "username" }]) {
    to: String! @primaryKey(sortKeyFields: ["at"])
    at: String!
    person: Person @belongsTo(references: ["to"])
  }
  type Person @model(${off}) @auth(rules: [{ allow: private }]) {
    name: String! @primaryKey
    inbox: [Inbox] @hasMany(references: ["to"])
  }
`;
const hers = { id: '1', text: 'a', owner: 'sub-alice::alice' };
const his = { id: '2', text: 'b', owner: 'sub-bob::bob' };
const seed = {
  Note: [hers, his],
  Draft: [{ id: 'd', noteId: '1', owner: 'sub-bob::bob' }],
  Part: [
    { id: 'p1', noteId: '1', owner: 'sub-alice::alice' },
    { id: 'p2', noteId: '1', owner: 'sub-bob::bob' },
  ],
  Employee: [
    { id: '1', name: 'bob', ssn: '1', owner: 'sub-bob::bob' },
    { id: '2', name: 'alice', ssn: '2', owner: 'sub-alice::alice' },
  ],
  Secret: [{ id: 's', text: 'x' }],
  Gate: [{ id: '1', hidden: 'h', secretId: 's' }],
  Line: [{ id: 'l', gateId: '1' }],
  Person: [{ name: 'alice' }, { name: 'bob' }],
  Inbox: [
    { to: 'alice', at: '1' },
    { to: 'bob', at: '1' },
  ],
};
const refusal = (path: readonly (string | number)[], field: string, type: string, place: { column?: number } = {}) =>
  fieldError(path, 'Unauthorized', `Not Authorized to access ${field} on type ${type}`, place);

scenarios('authorization', { schema }, [
  {
    title: 'a mode without a rule is refused',
    seed,
    query: '{ getNote(id: "1") { id } }',
    response: { data: { getNote: null }, errors: [refusal(['getNote'], 'getNote', 'Query')] },
  },
  {
    title: 'an owner sees the record, and the owner as the text after the last ::',
    as: alice,
    seed,
    query: '{ getNote(id: "1") { id owner } }',
    response: { data: { getNote: { id: '1', owner: 'alice' } } },
  },
  {
    title: "somebody else's record is refused",
    as: bob,
    seed,
    query: '{ getNote(id: "1") { id } }',
    response: { data: { getNote: null }, errors: [refusal(['getNote'], 'getNote', 'Query')] },
  },
  {
    title: 'a missing record is null without an error',
    as: bob,
    seed,
    query: '{ getNote(id: "none") { id } }',
    response: { data: { getNote: null } },
  },
  {
    title: "somebody else's records are absent from a list",
    as: bob,
    seed,
    query: '{ listNotes { items { id owner } nextToken } }',
    response: { data: { listNotes: { items: [{ id: '2', owner: 'bob' }], nextToken: null } } },
  },
  {
    title: 'create fills in the owner',
    as: alice,
    query: 'mutation { createNote(input: { text: "x" }) { id owner } }',
    response: { data: { createNote: { id: 'id-1', owner: 'alice' } } },
    events: [
      { kind: 'create', model: 'Note', item: { id: 'id-1', text: 'x', owner: 'sub-alice::alice' }, previous: null },
    ],
  },
  {
    title: 'a static refusal of a write is told in the mutation type',
    as: bob,
    query: 'mutation { createSecret(input: { text: "x" }) { id } }',
    response: {
      data: { createSecret: null },
      errors: [refusal(['createSecret'], 'createSecret', 'Mutation', { column: 12 })],
    },
  },
  {
    title: "update of somebody else's record is refused and changes nothing",
    as: bob,
    seed,
    query: 'mutation { updateNote(input: { id: "1", text: "z" }) { id } }',
    response: {
      data: { updateNote: null },
      errors: [refusal(['updateNote'], 'updateNote', 'Mutation', { column: 12 })],
    },
  },
  {
    title: 'update of a missing record is refused in the same words',
    as: bob,
    seed,
    query: 'mutation { updateNote(input: { id: "9", text: "z" }) { id } }',
    response: {
      data: { updateNote: null },
      errors: [refusal(['updateNote'], 'updateNote', 'Mutation', { column: 12 })],
    },
  },
  {
    title: 'the rules come before the condition',
    as: alice,
    seed,
    query: 'mutation { updateNote(input: { id: "1", text: "z" }, condition: { text: { eq: "wrong" } }) { id } }',
    response: {
      data: { updateNote: null },
      errors: [fieldError(['updateNote'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 })],
    },
  },
  {
    title: 'delete of a missing record is refused where rules need a record',
    as: bob,
    seed,
    query: 'mutation { deleteNote(input: { id: "9" }) { id } }',
    response: {
      data: { deleteNote: null },
      errors: [refusal(['deleteNote'], 'deleteNote', 'Mutation', { column: 12 })],
    },
  },
  {
    title: 'an owner deletes the record',
    as: bob,
    seed,
    query: 'mutation { deleteNote(input: { id: "2" }) { id text owner } }',
    response: { data: { deleteNote: { id: '2', text: 'b', owner: 'bob' } } },
    events: [{ kind: 'delete', model: 'Note', item: his, previous: null }],
  },
  {
    title: 'a field with rules of its own is null with an error for each object',
    as: bob,
    seed,
    query: '{ listEmployees { items { name ssn } } }',
    response: {
      data: {
        listEmployees: {
          items: [
            { name: 'bob', ssn: '1' },
            { name: 'alice', ssn: null },
          ],
        },
      },
      errors: [refusal(['listEmployees', 'items', 1, 'ssn'], 'ssn', 'Employee', { column: 32 })],
    },
  },
  {
    title: 'a write of a forbidden field is refused as a whole, by the record',
    as: alice,
    seed,
    query: 'mutation { updateEmployee(input: { id: "1", ssn: "9" }) { id } }',
    response: {
      data: { updateEmployee: null },
      errors: [fieldError(['updateEmployee'], 'Unauthorized', 'Unauthorized on [ssn]', { column: 12 })],
    },
  },
  {
    title: 'the caller sees real values in the result of a mutation',
    as: bob,
    seed,
    query: 'mutation { updateEmployee(input: { id: "1", ssn: "9" }) { name ssn } }',
    response: { data: { updateEmployee: { name: 'bob', ssn: '9' } } },
    events: [
      {
        kind: 'update',
        model: 'Employee',
        item: { id: '1', name: 'bob', ssn: '9', owner: 'sub-bob::bob' },
        previous: { id: '1', name: 'bob', ssn: '1', owner: 'sub-bob::bob' },
      },
    ],
  },
  {
    title: 'a related record that is hidden is null with an error',
    as: alice,
    seed,
    query: '{ getNote(id: "1") { draft { id } } }',
    response: {
      data: { getNote: { draft: null } },
      errors: [refusal(['getNote', 'draft'], 'draft', 'Note', { column: 22 })],
    },
  },
  {
    title: "other people's children are absent from a connection",
    as: alice,
    seed,
    query: '{ getNote(id: "1") { parts { items { id } } } }',
    response: { data: { getNote: { parts: { items: [{ id: 'p1' }] } } } },
  },
  {
    title: 'a related model that is closed to the caller makes field and connection null',
    seed,
    query: '{ getGate(id: "1") { id secret { text } lines { items { id } } } }',
    response: {
      data: { getGate: { id: '1', secret: null, lines: null } },
      errors: [
        refusal(['getGate', 'secret'], 'secret', 'Gate', { column: 25 }),
        refusal(['getGate', 'lines'], 'lines', 'Gate', { column: 41 }),
      ],
    },
  },
  {
    title: 'a static group opens all records',
    as: user('root', { 'cognito:groups': ['Admin'] }),
    seed,
    query: '{ listSecrets { items { text } } }',
    response: { data: { listSecrets: { items: [{ text: 'x' }] } } },
  },
  {
    title: 'a principal without identity pool passes all rules',
    as: iamRole(),
    seed,
    query: '{ listNotes { items { id owner } } }',
    response: {
      data: {
        listNotes: {
          items: [
            { id: '1', owner: 'alice' },
            { id: '2', owner: 'bob' },
          ],
        },
      },
    },
  },
  {
    title: 'a principal whose policy lacks the field gets 401',
    as: iamRole(['Query.*']),
    seed,
    query: 'mutation { deleteNote(input: { id: "1" }) { id } }',
    status: 401,
    response: {
      errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
      message: 'You are not authorized to make this call.',
    },
  },
  {
    title: 'fields that a Lambda authorizer denies are null with an error',
    as: lambdaCaller(['Gate.hidden']),
    seed,
    query: '{ getGate(id: "1") { id hidden } }',
    response: {
      data: { getGate: { id: '1', hidden: null } },
      errors: [refusal(['getGate', 'hidden'], 'hidden', 'Gate', { column: 25 })],
    },
  },
  {
    title: 'root fields that a Lambda authorizer denies are null with an error',
    as: lambdaCaller(['Query.getGate']),
    seed,
    query: '{ getGate(id: "1") { id } }',
    response: { data: { getGate: null }, errors: [refusal(['getGate'], 'getGate', 'Query')] },
  },
  {
    title: "somebody else's owner key is refused, not found empty",
    as: alice,
    seed,
    query: '{ listInboxes(to: "bob") { items { at } } }',
    response: { data: { listInboxes: null }, errors: [refusal(['listInboxes'], 'listInboxes', 'Query')] },
  },
  {
    title: "a get by somebody else's owner key does not tell whether there is a record",
    as: alice,
    seed,
    query: '{ getInbox(to: "carol", at: "1") { at } }',
    response: { data: { getInbox: null }, errors: [refusal(['getInbox'], 'getInbox', 'Query')] },
  },
  {
    title: "a relation through somebody else's owner key is refused",
    as: alice,
    seed,
    query: '{ listPeople { items { name inbox { items { at } } } } }',
    response: {
      data: {
        listPeople: {
          items: [
            { name: 'alice', inbox: { items: [{ at: '1' }] } },
            { name: 'bob', inbox: null },
          ],
        },
      },
      errors: [refusal(['listPeople', 'items', 1, 'inbox'], 'inbox', 'Person', { column: 29 })],
    },
  },
  {
    title: "one's own owner key is open",
    as: alice,
    seed,
    query: '{ listInboxes(to: "alice") { items { to at } } }',
    response: { data: { listInboxes: { items: [{ to: 'alice', at: '1' }] } } },
  },
]);

scenarios(
  'explanations',
  { schema: 'type Todo @model @auth(rules: [{ allow: private }]) { id: ID! }', explain: true },
  [
    {
      title: 'say which rules were tried',
      as: apiKey,
      query: '{ getTodo(id: "1") { id } }',
      response: {
        data: { getTodo: null },
        errors: [
          {
            ...refusal(['getTodo'], 'getTodo', 'Query'),
            extensions: {
              explain: [
                { rule: 'allow private (userPools)', outcome: 'is for userPools; the request came with API_KEY' },
              ],
            },
          },
        ],
      },
    },
  ],
);

scenarios('the sandbox', { schema: 'type Todo @model { id: ID! }', settings: { sandboxMode: true } }, [
  {
    title: 'opens models without rules to API keys',
    query: 'mutation { createTodo(input: {}) { id } }',
    response: { data: { createTodo: { id: 'id-1' } } },
    events: [{ kind: 'create', model: 'Todo', item: { id: 'id-1', createdAt: now, updatedAt: now }, previous: null }],
  },
  {
    title: 'leaves them closed to users',
    as: alice,
    query: 'mutation { createTodo(input: {}) { id } }',
    response: {
      data: { createTodo: null },
      errors: [refusal(['createTodo'], 'createTodo', 'Mutation', { column: 12 })],
    },
  },
]);
