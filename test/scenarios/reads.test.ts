import { afterEach, describe, expect, it } from 'vitest';
import { createWorld, fieldError, scenarios, type World } from './harness.ts';

const schema = `
  type Order @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    customer: String! @primaryKey(sortKeyFields: ["day"])
    day: String!
    status: String @index(name: "byStatus", sortKeyFields: ["region", "city"], queryField: "byStatus")
    region: String
    city: String
    count: Int @index(name: "byCount", queryField: "byCount")
  }
  type Store @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    tenant: ID! @primaryKey(sortKeyFields: ["code", "number"])
    code: String!
    number: Int!
  }
  type Note @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    text: String
  }
`;
const order = (customer: string, day: string, status: string, region: string, city: string, count: number) => ({
  customer,
  day,
  status,
  region,
  city,
  count,
  'region#city': `${region}#${city}`,
});
const seed = {
  Order: [
    order('a', '1', 'OPEN', 'eu', 'rome', 1),
    order('a', '2', 'OPEN', 'eu', 'paris', 2),
    order('a', '3', 'OPENED', 'us', 'reno', 3),
    order('b', '1', 'OPEN', 'us', 'reno', 3),
    { customer: 'c', day: '9', count: 5 },
  ],
  Store: [
    { tenant: 't', code: 'x', number: 9, 'code#number': 'x#9' },
    { tenant: 't', code: 'x', number: 10, 'code#number': 'x#10' },
    { tenant: 't', code: 'y', number: 1, 'code#number': 'y#1' },
  ],
};
const days = (...list: string[]) => ({ data: { listOrders: { items: list.map((day) => ({ day })) } } });
const refused = (field: string, message: string) => ({
  data: { [field]: null },
  errors: [fieldError([field], 'InvalidArgumentsError', message)],
});

