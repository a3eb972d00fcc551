import { describe, expect, test } from 'vitest';
import { buildApi } from '../../src/api/build-api.ts';
import { printSdl } from '../../src/artifacts/print-sdl.ts';
import { compile } from '../../src/compiler/compile.ts';
import type { ApiSettings } from '../../src/ir/data-model.ts';

interface Detail {
  readonly title: string;
  readonly schema: string;
  readonly settings?: Partial<ApiSettings>;
  /** Lines of the compiled SDL. */
  readonly has: readonly string[];
  readonly hasNot?: readonly RegExp[];
}

const open = '@auth(rules: [{ allow: public }])';
const enums = 'enum E { X Y }';

/** What the official compiler does where several of its steps meet; each line was read off its output. */
const details: readonly Detail[] = [
  {
    title: 'a custom type seen by a second model takes the default mode too',
    schema: `type C { x: Int } type A @model @auth(rules: [{ allow: owner }]) { c: C }
      type B @model @auth(rules: [{ allow: private, provider: identityPool }]) { c: C }`,
    has: ['type C @aws_api_key @aws_cognito_user_pools @aws_iam {'],
  },
  {
    title: 'a custom type of one model does not',
    schema: 'type C { x: Int } type A @model @auth(rules: [{ allow: owner }]) { c: C }',
    has: ['type C @aws_cognito_user_pools @aws_iam {'],
  },
  {
    title: 'a connection takes the modes of the models that lead to it',
    schema: `type A @model @auth(rules: [{ allow: owner }]) { bs: [B] @hasMany }
      type B @model @auth(rules: [{ allow: private, provider: oidc }]) { x: Int }`,
    settings: { genericIamAccess: false },
    has: ['type ModelBConnection @aws_cognito_user_pools @aws_oidc {'],
  },
  {
    title: 'without generic IAM access only modes besides the default one are named',
    schema: `type A @model @auth(rules: [{ allow: public }, { allow: owner, operations: [read] }]) { x: Int }
      type B @model ${open} { x: Int }`,
    settings: { genericIamAccess: false },
    has: [
      '  getA(id: ID!): A @aws_api_key @aws_cognito_user_pools',
      '  createA(condition: ModelAConditionInput, input: CreateAInput!): A',
      '  getB(id: ID!): B',
      'type B {',
    ],
  },
  {
    title: 'with IAM as the default mode nothing names it alone',
    schema: `type A @model @auth(rules: [{ allow: owner, operations: [read] }]) { x: Int }
      type B @model { x: Int }`,
    settings: { defaultAuthMode: 'AWS_IAM' },
    has: ['  getA(id: ID!): A @aws_cognito_user_pools @aws_iam', '  getB(id: ID!): B', 'type B {'],
  },
  {
    title: 'sandbox mode admits API keys to models without rules',
    schema: `type A @model { c: C x: Int @index } type C { x: Int }
      type Query { q: C @function(name: "f") }`,
    settings: { sandboxMode: true, genericIamAccess: false, defaultAuthMode: 'AMAZON_COGNITO_USER_POOLS' },
    has: [
      'type A @aws_api_key {',
      'type C @aws_api_key @aws_iam {',
      '  q: C @aws_iam',
      '  getA(id: ID!): A @aws_api_key',
    ],
  },
  {
    title: 'delete needs a role with every field; the others leave it to the default mode',
    schema: `type A @model @auth(rules: [{ allow: private }]) {
      id: ID! s: String @auth(rules: [{ allow: private, operations: [read] }]) }`,
    has: [
      '  deleteA(condition: ModelAConditionInput, input: DeleteAInput!): A @aws_api_key @aws_iam',
      '  updateA(condition: ModelAConditionInput, input: UpdateAInput!): A @aws_cognito_user_pools @aws_iam',
    ],
  },
  {
    title: 'an index query is open to whoever may get',
    schema:
      'type A @model @auth(rules: [{ allow: public, operations: [get] }, { allow: private }]) { x: Int @index(queryField: "q") }',
    has: [
      '  listAS(filter: ModelAFilterInput, limit: Int, nextToken: String): ModelAConnection @aws_cognito_user_pools @aws_iam',
      '  q(filter: ModelAFilterInput, limit: Int, nextToken: String, sortDirection: ModelSortDirection, x: Int!): ModelAConnection @aws_api_key @aws_cognito_user_pools @aws_iam',
    ],
  },
  {
    title: 'a subscription has no argument for a list of owners or an owner who may not listen',
    schema: `type A @model @auth(rules: [{ allow: owner, ownerField: "list" },
      { allow: owner, ownerField: "deaf", operations: [create] }, { allow: owner, ownerField: "one" }]) { list: [String!]! }`,
    has: [
      '  onCreateA(filter: ModelSubscriptionAFilterInput, one: String): A @aws_cognito_user_pools @aws_iam @aws_subscribe(mutations: ["createA"])',
    ],
  },
  {
    title: 'the three filters of an enum list',
    schema: `${enums} type A @model ${open} { bs: [B] @hasMany(references: ["aId"]) }
      type B @model(queries: null) ${open} { aId: ID a: A @belongsTo(references: ["aId"]) e: [E] r: [E]! }
      type lower @model ${open} { x: Int @index l: [E] m: [E!]! }`,
    has: [
      '  e: ModelEListInput',
      '  r: ModelEInput',
      '  e: ModelEInput',
      '  m: ModelEListInput',
      'input ModelEListInput {',
    ],
  },
  {
    title: 'the implicit key of a hasMany stands in its parent’s subscription filter',
    schema: `type A @model ${open} { bs: [B] @hasMany } type B @model ${open} { a: A @belongsTo }`,
    has: ['  aBsId: ModelSubscriptionIDInput', '  aBsId: ModelIDInput'],
  },
  {
    title: 'an implicit hasMany takes the related sort key as an argument',
    schema: `type A @model ${open} { bs: [B] @hasMany }
      type B @model ${open} { k: ID! @primaryKey(sortKeyFields: ["s", "t"]) s: Int! t: AWSDate! }`,
    has: [
      '  bs(filter: ModelBFilterInput, limit: Int, nextToken: String, sT: ModelBPrimaryCompositeKeyConditionInput, sortDirection: ModelSortDirection): ModelBConnection',
      '  t: String',
    ],
  },
  {
    title: 'a plain id is an ID wherever it is referred to',
    schema: `type A @model ${open} { id: String! bs: [B] @hasMany } type B @model ${open} { x: Int }`,
    has: ['  getA(id: ID!): A @aws_api_key @aws_iam', '  aBsId: ID', 'input DeleteAInput {'],
  },
  {
    title: 'HTTP arguments keep defaults in the query and are optional in the body',
    schema: `type Query { a(x: Int!, y: String = "s"): String @http(url: "https://h.example/:x") }
      type Mutation { b(x: Int!): String @http(method: POST, url: "https://h.example:8080/p") }`,
    has: [
      '  a(params: QueryAParamsInput!, query: QueryAQueryInput): String @aws_iam',
      '  y: String = "s"',
      '  b(body: MutationBBodyInput, query: MutationBQueryInput): String @aws_iam',
    ],
  },
  {
    title: 'aggregations take the modes of all searchable models',
    schema: `type A @model @searchable @auth(rules: [{ allow: owner }]) { x: Int }
      type B @model @searchable @auth(rules: [{ allow: custom }]) { x: Int }`,
    has: ['type SearchableAggregateResult @aws_cognito_user_pools @aws_iam @aws_lambda {'],
  },
  {
    title: 'a field of a custom type takes rules that need no record',
    schema: `type C { a: Int @auth(rules: [{ allow: private }, { allow: owner }]) b: Int }
      type Query { c: C @function(name: "f") }`,
    has: ['  a: Int @aws_cognito_user_pools @aws_iam', '  b: Int', '  c: C @aws_iam'],
  },
  {
    title: 'fields that lead to a model or an interface are not in the inputs',
    schema: `interface N { id: ID! } type A implements N @model ${open} { id: ID! n: N b: B @function(name: "f") s: Int }
      type B @model ${open} { x: Int }`,
    has: ['type A implements N @aws_api_key @aws_iam {', '  b: B', '  n: N'],
    hasNot: [/NInput\b/, /: BInput\b/],
  },
  {
    title: '@aws_ directives on a model, its fields and root types are kept',
    schema: `type A @model @aws_oidc ${open} { id: ID! x: String @aws_iam bs: [B] @hasMany @aws_lambda b: B @hasOne @aws_oidc
        c: Int @aws_auth(cognito_groups: ["G"]) f: Int @aws_oidc @function(name: "f") }
      type B @model ${open} { id: ID! }
      type Query @aws_api_key { q: String @aws_auth(cognito_groups: ["G"]) @function(name: "f") }`,
    has: [
      'type A @aws_api_key @aws_iam @aws_oidc {',
      '  x: String @aws_iam',
      '  c: Int @aws_auth(cognito_groups: ["G"])',
      '  f: Int @aws_oidc',
      '  b: B @aws_oidc',
      'type Query @aws_api_key @aws_iam {',
      '  q: String @aws_auth(cognito_groups: ["G"]) @aws_iam',
    ],
    hasNot: [/bs\(.*\): ModelBConnection$/m],
  },
  {
    title: 'a deprecated field says so',
    schema: `type A @model ${open} { x: Int @deprecated(reason: "old") bs: [B] @hasMany @deprecated c: C }
      type B @model ${open} { x: Int } type C { y: Int @deprecated }
      type Query { q: Int @function(name: "f") @deprecated }`,
    has: ['  x: Int @deprecated(reason: "old")', '  y: Int @deprecated', '  q: Int @aws_iam @deprecated'],
  },
  {
    title: 'the plural in a list query is that of the name as written',
    schema: `type a @model @searchable ${open} { x: Int } type bY @model ${open} { x: Int }`,
    has: [
      '  listAs(filter: ModelAFilterInput, limit: Int, nextToken: String): ModelAConnection @aws_api_key @aws_iam',
      '  listBies(filter: ModelBYFilterInput, limit: Int, nextToken: String): ModelBYConnection @aws_api_key @aws_iam',
    ],
    hasNot: [/searchAs/],
  },
  {
    title: 'an index alone leads a hasMany, which takes its sort key as an argument',
    schema: `type A @model ${open} { id: ID! bs: [B] @hasMany(indexName: "byX") }
      type B @model ${open} { id: ID! x: ID @index(name: "byX", sortKeyFields: ["y"]) y: Int }`,
    has: [
      '  bs(filter: ModelBFilterInput, limit: Int, nextToken: String, sortDirection: ModelSortDirection, y: ModelIntKeyConditionInput): ModelBConnection',
      '  aBsId: ID',
    ],
  },
  {
    title: 'generic IAM access needs IAM among the modes',
    schema: `type A @model ${open} { c: C } type C { x: Int }`,
    settings: { authModes: ['API_KEY'] },
    has: ['type A {', 'type C {'],
    hasNot: [/@aws_iam/],
  },
  {
    title: 'an owner field that is a timestamp stays one',
    schema: 'type A @model @auth(rules: [{ allow: owner, ownerField: "createdAt" }]) { x: Int }',
    has: ['  createdAt: AWSDateTime!'],
  },
  {
    title: 'an owner rule that lists groups asks for no owner',
    schema: 'type A @model @auth(rules: [{ allow: owner, groups: ["G"] }]) { x: Int }',
    has: ['type A @aws_cognito_user_pools @aws_iam {'],
    hasNot: [/owner/],
  },
  {
    title: 'a relation filter lacks the key of the relation that defines it only',
    schema: `type A @model ${open} { bs: [B] @hasMany cs: [B] @hasMany }
      type B @model(queries: { list: null }) ${open} { x: Int }`,
    has: ['  aCsId: ModelIDInput'],
    hasNot: [/input ModelBFilterInput \{[^}]*aBsId/],
  },
  {
    title: 'a belongsTo opposite a list of a part of its key has no fields of its own',
    schema: `type A @model ${open} { o: ID! @primaryKey(sortKeyFields: ["n"]) n: Int! bs: [B] @hasMany(indexName: "byO", fields: ["o"]) }
      type B @model ${open} { o: ID @index(name: "byO") a: A @belongsTo }
      type C @model ${open} { o: ID! @primaryKey(sortKeyFields: ["n"]) n: Int! aBsC: [D] @hasMany(fields: ["o"]) }
      type D @model ${open} { p: ID! @primaryKey(sortKeyFields: ["n"]) n: Int! c: C @belongsTo }`,
    has: ['  a: A', '  c: C', '  o: ID'],
    hasNot: [/aBsO|aBsCO/],
  },
  {
    title: 'null for the queries of a search leaves the default',
    schema: `type A @model @searchable(queries: null) ${open} { x: Int }
      type B @model @searchable(queries: { search: null }) ${open} { x: Int }`,
    has: [
      '  searchAS(aggregates: [SearchableAAggregationInput], filter: SearchableAFilterInput, from: Int, limit: Int, nextToken: String, sort: [SearchableASortInput]): SearchableAConnection @aws_api_key @aws_iam',
    ],
    hasNot: [/searchB/],
  },
  {
    title: 'both timestamps may be one field',
    schema: `type A @model(timestamps: { createdAt: "at", updatedAt: "at" }) ${open} { x: Int }`,
    has: ['  at: AWSDateTime!'],
    hasNot: [/createdAt|updatedAt/],
  },
  {
    title: 'a schema without a query',
    schema: `type A @model(queries: null) ${open} { x: Int }`,
    has: ['type Mutation {'],
    hasNot: [/type Query/],
  },
];

describe('details of the official compiler', () => {
  test.each(details)('$title', ({ schema, settings, has, hasNot }) => {
    const { model, diagnostics } = compile([{ file: 'schema.graphql', text: schema }], { settings: settings ?? {} });
    expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([]);
    const sdl = printSdl(buildApi(model!));
    const lines = new Set(sdl.split('\n'));
    expect(has.filter((line) => !lines.has(line))).toEqual([]);
    for (const pattern of hasNot ?? []) expect(sdl).not.toMatch(pattern);
  });
});
