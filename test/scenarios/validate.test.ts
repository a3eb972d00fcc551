import { fieldError, now, scenarios } from './harness.ts';

const schema = `
  type Item @model @auth(rules: [{ allow: public }]) {
    id: ID!
    code: String @validate(type: matches, value: "[a-z]+\\\\\\\\d", errorMessage: "bad code")
    name: String @validate(type: minLength, value: "2") @validate(type: maxLength, value: "4") @validate(type: startsWith, value: "a")
    price: Float @validate(type: gt, value: "0") @validate(type: lte, value: "10.5")
    slow: String @validate(type: matches, value: "(a+)+")
  }
`;
const fails = (message: string, errorInfo: unknown = null) => ({
  data: { createItem: null },
  errors: [fieldError(['createItem'], null, message, { column: 12, errorInfo })],
});
const item = { id: 'id-1', code: null, name: null, price: null, slow: null, createdAt: now, updatedAt: now };

scenarios('@validate (runtime.md 2.7)', { schema }, [
  {
    title: 'passes values that hold, and null',
    query: 'mutation { createItem(input: { code: "ab1", name: "a😀", price: 10.5, slow: null }) { id } }',
    response: { data: { createItem: { id: 'id-1' } } },
    events: [
      { kind: 'create', model: 'Item', item: { ...item, code: 'ab1', name: 'a😀', price: 10.5 }, previous: null },
    ],
  },
  {
    title: 'matches the whole value and shows the message of the schema',
    query: 'mutation { createItem(input: { code: "ab1x" }) { id } }',
    response: fails('bad code'),
  },
  {
    title: 'says which bound a number breaks',
    query: 'mutation { createItem(input: { price: 0 }) { id } }',
    response: fails('Field price of type Item must be greater than 0'),
  },
  {
    title: 'fails with the first check and lists all in errorInfo',
    query: 'mutation { createItem(input: { name: "b" }) { id } }',
    response: fails('Field name of type Item must have a minimum length of 2', [
      'Field name of type Item must have a minimum length of 2',
      'Field name of type Item must start with a',
    ]),
  },
  {
    title: 'checks updates too',
    seed: { Item: [{ id: '1' }] },
    query: 'mutation { updateItem(input: { id: "1", name: "abcde" }) { id } }',
    response: {
      data: { updateItem: null },
      errors: [
        fieldError(['updateItem'], null, 'Field name of type Item must have a maximum length of 4', { column: 12 }),
      ],
    },
  },
  {
    title: 'gives up on a pattern that would run for ever',
    query:
      'mutation { createItem(input: { slow: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" }) { id } }',
    response: fails('Field slow of type Item must match (a+)+'),
  },
]);