scenarios('reads (runtime.md 3)', { schema }, [
  {
    title: 'get finds a record by all fields of its key',
    seed,
    query: '{ getOrder(customer: "a", day: "2") { status } }',
    response: { data: { getOrder: { status: 'OPEN' } } },
  },
  {
    title: 'get of a missing record is null without an error',
    seed,
    query: '{ getOrder(customer: "a", day: "7") { status } }',
    response: { data: { getOrder: null } },
  },
  {
    title: 'list without the hash field gives all records',
    order: 'engine',
    seed,
    query: '{ listOrders { items { customer day } nextToken } }',
    response: {
      data: {
        listOrders: {
          items: [
            { customer: 'a', day: '1' },
            { customer: 'a', day: '2' },
            { customer: 'a', day: '3' },
            { customer: 'b', day: '1' },
            { customer: 'c', day: '9' },
          ],
          nextToken: null,
        },
      },
    },
  },
  {
    title: 'list with the hash field gives its records in order of the sort key',
    seed,
    query: '{ listOrders(customer: "a") { items { day } } }',
    response: days('1', '2', '3'),
  },
  {
    title: 'sortDirection turns the order',
    seed,
    query: '{ listOrders(customer: "a", sortDirection: DESC) { items { day } } }',
    response: days('3', '2', '1'),
  },
  ...(
    [
      ['{ eq: "2" }', ['2']],
      ['{ lt: "2" }', ['1']],
      ['{ le: "2" }', ['1', '2']],
      ['{ gt: "2" }', ['3']],
      ['{ ge: "2" }', ['2', '3']],
      ['{ between: ["1", "2"] }', ['1', '2']],
      ['{ beginsWith: "3" }', ['3']],
      ['{}', ['1', '2', '3']],
    ] as const
  ).map(([condition, expected]) => ({
    title: `a key condition ${condition} selects days ${expected.join(', ')}`,
    seed,
    query: `{ listOrders(customer: "a", day: ${condition}) { items { day } } }`,
    response: days(...expected),
  })),
  {
    title: 'a key condition takes one operation',
    seed,
    query: '{ listOrders(customer: "a", day: { ge: "1", le: "2" }) { items { day } } }',
    response: refused('listOrders', 'Argument day must specify at most one key condition operation.'),
  },
  {
    title: 'between takes two elements',
    query: '{ listOrders(customer: "a", day: { between: "1" }) { items { day } } }',
    response: refused('listOrders', "Argument 'day.between' expects exactly two elements."),
  },
  {
    title: 'a sort argument needs the hash argument',
    query: '{ listOrders(day: { eq: "1" }) { items { day } } }',
    response: refused('listOrders', "When providing argument 'day' you must also provide arguments customer"),
  },
  {
    title: 'a composite sort argument needs the hash argument',
    query: '{ listStores(codeNumber: { eq: { code: "x" } }) { items { code } } }',
    response: refused('listStores', "When providing argument 'codeNumber' you must also provide 'tenant'."),
  },
  {
    title: 'sortDirection needs the hash argument',
    query: '{ listOrders(sortDirection: ASC) { items { day } } }',
    response: refused(
      'listOrders',
      "When providing argument 'sortDirection' you must also provide argument 'customer'.",
    ),
  },
  {
    title: 'sortDirection needs a sort key',
    query: '{ byCount(count: 3, sortDirection: DESC) { items { day } } }',
    response: refused('byCount', 'sortDirection is not supported for List operations without a Sort key defined.'),
  },
  {
    title: 'composite parts are compared as one text',
    seed,
    query: '{ listStores(tenant: "t", codeNumber: { ge: { code: "x", number: 9 } }) { items { code number } } }',
    response: {
      data: {
        listStores: {
          items: [
            { code: 'x', number: 9 },
            { code: 'y', number: 1 },
          ],
        },
      },
    },
  },
  {
    title: 'beginsWith on a composite key crosses the bounds of parts',
    seed,
    query: '{ byStatus(status: "OPEN", regionCity: { beginsWith: { region: "e" } }) { items { city } } }',
    response: { data: { byStatus: { items: [{ city: 'paris' }, { city: 'rome' }] } } },
  },
  {
    title: 'eq with some parts of a composite key finds nothing',
    seed,
    query: '{ byStatus(status: "OPEN", regionCity: { eq: { region: "eu" } }) { items { city } } }',
    response: { data: { byStatus: { items: [] } } },
  },
  {
    title: 'a part of a composite key needs the part before it',
    query: '{ byStatus(status: "OPEN", regionCity: { eq: { city: "rome" } }) { items { city } } }',
    response: refused(
      'byStatus',
      "When providing argument 'regionCity.eq.city' you must also provide 'regionCity.eq.region'.",
    ),
  },
  {
    title: 'a part in between needs the part before it too',
    query: '{ byStatus(status: "OPEN", regionCity: { between: [{ city: "a" }, { region: "b" }] }) { items { city } } }',
    response: refused(
      'byStatus',
      "When providing argument 'regionCity.between[0].city' you must also provide 'regionCity.between[0].region'.",
    ),
  },
  {
    title: 'an index query leaves out records without the key, and applies a filter',
    seed,
    query: '{ byStatus(status: "OPEN", filter: { count: { ge: 2 } }) { items { customer day } nextToken } }',
    response: {
      data: {
        byStatus: {
          items: [
            { customer: 'a', day: '2' },
            { customer: 'b', day: '1' },
          ],
          nextToken: null,
        },
      },
    },
  },
  {
    title: 'a limit below 1 is refused',
    query: '{ listNotes(limit: 0) { items { id } } }',
    response: {
      data: { listNotes: null },
      errors: [
        fieldError(
          ['listNotes'],
          'DynamoDB:DynamoDbException',
          "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: DynamoDb, Status Code: 400, Request ID: request-1)",
        ),
      ],
    },
  },
  {
    title: 'a token that was not given out is refused',
    query: '{ listNotes(nextToken: "forged") { items { id } } }',
    response: {
      data: { listNotes: null },
      errors: [
        fieldError(['listNotes'], 'InvalidArgumentsError', 'The nextToken does not belong to this query.', {
          errorInfo:
            'Pass the nextToken of the previous page with the same arguments, or none to start at the first page.',
        }),
      ],
    },
  },
]);

