import { expect, it } from 'vitest';
import { policyField } from './field-policy.ts';

it.each([
  ['types/Query/*', 'Query.*'],
  ['types/Query/fields/*', 'Query.*'],
  ['types/Query/fields/getPost', 'Query.getPost'],
  ['types/Post/fields/secret', 'Post.secret'],
  ['arn:aws:appsync:us-east-1:123456789012:apis/abc123/types/Mutation/*', 'Mutation.*'],
  ['arn:aws:appsync:us-east-1:123456789012:apis/abc123/types/Mutation/fields/createPost', 'Mutation.createPost'],
  ['Query.getPost', 'Query.getPost'],
  ['Query.*', 'Query.*'],
  ['*', null],
  ['types/*', null],
  ['types/Query', null],
  ['types/Query/getPost', null],
  ['Query.get*', null],
  ['types/Query/fields/getPost/more', null],
  ['', null],
])('%s is %s', (resource, expected) => {
  expect(policyField(resource)).toBe(expected);
});
