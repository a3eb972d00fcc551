import { conditionFailed, fieldError, scenarios } from './harness.ts';

const schema = `
  type Post @model(timestamps: { createdAt: null, updatedAt: null }) @auth(rules: [{ allow: public }]) {
    id: ID!
    title: String
  }
`;
const stored = { id: '1', title: 'old' };
const seed = { Post: [stored] };

scenarios('delete (runtime.md 2.4)', { schema }, [
  {
    title: 'returns the record as it was',
    seed,
    query: 'mutation { deletePost(input: { id: "1" }) { id title } }',
    response: { data: { deletePost: stored } },
    events: [{ kind: 'delete', model: 'Post', item: stored, previous: null }],
  },
  {
    title: 'of an unknown key is null without an error',
    seed,
    query: 'mutation { deletePost(input: { id: "2" }) { id } }',
    response: { data: { deletePost: null } },
  },
  {
    title: 'of an unknown key is null even with a condition',
    seed,
    query: 'mutation { deletePost(input: { id: "2" }, condition: { title: { eq: "x" } }) { id } }',
    response: { data: { deletePost: null } },
  },
  {
    title: 'refuses a record that does not meet the condition',
    seed,
    query: 'mutation { deletePost(input: { id: "1" }, condition: { title: { eq: "x" } }) { id } }',
    response: {
      data: { deletePost: null },
      errors: [fieldError(['deletePost'], 'DynamoDB:ConditionalCheckFailedException', conditionFailed, { column: 12 })],
    },
  },
]);
