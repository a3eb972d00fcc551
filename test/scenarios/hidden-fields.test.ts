import { afterEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/ir/identity.ts';
import type { PreparedSubscription } from '../../src/realtime/prepared-subscription.ts';
import { conditionFailed, createWorld, fieldError, scenarios, type World } from './harness.ts';
import { iamRole, lambdaCaller, user } from './identities.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  type Staff @model(${off}) @searchable @auth(rules: [{ allow: private }, { allow: custom }]) {
    id: ID!
    owner: String
    team: String @index(name: "byTeam", queryField: "staffOfTeam", sortKeyFields: ["wage"])
    badge: String @index(name: "byBadge", queryField: "staffByBadge") @auth(rules: [{ allow: groups, groups: ["HR"] }])
    wage: Int @auth(rules: [{ allow: owner }, { allow: groups, groups: ["HR"] }])
    lead: ID @index(name: "byLead", sortKeyFields: ["wage"])
    reports: [Staff] @hasMany(references: ["lead"])
    ranked: [Staff] @hasMany(indexName: "byLead", fields: ["id"])
    boss: Staff @belongsTo(references: ["lead"])
  }
`;
const alice = user('alice');
const hr = user('hr', { 'cognito:groups': ['HR'] });
const seed = {
  Staff: [
    { id: '1', owner: 'sub-alice::alice', team: 'a', badge: 'x1', wage: 10 },
    { id: '2', owner: 'sub-bob::bob', team: 'a', badge: 'x2', wage: 20, lead: '1' },
    { id: '3', owner: 'sub-carol::carol', team: 'a', badge: 'x3', wage: 30, lead: '1' },
  ],
};
const ids = (field: string, ...found: string[]) => ({ data: { [field]: { items: found.map((id) => ({ id })) } } });

/** Filter → who is found by alice, who sees her own wage and no badge, and by HR, which sees all. */
const filters: readonly (readonly [string, string, string])[] = [
  ['{ wage: { eq: 20 } }', '', '2'],
  ['{ wage: { eq: 10 } }', '1', '1'],
  ['{ wage: { gt: 5 } }', '1', '123'],
  ['{ wage: { between: [1, 40] } }', '1', '123'],
  ['{ not: { wage: { eq: 20 } } }', '123', '13'],
  ['{ wage: { ne: 20 } }', '123', '13'],
  ['{ wage: { attributeExists: true } }', '1', '123'],
  ['{ wage: { attributeExists: false } }', '23', ''],
  ['{ or: [{ wage: { eq: 20 } }, { id: { eq: "3" } }] }', '3', '23'],
  ['{ and: [{ wage: { le: 20 } }, { team: { eq: "a" } }] }', '1', '12'],
  ['{ badge: { eq: "x2" } }', '', '2'],
  ['{ badge: { beginsWith: "x" } }', '', '123'],
  ['{ badge: { contains: "2" } }', '', '2'],
  ['{ badge: { ne: "x2" } }', '123', '13'],
  ['{ badge: { size: { eq: 2 } } }', '', '123'],
  ['{ badge: { attributeType: string } }', '', '123'],
];

scenarios(
  'fields a caller may not read are not found by either',
  { schema },
  filters.flatMap(([filter, own, all]) => [
    {
      title: `alice: ${filter}`,
      as: alice,
      seed,
      query: `{ listStaff(filter: ${filter}) { items { id } } }`,
      response: ids('listStaff', ...own),
      order: 'engine' as const,
    },
    {
      title: `HR: ${filter}`,
      as: hr,
      seed,
      query: `{ listStaff(filter: ${filter}) { items { id } } }`,
      response: ids('listStaff', ...all),
      order: 'engine' as const,
    },
  ]),
);

scenarios('other ways to ask about a hidden field', { schema }, [
  {
    title: 'a connection of a relation',
    as: alice,
    seed,
    query: '{ getStaff(id: "1") { reports(filter: { wage: { eq: 20 } }) { items { id } } } }',
    response: { data: { getStaff: { reports: { items: [] } } } },
  },
  {
    title: 'a list of records with a connection, whose field is not even shown',
    as: alice,
    seed,
    query:
      '{ listStaff(filter: { id: { eq: "1" } }) { items { reports(filter: { wage: { eq: 20 } }) { items { id } } } } }',
    response: { data: { listStaff: { items: [{ reports: { items: [] } }] } } },
  },
  {
    title: 'the sort key of a connection',
    as: alice,
    seed,
    query:
      '{ getStaff(id: "1") { ranked(wage: { ge: 5 }) { items { id } } } listStaff(filter: { id: { eq: "1" } }) { items { ranked(wage: { ge: 5 }) { items { id } } } } }',
    response: { data: { getStaff: { ranked: { items: [] } }, listStaff: { items: [{ ranked: { items: [] } }] } } },
  },
  {
    title: 'the sort key of a connection, for HR',
    as: hr,
    seed,
    query: '{ getStaff(id: "1") { ranked(wage: { ge: 5 }) { items { id } } } }',
    response: { data: { getStaff: { ranked: { items: [{ id: '2' }, { id: '3' }] } } } },
  },
  {
    title: 'an index query with a filter',
    as: alice,
    seed,
    query: '{ staffOfTeam(team: "a", filter: { wage: { gt: 5 } }) { items { id } } }',
    response: ids('staffOfTeam', '1'),
  },
  {
    title: 'a sort key: only those are found whose value is shown',
    as: alice,
    seed,
    query: '{ staffOfTeam(team: "a", wage: { ge: 10 }) { items { id } } }',
    response: ids('staffOfTeam', '1'),
  },
  {
    title: 'a hash key that nobody but HR sees',
    as: alice,
    seed,
    query: '{ staffByBadge(badge: "x2") { items { id } } }',
    response: {
      data: { staffByBadge: null },
      errors: [fieldError(['staffByBadge'], 'Unauthorized', 'Not Authorized to access staffByBadge on type Query')],
    },
  },
  {
    title: 'HR finds by badge',
    as: hr,
    seed,
    query: '{ staffByBadge(badge: "x2") { items { id } } }',
    response: ids('staffByBadge', '2'),
  },
  {
    title: 'the condition of an update',
    as: lambdaCaller(['Staff.team']),
    seed,
    query: 'mutation { updateStaff(input: { id: "2", lead: "3" }, condition: { team: { eq: "a" } }) { id } }',
    response: {
      data: { updateStaff: null },
      errors: [
        fieldError(['updateStaff'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 }),
      ],
    },
  },
  {
    title: 'the condition of an update, by dynamic rules',
    as: alice,
    seed,
    query: 'mutation { updateStaff(input: { id: "2", team: "b" }, condition: { wage: { eq: 20 } }) { id } }',
    response: {
      data: { updateStaff: null },
      errors: [
        fieldError(['updateStaff'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 }),
      ],
    },
  },
  {
    title: 'the condition of an update of the own record holds',
    as: alice,
    seed,
    query: 'mutation { updateStaff(input: { id: "1", team: "b" }, condition: { wage: { eq: 10 } }) { team } }',
    response: { data: { updateStaff: { team: 'b' } } },
    events: 'any',
  },
  {
    title: 'a search, its filter and its order',
    as: alice,
    seed,
    query: `{
      found: searchStaff(filter: { wage: { eq: 20 } }) { total items { id } }
      absent: searchStaff(filter: { badge: { exists: true } }) { total }
      ordered: searchStaff(sort: [{ field: wage, direction: asc }]) { items { id } }
    }`,
    response: {
      data: {
        found: { total: 0, items: [] },
        absent: { total: 0 },
        ordered: { items: [{ id: '1' }, { id: '3' }, { id: '2' }] },
      },
    },
  },
  {
    title: 'fields that an authorizer denies',
    as: lambdaCaller(['Staff.team']),
    seed,
    query: '{ listStaff(filter: { team: { eq: "a" } }) { items { id } } }',
    response: ids('listStaff'),
  },
  {
    title: "fields outside a principal's policy",
    as: iamRole(['Query.*', 'Staff.id']),
    seed,
    query: '{ listStaff(filter: { wage: { eq: 20 } }) { items { id } } }',
    response: ids('listStaff'),
  },
]);

describe('events', () => {
  let world: World;
  afterEach(() => world.close());

  async function subscribe(query: string, identity: Identity): Promise<PreparedSubscription> {
    const request = { query, variables: null, operationName: null, identity, headers: {}, requestId: 'request-1' };
    const result = await world.executor.subscribe(request);
    if (result.status === 'refused') throw new Error(JSON.stringify(result.errors));
    return result.subscription;
  }

  async function passing(subscription: PreparedSubscription): Promise<string[]> {
    return world.events
      .filter((event) => subscription.matches(event))
      .map((event) => (event.kind === 'mutation' ? '' : String(event.item.id)));
  }

  it('are not chosen by hidden fields', async () => {
    world = await createWorld({ schema });
    const query = 'subscription { onUpdateStaff(filter: { wage: { eq: 20 } }) { id } }';
    const asAlice = await subscribe(query, alice);
    const asHr = await subscribe(query, hr);
    await world.seed(seed);
    for (const id of ['1', '2']) {
      await world.send({ as: hr, query: `mutation { updateStaff(input: { id: "${id}", team: "b" }) { id } }` });
    }
    expect(await passing(asHr)).toEqual(['2']);
    expect(await passing(asAlice)).toEqual([]);
  });

  it('are never rendered for a caller together with one whose policy shows more', async () => {
    world = await createWorld({ schema });
    const query = 'subscription { onUpdateStaff { id wage } }';
    const narrow = await subscribe(query, iamRole(['Subscription.*', 'Staff.id']));
    const wide = await subscribe(query, iamRole());
    expect(narrow.group).not.toBe(wide.group);
    await world.seed(seed);
    await world.send({ as: hr, query: 'mutation { updateStaff(input: { id: "2", team: "b" }) { id } }' });
    const [event] = world.events;
    expect(JSON.parse(await wide.render(event!))).toEqual({ data: { onUpdateStaff: { id: '2', wage: 20 } } });
    expect(JSON.parse(await narrow.render(event!))).toMatchObject({ data: { onUpdateStaff: { id: '2', wage: null } } });
  });
});
