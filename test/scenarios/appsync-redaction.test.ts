import { type Scenario, scenarios } from './harness.ts';
import { apiKey, user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const related = (name: string, rules: string, otherRules: string) => `
  type ${name} @model(${off}) @auth(rules: [${rules}]) {
    id: ID!
    childId: ID
    child: ${name}Child @hasOne(fields: ["childId"])
    parts: [${name}Part] @hasMany(references: ["parentId"])
  }
  type ${name}Child @model(${off}) @auth(rules: [${otherRules}]) { id: ID! }
  type ${name}Part @model(${off}) @auth(rules: [${otherRules}]) {
    id: ID!
    parentId: ID
    parent: ${name} @belongsTo(references: ["parentId"])
  }
`;
const schema = `
  type Student @model(${off}) @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) {
    id: ID!
    name: String
    notes: String @auth(rules: [{ allow: owner }])
  }
  type Quiet @model(${off}, subscriptions: { level: off }) @auth(rules: [{ allow: owner }, { allow: private, operations: [read] }]) {
    id: ID!
    notes: String @auth(rules: [{ allow: owner }])
  }
  ${related('Own', '{ allow: owner }', '{ allow: owner }')}
  ${related('Open', '{ allow: public }', '{ allow: public }')}
  ${related('Mixed', '{ allow: public }, { allow: private }', '{ allow: public }')}
  ${related('Apart', '{ allow: public }', '{ allow: groups, groups: ["Admin"] }')}
`;
const alice = user('alice');
const owner = 'sub-alice::alice';
const seed = Object.fromEntries(
  ['Own', 'Open', 'Mixed', 'Apart'].flatMap((name) => [
    [name, [{ id: '1', childId: 'c', ...(name === 'Own' ? { owner } : {}) }]],
    [`${name}Child`, [{ id: 'c', ...(name === 'Own' ? { owner } : {}) }]],
    [`${name}Part`, [{ id: 'p', parentId: '1', ...(name === 'Own' ? { owner } : {}) }]],
  ]),
);
const relationsOf = (name: string) =>
  `{ update${name}(input: { id: "1", childId: "c" }) { child { id } parts { items { id } nextToken } } }`;
const both = { child: { id: 'c' }, parts: { items: [{ id: 'p' }], nextToken: null } };
const neither = { child: null, parts: { items: [], nextToken: null } };

/** The same requests in both modes: title, the request, and its data by default and as the official service has it. */
const rows: readonly (readonly [string, Pick<Scenario, 'as' | 'query' | 'seed' | 'events'>, unknown, unknown])[] = [
  [
    'a field with a check, for its owner',
    { as: alice, query: 'mutation { createStudent(input: { name: "a", notes: "n" }) { name notes } }' },
    { createStudent: { name: 'a', notes: 'n' } },
    { createStudent: { name: 'a', notes: null } },
  ],
  [
    'a field with a check of a model without subscriptions',
    { as: alice, query: 'mutation { createQuiet(input: { notes: "n" }) { notes } }' },
    { createQuiet: { notes: 'n' } },
    { createQuiet: { notes: 'n' } },
  ],
  [
    'relations between models of owners',
    { as: alice, query: `mutation ${relationsOf('Own')}` },
    { updateOwn: both },
    { updateOwn: neither },
  ],
  [
    'relations between models of the same static readers',
    { as: apiKey, query: `mutation ${relationsOf('Open')}` },
    { updateOpen: both },
    { updateOpen: both },
  ],
  [
    'relations between models that share some readers',
    { as: apiKey, query: `mutation ${relationsOf('Mixed')}` },
    { updateMixed: both },
    { updateMixed: neither },
  ],
  [
    'a field with a check, read later',
    {
      as: alice,
      seed: { Student: [{ id: '1', name: 'a', notes: 'n', owner }] },
      query: '{ getStudent(id: "1") { name notes } }',
    },
    { getStudent: { name: 'a', notes: 'n' } },
    { getStudent: { name: 'a', notes: 'n' } },
  ],
];

for (const appsyncRedaction of [false, true]) {
  const mode = appsyncRedaction ? 'with appsyncRedaction' : 'by default';
  scenarios(
    `results of mutations ${mode} (authorization.md 7.4, 8.3)`,
    { schema, compatibility: { appsyncRedaction } },
    rows.map(([title, request, data, official]) => ({
      title,
      seed,
      ...request,
      response: { data: appsyncRedaction ? official : data },
      events: 'any' as const,
    })),
  );
  scenarios(
    `relations to models of other readers ${mode} (authorization.md 8.3)`,
    { schema, compatibility: { appsyncRedaction } },
    [
      {
        title: 'are left to the rules of the related model',
        seed,
        query: 'mutation { updateApart(input: { id: "1", childId: "c" }) { child { id } } }',
        response: {
          data: { updateApart: { child: null } },
          errors: [
            {
              path: ['updateApart', 'child'],
              data: null,
              errorType: 'Unauthorized',
              errorInfo: null,
              locations: [{ line: 1, column: 60, sourceName: null }],
              message: 'Not Authorized to access child on type Apart',
            },
          ],
        },
        events: 'any',
      },
    ],
  );
}
