import type { Item } from '../../src/ir/item.ts';
import { scenarios } from './harness.ts';
import { user } from './identities.ts';

/** Names that every object inherits are names like any other: of models' fields, owners, groups, claims and keys. */

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Thing @model(${off}) @searchable
    @auth(rules: [{ allow: owner, ownerField: "constructor", identityClaim: "toString" }, { allow: groups, groupsField: "valueOf" }]) {
    id: ID!
    constructor: String
    valueOf: String
    hasOwnProperty: Int
    toString: String
  }
`;
const plain = user('alice');
const named = user('alice', { toString: 'alice' });
const grouped = user('bob', { 'cognito:groups': ['__proto__', 'constructor'] });
const seed: Readonly<Record<string, readonly Item[]>> = {
  Thing: [
    { id: '__proto__', constructor: 'alice', hasOwnProperty: 1 },
    { id: 'constructor', constructor: 'constructor', valueOf: '__proto__' },
    { id: 'toString', constructor: 'toString' },
  ],
};
const ids = (field: string, ...found: string[]) => ({ data: { [field]: { items: found.map((id) => ({ id })) } } });

scenarios('names on the prototype of objects', { schema }, [
  {
    title: 'a claim that the token inherits is no claim',
    as: plain,
    seed,
    query: 'mutation { createThing(input: { id: "1" }) { id } }',
    response: {
      data: { createThing: null },
      errors: [
        {
          path: ['createThing'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 1, column: 12, sourceName: null }],
          message: 'Not Authorized to access createThing on type Mutation',
        },
      ],
    },
  },
  {
    title: 'an owner field is filled',
    as: named,
    query: 'mutation { createThing(input: { id: "constructor" }) { id constructor } }',
    response: { data: { createThing: { id: 'constructor', constructor: 'alice' } } },
    events: 'any',
  },
  {
    title: 'owners see their records',
    as: named,
    seed,
    query: '{ listThings { items { id } } }',
    response: ids('listThings', '__proto__'),
  },
  {
    title: 'members of groups see theirs',
    as: grouped,
    seed,
    query: '{ listThings { items { id constructor valueOf } } }',
    response: {
      data: { listThings: { items: [{ id: 'constructor', constructor: 'constructor', valueOf: '__proto__' }] } },
    },
  },
  {
    title: 'filters look at own values',
    as: named,
    seed,
    query: '{ listThings(filter: { hasOwnProperty: { attributeExists: false } }) { items { id } } }',
    response: ids('listThings'),
  },
  {
    title: 'searches too',
    as: named,
    seed,
    query:
      '{ searchThings(filter: { toString: { exists: true } }, sort: [{ field: valueOf }]) { items { id } total } }',
    response: { data: { searchThings: { items: [], total: 0 } } },
  },
]);
