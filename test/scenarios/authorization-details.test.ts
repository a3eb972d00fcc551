import { conditionFailed, fieldError, scenarios } from './harness.ts';
import { apiKey, iamRole, lambdaCaller, user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Note @model(${off}) @auth(rules: [{ allow: owner }]) { id: ID! text: String }
  type Memo @model(${off}) @auth(rules: [{ allow: owner }]) { id: ID! owner: String }
  type Report @model(${off}) @auth(rules: [{ allow: private }]) {
    id: ID!
    title: String
    secret: String @auth(rules: [{ allow: groups, groups: ["Admin"] }])
    level: String @default(value: "low") @auth(rules: [{ allow: groups, groups: ["Admin"] }])
  }
  type Doc @model(${off}) @auth(rules: [{ allow: owner, ownerField: "authors" }]) { id: ID! title: String authors: [String] }
  type Mail @model(${off}) @auth(rules: [{ allow: owner, provider: oidc, identityClaim: "sub" }]) { id: ID! }
  type Dead @model(${off}) @auth(rules: [{ allow: owner, provider: oidc }]) { id: ID! }
  type Open @model(${off}) @auth(rules: [{ allow: public, operations: [read] }, { allow: owner }]) { id: ID! }
  type Team @model(${off}) @auth(rules: [{ allow: groups, groupsField: "team" }]) { id: ID! team: String title: String }
  type Squad @model(${off}) @auth(rules: [{ allow: groups, groupsField: "teams" }]) { id: ID! teams: [String] }
  type Salary @model(${off}) @auth(rules: [{ allow: groups, groups: ["Admin"] }]) { id: ID! }
  type Pay @model(${off}) @auth(rules: [{ allow: groups, groups: ["Admin"] }, { allow: owner }]) { id: ID! }
  type Board @model(${off}) @auth(rules: [{ allow: private }]) { id: ID! text: String }
  type Forged @model(${off}) @auth(rules: [{ allow: private }, { allow: owner }]) { id: ID! }
  type Guest @model(${off}) @auth(rules: [{ allow: public, provider: identityPool }]) { id: ID! }
  type Bare @model(${off}) { id: ID! }
  type Event @model(${off}) @auth(rules: [{ allow: custom }]) { id: ID! secret: String }
  type Student @model(${off}) @auth(rules: [{ allow: private, operations: [create, read] }, { allow: owner }]) {
    id: ID!
    name: String
    notes: String @auth(rules: [{ allow: owner, operations: [create, read, update] }])
  }
  type Post @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    tags: [Tag] @manyToMany(relationName: "PostTags")
  }
  type Tag @model(${off}) @auth(rules: [{ allow: groups, groups: ["Admin"] }]) {
    id: ID!
    posts: [Post] @manyToMany(relationName: "PostTags")
  }
  type Inbox @model(${off}) @auth(rules: [{ allow: owner, ownerField: "to", identityClaim: "username" }]) {
    id: ID!
    to: String @index(name: "byReader", queryField: "inboxOf")
  }
