import { scenarios } from './harness.ts';
import { apiKey, user } from './identities.ts';

const schema = `
  type Note @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String
  }
`;
const seed = {
  Note: [
    { id: '1', text: 'a', owner: 'sub-alice::alice' },
    { id: '2', text: 'b', owner: 'sub-bob::bob' },
    { id: '3', text: 'c', owner: 'alice' },
    { id: '4', text: 'd', owner: 'sub-eve::malice' },
    { id: '5', text: 'e' },
  ],
};

scenarios('filters on owners (authorization.md 16)', { schema }, [
  ...(
    [
      ['{ owner: { eq: "alice" } }', '13'],
      ['{ owner: { eq: "sub-alice::alice" } }', '1'],
      ['{ owner: { ne: "alice" } }', '245'],
      ['{ owner: { eq: null } }', '5'],
      ['{ owner: { eq: "" } }', ''],
      ['{ or: [{ owner: { eq: "bob" } }, { not: { owner: { ne: "malice" } } }] }', '24'],
      ['{ text: { eq: "alice" } }', ''],
    ] as const
  ).map(([filter, ids]) => ({
    title: filter,
    as: apiKey,
    seed,
    order: 'engine' as const,
    query: `{ listNotes(filter: ${filter}) { items { id } } }`,
    response: { data: { listNotes: { items: [...ids].map((id) => ({ id })) } } },
  })),
  {
    title: 'a condition takes the owner as shown too',
    as: user('alice'),
    seed,
    query:
      'mutation { updateNote(input: { id: "1", text: "x" }, condition: { owner: { eq: "alice" } }) { owner text } }',
    response: { data: { updateNote: { owner: 'alice', text: 'x' } } },
    events: 'any',
  },
]);
