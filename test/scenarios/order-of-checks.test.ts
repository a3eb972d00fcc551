import { conditionFailed, fieldError, now, scenarios } from './harness.ts';
import { user } from './identities.ts';

const schema = `
  type Ticket @model @auth(rules: [{ allow: groups, groupsField: "team" }]) {
    id: ID!
    team: String @default(value: "support")
    title: String @validate(type: minLength, value: "2")
    queue: String @default(value: "main")
    status: String @index(name: "byStatus", sortKeyFields: ["queue", "day"], queryField: "byStatus")
    day: String
  }
`;
const support = user('ann', { 'cognito:groups': ['support'] });
const sales = user('bob', { 'cognito:groups': ['sales'] });
const refused = (type: string | null, message: string) => ({
  data: { createTicket: null },
  errors: [fieldError(['createTicket'], type, message, { column: 12 })],
});
const denied = refused('Unauthorized', 'Not Authorized to access createTicket on type Mutation');

scenarios('the order of checks (runtime.md 1.1)', { schema }, [
  {
    title: 'a key that cannot be built comes before the rules',
    as: sales,
    query: 'mutation { createTicket(input: { status: "OPEN", queue: "q" }) { id } }',
    response: refused(
      null,
      "When creating any part of the composite sort key for @index 'byStatus', you must provide all fields for the key. Missing key: 'day'.",
    ),
  },
  {
    title: 'the rules come before the checks of the input',
    as: sales,
    query: 'mutation { createTicket(input: { title: "x" }) { id } }',
    response: denied,
  },
  {
    title: 'the checks of the input come before the condition',
    as: support,
    query: 'mutation { createTicket(input: { title: "x" }, condition: { title: { eq: "y" } }) { id } }',
    response: refused(null, 'Field title of type Ticket must have a minimum length of 2'),
  },
  {
    title: 'the condition comes last',
    as: support,
    query: 'mutation { createTicket(input: { title: "xx" }, condition: { title: { eq: "y" } }) { id } }',
    response: refused('DynamoDB:ConditionalCheckFailedException', conditionFailed),
  },
  {
    title: 'defaults are seen by the rules and by composite keys',
    as: support,
    query: 'mutation { createTicket(input: { status: "OPEN", day: "mon" }) { team queue } }',
    response: { data: { createTicket: { team: 'support', queue: 'main' } } },
    events: [
      {
        kind: 'create',
        model: 'Ticket',
        item: {
          id: 'id-1',
          team: 'support',
          title: null,
          queue: 'main',
          status: 'OPEN',
          day: 'mon',
          createdAt: now,
          updatedAt: now,
          'queue#day': 'main#mon',
        },
        previous: null,
      },
    ],
  },
  {
    title: 'a page argument that makes no sense comes before the rules',
    query: '{ listTickets(limit: 0) { items { id } } }',
    response: {
      data: { listTickets: null },
      errors: [
        fieldError(
          ['listTickets'],
          'DynamoDB:DynamoDbException',
          "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1 (Service: DynamoDb, Status Code: 400, Request ID: request-1)",
        ),
      ],
    },
  },
  {
    title: 'a key argument that makes no sense comes before the rules',
    query: '{ byStatus(status: "OPEN", queueDay: { eq: { day: "mon" } }) { items { id } } }',
    response: {
      data: { byStatus: null },
      errors: [
        fieldError(
          ['byStatus'],
          'InvalidArgumentsError',
          "When providing argument 'queueDay.eq.day' you must also provide 'queueDay.eq.queue'.",
        ),
      ],
    },
  },
]);