`;
const alice = user('alice', { 'cognito:groups': ['Eng'] });
const bob = user('bob');
const oidc = {
  ...user('u1'),
  mode: 'OPENID_CONNECT' as const,
  username: null,
  claims: { sub: 'u1', iss: 'https://i' },
};
const superAdmin = user('eve', { 'cognito:groups': 'SuperAdmin' });
const signedIn = {
  ...iamRole(),
  principal: 'authenticated' as const,
  cognitoIdentityPoolId: 'p',
  cognitoIdentityId: 'i',
};
const guest = { ...signedIn, principal: 'guest' as const };
const owner = 'sub-alice::alice';
const refused = (field: string, type: 'Query' | 'Mutation') => ({
  data: { [field]: null },
  errors: [
    fieldError([field], 'Unauthorized', `Not Authorized to access ${field} on type ${type}`, {
      column: type === 'Mutation' ? 12 : 3,
    }),
  ],
});
const refusedOn = (field: string, names: string) => ({
  data: { [field]: null },
  errors: [fieldError([field], 'Unauthorized', `Unauthorized on [${names}]`, { column: 12 })],
});
const list = (field: string, ...ids: string[]) => ({ data: { [field]: { items: ids.map((id) => ({ id })) } } });

scenarios('owners (authorization.md 4)', { schema }, [
  {
    title: 'rules of another provider do not help',
    as: alice,
    query: '{ getOpen(id: "1") { id } }',
    seed: { Open: [{ id: '1', owner: 'sub-bob::bob' }] },
    response: refused('getOpen', 'Query'),
  },
  {
    title: 'a forged owner is refused',
    as: alice,
    query: 'mutation { createMemo(input: { owner: "bob" }) { id } }',
    response: refused('createMemo', 'Mutation'),
  },
  {
    title: 'an owner told by name is stored as sent',
    as: alice,
    query: 'mutation { createMemo(input: { id: "1", owner: "alice" }) { owner } }',
    response: { data: { createMemo: { owner: 'alice' } } },
    events: [{ kind: 'create', model: 'Memo', item: { id: '1', owner: 'alice' }, previous: null }],
  },
  {
    title: 'an owner may give the record away',
    as: alice,
    seed: { Memo: [{ id: '1', owner }] },
    query: 'mutation { updateMemo(input: { id: "1", owner: "bob" }) { owner } }',
    response: { data: { updateMemo: { owner: 'bob' } } },
    events: 'any',
  },
  {
    title: 'a list of owners that holds the caller is stored as sent',
    as: alice,
    query: 'mutation { createDoc(input: { id: "1", authors: ["alice", "bob"] }) { authors } }',
    response: { data: { createDoc: { authors: ['alice', 'bob'] } } },
    events: [
      {
        kind: 'create',
        model: 'Doc',
        item: { id: '1', title: null, authors: ['alice', 'bob'] },
        previous: null,
      },
    ],
  },
  {
    title: 'an absent list of owners is filled with the caller, and shown without the sub',
    as: alice,
    query: 'mutation { createDoc(input: { id: "1" }) { authors } }',
    response: { data: { createDoc: { authors: ['alice'] } } },
    events: [{ kind: 'create', model: 'Doc', item: { id: '1', title: null, authors: [owner] }, previous: null }],
  },
  {
    title: 'a list of owners without the caller is refused',
    as: alice,
    query: 'mutation { createDoc(input: { authors: ["bob"] }) { id } }',
    response: refused('createDoc', 'Mutation'),
  },
  {
    title: 'a co-owner updates, and may lock the creator out',
    seed: { Doc: [{ id: '1', authors: [owner, 'bob'] }] },
    before: [{ as: bob, query: 'mutation { updateDoc(input: { id: "1", authors: ["bob"] }) { id } }' }],
    as: alice,
    query: '{ getDoc(id: "1") { id } listDocs { items { id } } }',
    response: {
      data: { getDoc: null, listDocs: { items: [] } },
      errors: [fieldError(['getDoc'], 'Unauthorized', 'Not Authorized to access getDoc on type Query')],
    },
  },
  {
    title: 'an OIDC owner without a username needs another claim',
    as: oidc,
    query: 'mutation { createDead(input: {}) { id } }',
    response: refused('createDead', 'Mutation'),
  },
  {
    title: 'an OIDC owner by sub is stored as the sub',
    as: oidc,
    query: 'mutation { createMail(input: { id: "1" }) { owner } }',
    response: { data: { createMail: { owner: 'u1' } } },
    events: [{ kind: 'create', model: 'Mail', item: { id: '1', owner: 'u1' }, previous: null }],
  },
  {
    title: 'a private caller without an owner in the input becomes the owner',
    as: alice,
    query: 'mutation { createForged(input: { id: "1" }) { owner } }',
    response: { data: { createForged: { owner: 'alice' } } },
    events: [{ kind: 'create', model: 'Forged', item: { id: '1', owner }, previous: null }],
  },
  {
    title: 'an index query by the own owner key is open, by another refused',
    as: alice,
    seed: { Inbox: [{ id: '1', to: 'alice' }] },
    query: '{ inboxOf(to: "alice") { items { id } } other: inboxOf(to: "bob") { items { id } } }',
    response: {
      data: { inboxOf: { items: [{ id: '1' }] }, other: null },
      errors: [fieldError(['other'], 'Unauthorized', 'Not Authorized to access inboxOf on type Query', { column: 41 })],
    },
  },
  {
    title: 'a missing record of a private model is a failed condition for update, and null for delete',
    as: alice,
    query: 'mutation { updateBoard(input: { id: "9", text: "x" }) { id } deleteBoard(input: { id: "9" }) { id } }',
    response: {
      data: { updateBoard: null, deleteBoard: null },
      errors: [
        fieldError(['updateBoard'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, {
          column: 12,
          errorInfo: 'There is no record with this key.',
        }),
      ],
    },
  },
]);

scenarios('groups (authorization.md 5)', { schema }, [
  {
    title: 'a static group refuses who is in none',
    as: bob,
    query: '{ listSalaries { items { id } } }',
    response: refused('listSalaries', 'Query'),
  },
  {
    title: 'with an owner rule beside it, a list is empty instead',
    as: bob,
    query: '{ listPays { items { id } } }',
    response: list('listPays'),
  },
  {
    title: 'a group is not found in the name of another',
    as: superAdmin,
    query: '{ listSalaries { items { id } } }',
    response: refused('listSalaries', 'Query'),
  },
  {
    title: 'a dynamic group of somebody else is refused on create',
    as: alice,
    query: 'mutation { createTeam(input: { team: "Sales" }) { id } }',
    response: refused('createTeam', 'Mutation'),
  },
  {
    title: 'a dynamic group is never filled in',
    as: alice,
    query: 'mutation { createTeam(input: { title: "t" }) { id } }',
    response: refused('createTeam', 'Mutation'),
  },
  {
    title: 'a dynamic group of the caller is taken, and may be changed to any',
    as: alice,
    before: [{ as: alice, query: 'mutation { createTeam(input: { id: "1", team: "Eng" }) { id } }' }],
    query: 'mutation { updateTeam(input: { id: "1", team: "Sales" }) { team } }',
    response: { data: { updateTeam: { team: 'Sales' } } },
    events: 'any',
  },
  {
    title: 'records of dynamic groups are listed by the groups of the token',
    as: alice,
    seed: {
      Team: [
        { id: '1', team: 'Eng' },
        { id: '2', team: 'Sales' },
      ],
      Squad: [
        { id: '1', teams: ['Ops', 'Eng'] },
        { id: '2', teams: ['Ops'] },
      ],
    },
    query: '{ listTeams { items { id } } listSquads { items { id } } }',
    response: { data: { listTeams: { items: [{ id: '1' }] }, listSquads: { items: [{ id: '1' }] } } },
  },
  {
    title: 'a token without groups is refused where only dynamic groups are admitted',
    as: bob,
    query: '{ listTeams { items { id } } }',
    response: refused('listTeams', 'Query'),
  },
  {
    title: 'a missing record of a dynamic group is refused on update',
    as: alice,
    query: 'mutation { updateTeam(input: { id: "9", title: "t" }) { id } }',
    response: refused('updateTeam', 'Mutation'),
  },
]);

scenarios('public, private, custom and no rules (authorization.md 2, 3, 6, 10)', { schema }, [
  {
    title: 'a guest reads what guests may',
    as: guest,
    query: '{ listGuests { items { id } } }',
    response: list('listGuests'),
  },
  {
    title: 'a signed-in identity is no guest',
    as: signedIn,
    query: '{ getGuest(id: "1") { id } }',
    response: refused('getGuest', 'Query'),
  },
  {
    title: 'an API key is refused where only users are admitted',
    as: apiKey,
    query: '{ listBoards { items { id } } }',
    response: refused('listBoards', 'Query'),
  },
  {
    title: 'a model without rules refuses everybody',
    as: alice,
    query: 'mutation { createBare(input: {}) { id } }',
    response: refused('createBare', 'Mutation'),
  },
  {
    title: 'a model without rules is open to a principal outside any identity pool',
    as: iamRole(),
    query: '{ listBares { items { id } } }',
    response: list('listBares'),
  },
  {
    title: 'a principal outside any identity pool creates records without an owner',
    as: iamRole(),
    query: 'mutation { createNote(input: { id: "1" }) { owner } }',
    response: { data: { createNote: { owner: null } } },
    events: [{ kind: 'create', model: 'Note', item: { id: '1', text: null, owner: null }, previous: null }],
  },
  {
    title: 'a Lambda authorizer that says yes still needs a custom rule',
    as: lambdaCaller(),
    query: '{ listNotes { items { id } } }',
    response: refused('listNotes', 'Query'),
  },
  {
    title: 'a custom rule admits whom the Lambda authorizer admitted',
    as: lambdaCaller(),
    seed: { Event: [{ id: '1', secret: 's' }] },
    query: '{ getEvent(id: "1") { secret } }',
    response: { data: { getEvent: { secret: 's' } } },
  },
]);

scenarios('fields and join models (authorization.md 7, 8.2)', { schema }, [
  {
    title: 'a create with a forbidden field is refused as a whole',
    as: alice,
    query: 'mutation { createReport(input: { title: "t", secret: "s" }) { id } }',
    response: refusedOn('createReport', 'secret'),
  },
  {
    title: 'a create of nothing but forbidden fields is refused by them',
    as: alice,
    query: 'mutation { createReport(input: { secret: "s" }) { id } }',
    response: refusedOn('createReport', 'secret'),
  },
  {
    title: 'a value that a default supplies is not the choice of the caller',
    as: alice,
    query: 'mutation { createReport(input: { title: "t" }) { level } }',
    response: {
      data: { createReport: { level: null } },
      errors: [
        fieldError(['createReport', 'level'], 'Unauthorized', 'Not Authorized to access level on type Report', {
          column: 50,
        }),
      ],
    },
    events: 'any',
  },
  {
    title: 'setting a field to null needs the right to delete it',
    as: alice,
    seed: { Student: [{ id: '1', name: 'a', notes: 'n', owner }] },
    query: 'mutation { updateStudent(input: { id: "1", notes: null }) { id } }',
    response: refusedOn('updateStudent', 'notes'),
  },
  {
    title: 'deleting a record needs the right on every field',
    as: alice,
    seed: { Student: [{ id: '1', name: 'a', notes: 'n', owner }] },
    query: 'mutation { deleteStudent(input: { id: "1" }) { id } }',
    response: refused('deleteStudent', 'Mutation'),
  },
  {
    title: 'a join model admits whom either side admits, without rights on the ends',
    query: 'mutation { createPostTags(input: { postId: "p", tagId: "t" }) { id } }',
    response: { data: { createPostTags: { id: 'id-1' } } },
    events: 'any',
  },
]);

scenarios(
  '1.1 @aws_* directives on the fields of a model',
  {
    schema: `type Doc @model @auth(rules: [{ allow: public }, { allow: private }]) {
      id: ID!
      text: String
      secret: String @aws_cognito_user_pools
      topSecret: String @aws_cognito_user_pools(cognito_groups: ["Admins"])
    }`,
  },
  [
    {
      title: 'a mode that the directive does not name reads the record without the field',
      seed: { Doc: [{ id: 'd1', text: 'open', secret: 'closed' }] },
      query: '{ getDoc(id: "d1") { text secret } }',
      response: {
        data: { getDoc: { text: 'open', secret: null } },
        errors: [
          fieldError(['getDoc', 'secret'], 'Unauthorized', 'Not Authorized to access secret on type Doc', {
            column: 27,
          }),
        ],
      },
    },
    {
      title: 'the mode it names reads the field, but not one that is for a group',
      as: user('ann'),
      seed: { Doc: [{ id: 'd1', secret: 'closed', topSecret: 'more' }] },
      query: '{ getDoc(id: "d1") { secret topSecret } }',
      response: {
        data: { getDoc: { secret: 'closed', topSecret: null } },
        errors: [
          fieldError(['getDoc', 'topSecret'], 'Unauthorized', 'Not Authorized to access topSecret on type Doc', {
            column: 29,
          }),
        ],
      },
    },
    {
      title: 'a member of the group reads that too',
      as: user('ann', { 'cognito:groups': ['Admins'] }),
      seed: { Doc: [{ id: 'd1', topSecret: 'more' }] },
      query: '{ getDoc(id: "d1") { topSecret } }',
      response: { data: { getDoc: { topSecret: 'more' } } },
    },
  ],
);
