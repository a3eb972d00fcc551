import { describe, expect, test } from 'vitest';
import { compareSdl } from './compare-sdl.ts';

const base = `
type Query @aws_api_key { post(id: ID!, depth: Int = 5): Post @aws_iam @aws_cognito_user_pools(cognito_groups: ["A"]) }
type Subscription { onPost: Post @aws_subscribe(mutations: ["a", "b"]) }
interface Node { id: ID! }
type Post implements Node { id: ID! tags: [String!] }
union Any = Post | Query
enum Mode { ON OFF }
input Filter { eq: [Int] mode: Mode = ON }
`;

/** Each mutation of the base document must be seen, and seen once. */
const mutations: readonly [name: string, from: string, to: string, found: string][] = [
  ['nullability', 'id: ID!, depth', 'id: ID, depth', 'changed Query.post(id): expected ID!, found ID'],
  ['list', 'tags: [String!]', 'tags: [String]', 'changed Post.tags: expected [String!], found [String]'],
  ['dropped argument', ', depth: Int = 5', '', 'missing Query.post(depth): Int = 5'],
  ['added argument', 'depth: Int = 5', 'depth: Int = 5, x: Int', 'unexpected Query.post(x): Int'],
  ['default', 'Int = 5', 'Int = 6', 'changed Query.post(depth): expected Int = 5, found Int = 6'],
  ['dropped default', 'Int = 5', 'Int', 'changed Query.post(depth): expected Int = 5, found Int'],
  ['input default', 'Mode = ON', 'Mode', 'changed Filter.mode: expected Mode = ON, found Mode'],
  ['dropped field', 'tags: [String!]', '', 'missing Post.tags: [String!]'],
  ['enum value', ' OFF', '', 'missing Mode.OFF: value'],
  ['union member', ' | Query', '', 'missing Any | Query: member'],
  ['interface', ' implements Node', '', 'missing Post implements Node: yes'],
];

const directiveMutations: typeof mutations = [
  ['type directive', 'Query @aws_api_key', 'Query', 'missing Query @aws_api_key: '],
  ['field directive', '@aws_iam', '', 'missing Query.post @aws_iam: '],
  [
    'groups',
    '["A"]',
    '["B"]',
    'changed Query.post @aws_cognito_user_pools: expected cognito_groups: ["A"], found cognito_groups: ["B"]',
  ],
  [
    'mutations',
    '["a", "b"]',
    '["a"]',
    'changed Subscription.onPost @aws_subscribe: expected mutations: ["a", "b"], found mutations: ["a"]',
  ],
  ['added directive', 'type Subscription', 'type Subscription @aws_iam', 'unexpected Subscription @aws_iam: '],
];

describe('compareSdl', () => {
  test('sees no difference where only order and layout differ', () => {
    const reordered = base.trim().split('\n').reverse().join('\n\n').replace('ON OFF', 'OFF ON');
    expect(compareSdl(base, reordered)).toEqual({ structure: [], directives: [] });
  });

  test.each(mutations)('sees a changed %s', (_, from, to, found) => {
    expect(base).toContain(from);
    expect(compareSdl(base, base.replace(from, to))).toEqual({ structure: [found], directives: [] });
  });

  test.each(directiveMutations)('reports a changed %s apart', (_, from, to, found) => {
    expect(base).toContain(from);
    expect(compareSdl(base, base.replace(from, to))).toEqual({ structure: [], directives: [found] });
  });

  test('sees a changed kind and a dropped type', () => {
    expect(compareSdl('type A { a: Int }', 'input A { a: Int }').structure).toEqual([
      'changed A: expected ObjectTypeDefinition, found InputObjectTypeDefinition',
    ]);
    expect(compareSdl('scalar A scalar B', 'scalar A').structure).toEqual(['missing B: ScalarTypeDefinition']);
  });
});
