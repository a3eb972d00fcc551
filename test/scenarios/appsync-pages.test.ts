import { afterEach, describe, expect, it } from 'vitest';
import { createWorld, skipWithout, type World } from './harness.ts';
import { user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Note @model(${off}) @auth(rules: [{ allow: public }, { allow: owner }]) {
    id: ID!
    text: String
    kind: String @index(name: "byKind", sortKeyFields: ["day", "number"], queryField: "byKind")
    day: String
    number: Int
    lines: [Line] @hasMany(references: ["noteId"])
  }
  type Line @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
    noteId: ID
    note: Note @belongsTo(references: ["noteId"])
  }
`;
const numbers = [0, 1, 2, 3, 4, 5];
const seed = {
  Note: numbers.map((number) => ({
    id: `${number}`,
    text: number % 2 ? 'odd' : 'even',
    kind: 'a',
    day: 'mon',
    number,
    'day#number': `mon#${number}`,
    owner: number < 3 ? 'sub-bob::bob' : 'sub-alice::alice',
  })),
  Line: numbers.map((number) => ({ id: `${number}`, text: number % 2 ? 'odd' : 'even', noteId: '1' })),
};

/** Pages from the first to the one without a token, as the ids they hold. */
async function pages(world: World, field: string, selection: string, as = user('alice')): Promise<string[]> {
  const found: string[] = [];
  for (let token: string | null = null; found.length < 10; ) {
    const query = `query ($token: String) { ${selection} }`;
    const response = (await world.send({ query, variables: { token }, ...(field === 'listNotes' ? { as } : {}) })) as {
      data: Record<string, unknown>;
    };
    const value = response.data[field] as { lines?: unknown };
    const page = (value.lines ?? value) as { items: { id: string }[]; nextToken: string | null };
    found.push(page.items.map(({ id }) => id).join(''));
    if (page.nextToken === null) return found;
    token = page.nextToken;
  }
  throw new Error('The pages do not end.');
}

describe.each([
  { appsyncPages: false, title: 'by default' },
  { appsyncPages: true, title: 'with appsyncPages' },
])('pages $title (runtime.md 3.2)', ({ appsyncPages }) => {
  let world: World;
  afterEach(() => world.close());

  it.for([
    {
      title: 'a limit counts records that the caller may see, or all that are read',
      field: 'listNotes',
      needs: 'orderedScan' as const,
      selection: 'listNotes(limit: 2, nextToken: $token) { items { id } nextToken }',
      full: ['34', '5'],
      official: ['', '3', '45', ''],
    },
    {
      title: 'a limit counts children that meet the filter, or all that are read',
      field: 'getNote',
      needs: 'orderedScan' as const,
      selection:
        'getNote(id: "1") { lines(limit: 3, nextToken: $token, filter: { text: { eq: "odd" } }) { items { id } nextToken } }',
      full: ['135'],
      official: ['1', '35', ''],
    },
    {
      title: 'a limit of an index query counts records that meet the filter, or all that are read',
      field: 'byKind',
      selection:
        'byKind(kind: "a", sortDirection: DESC, limit: 4, nextToken: $token, filter: { text: { eq: "even" } }) { items { id } nextToken }',
      full: ['420'],
      official: ['42', '0'],
    },
    {
      title: 'the last page has no token, or one when it is full',
      field: 'byKind',
      selection: 'byKind(kind: "a", limit: 6, nextToken: $token) { items { id } nextToken }',
      full: ['012345'],
      official: ['012345', ''],
    },
  ])('$title: $field', async ({ field, selection, full, official, needs }, { skip }) => {
    world = await createWorld({ schema, compatibility: { appsyncPages } });
    skipWithout(needs, world, skip);
    await world.seed(seed);
    expect(await pages(world, field, selection)).toEqual(appsyncPages ? official : full);
  });
});