describe('pages (runtime.md 3.2)', () => {
  let world: World;
  afterEach(() => world.close());

  /** Follows tokens to the end. */
  async function pages(query: string, field: string): Promise<readonly (readonly string[])[]> {
    const found: string[][] = [];
    for (let token: string | null = null; found.length < 20; ) {
      const response = (await world.send({ query, variables: { token } })) as {
        data: Record<string, { items: Record<string, string>[]; nextToken: string | null }>;
      };
      const { items, nextToken } = response.data[field]!;
      found.push(items.map((item) => Object.values(item).join()));
      if (nextToken === null) return found;
      token = nextToken;
    }
    throw new Error('The pages do not end.');
  }

  it('are full, and the last has no token', async () => {
    world = await createWorld({ schema });
    // Where a scan has no order, pages are as large, and every record is on one of them.
    const arranged = (found: readonly (readonly string[])[]) =>
      world.capabilities.orderedScan
        ? found
        : { sizes: found.map(({ length }) => length), all: found.flat().toSorted() };
    const notes = Array.from({ length: 10 }, (_, index) => ({ id: `${index}`, text: index % 2 ? 'odd' : 'even' }));
    await world.seed({ Note: notes });
    const list = (rest: string) =>
      `query ($token: String) { listNotes(nextToken: $token ${rest}) { items { id } nextToken } }`;
    const expectPages = async (rest: string, expected: readonly (readonly string[])[]) =>
      expect(arranged(await pages(list(rest), 'listNotes'))).toEqual(arranged(expected));
    await expectPages('limit: 5', [
      ['0', '1', '2', '3', '4'],
      ['5', '6', '7', '8', '9'],
    ]);
    await expectPages('limit: 4', [
      ['0', '1', '2', '3'],
      ['4', '5', '6', '7'],
      ['8', '9'],
    ]);
    await expectPages('limit: 3 filter: { text: { eq: "odd" } }', [
      ['1', '3', '5'],
      ['7', '9'],
    ]);
  });

  it('of a key query go on in both directions', async () => {
    world = await createWorld({ schema });
    await world.seed(seed);
    const list = (rest: string) =>
      `query ($token: String) { listOrders(customer: "a", limit: 1, nextToken: $token ${rest}) { items { day } nextToken } }`;
    expect(await pages(list(''), 'listOrders')).toEqual([['1'], ['2'], ['3']]);
    expect(await pages(list('sortDirection: DESC'), 'listOrders')).toEqual([['3'], ['2'], ['1']]);
  });

  it('hold 100 items unless asked for more, and never more than the limit of the server', async () => {
    world = await createWorld({ schema, limits: { maxPageSize: 120 } });
    await world.seed({ Note: Array.from({ length: 150 }, (_, index) => ({ id: `${index}` })) });
    const list = (rest: string) =>
      `query ($token: String) { listNotes(nextToken: $token ${rest}) { items { id } nextToken } }`;
    const sizes = async (rest: string) => (await pages(list(rest), 'listNotes')).map((page) => page.length);
    expect(await sizes('')).toEqual([100, 50]);
    expect(await sizes('limit: 1000')).toEqual([120, 30]);
  });

  it('refuse a token of another partition', async () => {
    world = await createWorld({ schema });
    await world.seed(seed);
    const query =
      'query ($customer: String, $token: String) { listOrders(customer: $customer, limit: 1, nextToken: $token) { nextToken } }';
    const first = (await world.send({ query, variables: { customer: 'a' } })) as {
      data: { listOrders: { nextToken: string } };
    };
    const token = first.data.listOrders.nextToken;
    expect(await world.send({ query, variables: { customer: 'b', token } })).toMatchObject({
      data: { listOrders: null },
      errors: [{ errorType: 'InvalidArgumentsError' }],
    });
  });
});
