import { fieldError, scenarios } from './harness.ts';

const off = 'timestamps: { createdAt: null, updatedAt: null }';
const schema = `
  enum Grade { A B }
  type Order @model(${off}) @auth(rules: [{ allow: public }]) {
    customer: String! @primaryKey(sortKeyFields: ["number"])
    number: Int!
    status: String @index(name: "byStatus", sortKeyFields: ["region", "city"], queryField: "byStatus")
    region: String
    city: String
    grade: Grade @index(name: "byGrade", sortKeyFields: ["price"], queryField: "byGrade")
    price: Float
    tag: String @index(name: "byTag", queryField: "byTag", projection: { type: KEYS_ONLY })
    raw: AWSJSON
    at: AWSDateTime
    sizes: [Int]
  }
  type Parent @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    key: String
    children: [Child] @hasMany(indexName: "byParent", fields: ["key"], limit: 2)
    first: One @hasOne(references: ["parentId"])
  }
  type Child @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    parent: String @index(name: "byParent", sortKeyFields: ["day"])
    day: String
  }
  type One @model(${off}) @auth(rules: [{ allow: public }]) {
    id: ID!
    parentId: ID
    parent: Parent @belongsTo(references: ["parentId"])
  }
`;
const order = (number: number, more: object) => ({ customer: 'a', number, ...more });
const seed = {
  Order: [
    order(2, { status: 'OPEN', region: 'eu', city: 'rome', 'region#city': 'eu#rome', grade: 'A', price: 2.5 }),
    order(10, { status: 'OPEN', region: 'eu', city: 'oslo', 'region#city': 'eu#oslo', grade: 'A', price: 10 }),
    order(11, { tag: 't', raw: '{"a":1}', at: '2024-01-01T00:00:00+02:00', sizes: [1, 2], price: 0 }),
  ],
  Parent: [{ id: '1', key: 'k' }, { id: '2' }],
  Child: ['1', '2', '3'].map((day) => ({ id: day, parent: 'k', day })),
  One: [
    { id: 'a', parentId: '1' },
    { id: 'b', parentId: '1' },
  ],
};
const numbers = (field: string, ...list: number[]) => ({
  data: { [field]: { items: list.map((number) => ({ number })) } },
});
const refused = (field: string, message: string) => ({
  data: { [field]: null },
  errors: [fieldError([field], 'InvalidArgumentsError', message)],
});

scenarios('details of reads (runtime.md 3, 4, 6)', { schema }, [
  {
    title: 'a numeric sort key is compared as a number',
    seed,
    query: '{ listOrders(customer: "a", number: { gt: 2 }) { items { number } } }',
    response: numbers('listOrders', 10, 11),
  },
  {
    title: 'the sort key of an index takes its own type',
    seed,
    query: '{ byGrade(grade: A, price: { between: [2.5, 9.5] }) { items { number } } }',
    response: numbers('byGrade', 2),
  },
  {
    title: 'a composite key condition takes one operation',
    query:
      '{ byStatus(status: "OPEN", regionCity: { ge: { region: "a" }, le: { region: "z" } }) { items { number } } }',
    response: refused('byStatus', 'Argument regionCity must specify at most one key condition operation.'),
  },
  {
    title: 'between on a composite key takes two elements',
    query: '{ byStatus(status: "OPEN", regionCity: { between: [{ region: "a" }] }) { items { number } } }',
    response: refused('byStatus', "Argument 'regionCity.between' expects exactly two elements."),
  },
  {
    title: 'an index shows every field, whatever it projects',
    seed,
    query: '{ byTag(tag: "t") { items { number raw } } }',
    response: { data: { byTag: { items: [{ number: 11, raw: '{"a":1}' }] } } },
  },
  {
    title: 'a key query takes a filter on a key field',
    seed,
    query: '{ listOrders(customer: "a", filter: { number: { ge: 10 } }) { items { number } } }',
    response: numbers('listOrders', 10, 11),
  },
  {
    title: 'AWSJSON is filtered as the text that was sent',
    seed,
    query: '{ listOrders(filter: { raw: { contains: "\\"a\\"" } }) { items { number } } }',
    response: numbers('listOrders', 11),
  },
  {
    title: 'AWSDateTime is filtered as text',
    seed,
    query: '{ listOrders(filter: { at: { gt: "2023-12-31T23:00:00Z" } }) { items { number } } }',
    response: numbers('listOrders', 11),
  },
  {
    title: 'a list of numbers takes attributeExists, and eq never holds',
    seed,
    query:
      '{ a: listOrders(filter: { sizes: { attributeExists: true } }) { items { number } } b: listOrders(filter: { sizes: { eq: 1 } }) { items { number } } }',
    response: { data: { a: { items: [{ number: 11 }] }, b: { items: [] } } },
  },
  {
    title: 'in is no operator of queries',
    query: '{ listOrders(filter: { status: { in: ["OPEN"] } }) { items { number } } }',
    response: {
      data: null,
      errors: [
        {
          path: null,
          locations: [{ line: 1, column: 32, sourceName: null }],
          message:
            "Validation error of type WrongType: argument 'filter.status' with value '{ in: [\"OPEN\"] }' contains a field not in 'ModelStringInput': 'in' @ 'listOrders'",
        },
      ],
    },
  },
  {
    title: 'a hasMany has the limit of its directive, and takes the sort key of its index',
    seed,
    query:
      '{ getParent(id: "1") { children { items { day } } late: children(day: { ge: "2" }, sortDirection: DESC) { items { day } } } }',
    response: {
      data: {
        getParent: {
          children: { items: [{ day: '1' }, { day: '2' }] },
          late: { items: [{ day: '3' }, { day: '2' }] },
        },
      },
    },
  },
  {
    title: 'a hasMany of a parent whose key is null is empty',
    seed,
    query: '{ getParent(id: "2") { children { items { day } nextToken } } }',
    response: { data: { getParent: { children: { items: [], nextToken: null } } } },
  },
  {
    title: 'a hasOne by references takes the first of several',
    needs: 'orderedScan',
    seed,
    query: '{ getParent(id: "1") { first { id } } }',
    response: { data: { getParent: { first: { id: 'a' } } } },
  },
]);
