import { isObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { buildApi } from '../api/build-api.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DataModel, Model } from '../ir/data-model.ts';
import { printTypeRef } from '../ir/print-type-ref.ts';
import { compile, type Source } from './compile.ts';

function compiled(...sources: readonly (string | Source)[]): DataModel {
  const { model, diagnostics } = compile(
    sources.map((source, index) => (typeof source === 'string' ? { file: `${index}.graphql`, text: source } : source)),
  );
  expect(diagnostics).toEqual([]);
  return model!;
}

function modelOf(sdl: string, name: string): Model {
  return compiled(sdl).models.find((model) => model.name === name)!;
}

/** Fields as `name: Type origin`. */
function fieldsOf(model: Model): string[] {
  return model.fields.map(({ name, type, origin }) => `${name}: ${printTypeRef(type)} ${origin}`);
}

function places(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, location }) => `${location?.file}:${location?.line}:${location?.column} ${code}`);
}

const open = '@auth(rules: [{ allow: public }])';

describe('models', () => {
  test('without a key of its own a model has id and timestamps', () => {
    const todo = modelOf(`type Todo @model ${open} { content: String }`, 'Todo');
    expect(fieldsOf(todo)).toEqual([
      'content: String declared',
      'id: ID! id',
      'createdAt: AWSDateTime! timestamp',
      'updatedAt: AWSDateTime! timestamp',
    ]);
    expect(todo.primaryKey).toEqual({ fields: ['id'], custom: false });
    expect(todo.operations).toEqual({
      get: 'getTodo',
      list: 'listTodos',
      search: null,
      create: 'createTodo',
      update: 'updateTodo',
      delete: 'deleteTodo',
      onCreate: ['onCreateTodo'],
      onUpdate: ['onUpdateTodo'],
      onDelete: ['onDeleteTodo'],
    });
  });

  test('timestamps written by the author keep their type and their place', () => {
    const sdl = `type Todo @model ${open} { createdAt: String id: ID! updatedAt: AWSDateTime }`;
    expect(fieldsOf(modelOf(sdl, 'Todo'))).toEqual([
      'createdAt: String declared',
      'id: ID! declared',
      'updatedAt: AWSDateTime declared',
    ]);
  });

  test('a long subscription name is shortened as the official compiler does', () => {
    const name = 'AVeryLongModelNameThatGoesOnAndOnUntilItIsTooLong';
    const { onCreate } = modelOf(`type ${name} @model ${open} { id: ID! }`, name).operations;
    expect(onCreate).toEqual([`${`onCreate${name}`.slice(0, 45)}553ce`]);
    expect(onCreate[0]).toHaveLength(50);
  });

  test('a mutation that is gone takes its subscription along', () => {
    const { operations } = modelOf(`type Todo @model(mutations: { update: null }) ${open} { id: ID! }`, 'Todo');
    expect([operations.update, operations.onCreate, operations.onUpdate]).toEqual([null, ['onCreateTodo'], []]);
  });

  test('a stored field keeps the arguments its author gave it', () => {
    const model = compiled(`type Todo @model ${open} { text(upper: Boolean = true): String }`);
    expect(model.models[0]?.fields[0]?.arguments).toMatchObject([{ name: 'upper', default: 'true' }]);
    expect(Object.keys(model.models[0]?.fields[1] ?? {})).not.toContain('arguments');
    const type = buildApi(model).schema.getType('Todo');
    expect(String(isObjectType(type) && type.getFields().text?.args[0]?.type)).toBe('Boolean');
  });

  test('interfaces of a model are kept, and may ask for what the compiler adds', () => {
    const sdl = `interface Node { id: ID! createdAt: AWSDateTime! } type Todo implements Node @model ${open} { text: String }`;
    expect(modelOf(sdl, 'Todo').interfaces).toEqual(['Node']);
  });
});

describe('rules', () => {
  test('every default is explicit', () => {
    const sdl = `type Todo @model @auth(rules: [
      { allow: public }
      { allow: private, provider: iam, operations: [read] }
      { allow: owner, operations: [delete, create] }
      { allow: owner, ownerField: "editors", operations: null, identityClaim: "email" }
      { allow: groups, groups: "Staff", operations: [] }
      { allow: groups, groupsField: "team", provider: oidc, groupClaim: "teams" }
      { allow: custom }
    ]) { editors: [String] team: String }`;
    const all = ['create', 'update', 'delete', 'get', 'list', 'search', 'listen', 'sync'];
    const kind = 'AuthRule';
    expect(modelOf(sdl, 'Todo').rules).toEqual([
      { kind, allow: 'public', provider: 'apiKey', operations: all },
      { kind, allow: 'private', provider: 'identityPool', operations: all.slice(3) },
      {
        kind,
        allow: 'owner',
        provider: 'userPools',
        operations: ['create', 'delete'],
        ownerField: 'owner',
        ownerIsList: false,
        identityClaim: 'sub::username',
      },
      {
        kind,
        allow: 'owner',
        provider: 'userPools',
        operations: all,
        ownerField: 'editors',
        ownerIsList: true,
        identityClaim: 'email',
      },
      {
        kind,
        allow: 'groups',
        provider: 'userPools',
        operations: [],
        groups: ['Staff'],
        groupsField: null,
        groupClaim: 'cognito:groups',
      },
      {
        kind,
        allow: 'groups',
        provider: 'oidc',
        operations: all,
        groups: null,
        groupsField: 'team',
        groupsIsList: false,
        groupClaim: 'teams',
      },
      { kind, allow: 'custom', provider: 'function', operations: all },
    ]);
  });

  test('no rules is not the same as rules that admit nobody', () => {
    expect(modelOf('type Todo @model { id: ID! }', 'Todo').rules).toBeNull();
  });

  test('an owner field that only a rule names is added, also for a rule of a field', () => {
    const sdl = `type Todo @model @auth(rules: [{ allow: owner }]) {
      note: String @auth(rules: [{ allow: owner, ownerField: "writer" }])
    }`;
    expect(fieldsOf(modelOf(sdl, 'Todo')).filter((field) => field.endsWith(' owner'))).toEqual([
      'owner: String owner',
      'writer: String owner',
    ]);
  });

  test('outside a model, owner rules are dropped with a warning, and what is left decides', () => {
    const text = 'type Query { me: String @function(name: "f") @auth(rules: [{ allow: owner }]) }';
    const { model, diagnostics } = compile([{ file: 'a.graphql', text }]);
    expect(model?.operations[0]?.rules).toEqual([]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['auth-dynamic-rule-dropped', 'warning'],
    ]);
  });

  test('a join model has the rules of both sides', () => {
    const sdl = `
      type Post @model @auth(rules: [{ allow: owner, ownerField: "editors" }, { allow: public }]) {
        editors: [String]
        tags: [Tag] @manyToMany(relationName: "PostTags")
      }
      type Tag @model @auth(rules: [{ allow: public }, { allow: private }]) {
        posts: [Post] @manyToMany(relationName: "PostTags")
      }`;
    const rules = modelOf(sdl, 'PostTags').rules ?? [];
    expect(rules.map((rule) => [rule.allow, 'ownerIsList' in rule && rule.ownerIsList])).toEqual([
      ['owner', false],
      ['public', false],
      ['private', false],
    ]);
  });

  test('input AMPLIFY opens models without rules to API keys', () => {
    const sdl = 'input AMPLIFY { globalAuthRule: AuthRule = { allow: public } } type Todo @model { id: ID! }';
    const { settings, inputs, models } = compiled(sdl);
    expect([settings.sandboxMode, inputs, models[0]?.rules]).toEqual([true, [], null]);
  });
});

describe('relations', () => {
  const lookups = (sdl: string) =>
    Object.fromEntries(
      compiled(sdl).models.flatMap((model) =>
        model.relations.map(({ name, relation, lookup, foreignKey }) => [
          `${model.name}.${name}`,
          `${relation} ${lookup.index ?? 'primary key'} from ${lookup.from}, ${foreignKey.on} ${foreignKey.fields}`,
        ]),
      ),
    );

  test('references lead through an index there and by the primary key back', () => {
    const sdl = `
      type Team @model ${open} {
        org: ID! @primaryKey(sortKeyFields: ["name"])
        name: String!
        members: [Member] @hasMany(references: ["teamOrg", "teamName"])
        lead: Lead @hasOne(references: ["teamOrg", "teamName"])
      }
      type Member @model ${open} {
        teamOrg: ID teamName: String
        team: Team @belongsTo(references: ["teamOrg", "teamName"])
      }
      type Lead @model ${open} {
        teamOrg: ID! teamName: String!
        team: Team @belongsTo(references: ["teamOrg", "teamName"])
      }`;
    expect(lookups(sdl)).toEqual({
      'Team.members': 'hasMany gsi-Team.members from org,name, related teamOrg,teamName',
      'Team.lead': 'hasOne gsi-Team.lead from org,name, related teamOrg,teamName',
      'Member.team': 'belongsTo primary key from teamOrg,teamName, this teamOrg,teamName',
      'Lead.team': 'belongsTo primary key from teamOrg,teamName, this teamOrg,teamName',
    });
  });

  test('without arguments, foreign keys are added; opposite a list both sides share them', () => {
    const sdl = `
      type Post @model ${open} { slug: String! @primaryKey comments: [Comment] @hasMany cover: Image @hasOne }
      type Comment @model ${open} { post: Post @belongsTo }
      type Image @model ${open} { post: Post @belongsTo }`;
    expect(lookups(sdl)).toEqual({
      'Post.comments': 'hasMany gsi-Post.comments from slug, related postCommentsSlug',
      'Post.cover': 'hasOne primary key from postCoverId, this postCoverId',
      'Comment.post': 'belongsTo primary key from postCommentsSlug, this postCommentsSlug',
      'Image.post': 'belongsTo primary key from imagePostSlug, this imagePostSlug',
    });
    expect(fieldsOf(modelOf(sdl, 'Comment'))).toContain('postCommentsSlug: String foreignKey');
    expect(fieldsOf(modelOf(sdl, 'Image'))).toContain('imagePostSlug: String foreignKey');
    expect(modelOf(sdl, 'Post').indexes).toEqual([]);
  });

  test('a @belongsTo without fields opposite a list by index uses the fields of that index', () => {
    const sdl = `
      type Post @model ${open} { id: ID! comments: [Comment] @hasMany(indexName: "byPost", fields: ["id"]) }
      type Comment @model ${open} { postId: ID @index(name: "byPost", sortKeyFields: ["at"]) at: AWSDateTime post: Post @belongsTo }`;
    expect(lookups(sdl)).toEqual({
      'Post.comments': 'hasMany byPost from id, related postId',
      'Comment.post': 'belongsTo primary key from postId, this postId',
    });
  });

  test('a foreign key that the author declared stays as declared', () => {
    const sdl = `
      type Post @model ${open} { comments: [Comment] @hasMany }
      type Comment @model ${open} { postCommentsId: ID! }`;
    expect(fieldsOf(modelOf(sdl, 'Comment'))).toContain('postCommentsId: ID! declared');
  });

  test('a required implicit relation has a required foreign key', () => {
    const sdl = `type Post @model ${open} { author: Author! @hasOne } type Author @model ${open} { id: ID! }`;
    expect(fieldsOf(modelOf(sdl, 'Post'))).toContain('postAuthorId: ID! foreignKey');
    expect(modelOf(sdl, 'Post').relations[0]?.required).toBe(true);
  });

  test('@manyToMany makes a join model with both sides', () => {
    const sdl = `
      type Post @model ${open} { tags: [Tag] @manyToMany(relationName: "postTags", limit: 5) }
      type Tag @model ${open} { word: String! @primaryKey(sortKeyFields: ["lang"]) lang: String! posts: [Post] @manyToMany(relationName: "postTags") }`;
    expect(lookups(sdl)).toEqual({
      'Post.tags': 'hasMany byPost from id, related postId',
      'Tag.posts': 'hasMany byTag from word,lang, related tagWord,taglang',
      'PostTags.post': 'hasOne primary key from postId, this postId',
      'PostTags.tag': 'hasOne primary key from tagWord,taglang, this tagWord,taglang',
    });
    const join = modelOf(sdl, 'PostTags');
    expect(join.indexes.map(({ name, fields, queryField }) => [name, fields, queryField])).toEqual([
      ['byPost', ['postId'], 'postTagsByPostId'],
      ['byTag', ['tagWord', 'taglang'], 'postTagsByTagWordAndTaglang'],
    ]);
    expect(modelOf(sdl, 'Post').relations[0]).toMatchObject({ limit: 5, manyToMany: 'PostTags' });
  });
});

describe('several sources', () => {
  test('make one schema, in which files extend types of others in any order', () => {
    const { operations, models } = compiled(
      'extend type Query { b: String @function(name: "b") }',
      'type Query { a: String @function(name: "a") }',
      'extend type Query { c: [Todo] @function(name: "c") }',
      `type Todo @model ${open} { id: ID! }`,
      '# nothing yet\n',
    );
    expect(operations.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(models.map(({ name }) => name)).toEqual(['Todo']);
  });

  test('a finding names the file it is in', () => {
    const { diagnostics } = compile([
      { file: 'one.graphql', text: `type A @model ${open} {\n  b: ID @index(name: null)\n}` },
      { file: 'two.graphql', text: `type C @model ${open} {\n  d: Nothing\n}` },
    ]);
    expect(places(diagnostics)).toEqual(['one.graphql:2:9 index-name-null', 'two.graphql:2:6 graphql-invalid']);
  });

  test('every file that is not GraphQL is reported', () => {
    const { diagnostics } = compile([
      { file: 'one.graphql', text: 'type A {' },
      { file: 'two.graphql', text: 'typ B { c: ID }' },
      { file: 'three.graphql', text: 'type D @model { e: ID }' },
    ]);
    expect(places(diagnostics)).toEqual(['one.graphql:1:9 syntax-error', 'two.graphql:1:1 syntax-error']);
  });

  test('a name of any length is cut short in a message', () => {
    const { diagnostics } = compile([{ file: 'a.graphql', text: `type ${'x'.repeat(5)} ${'y'.repeat(5000)} {` }]);
    expect(diagnostics[0]?.message).toContain('"yyyyy');
    expect(diagnostics[0]?.message.length).toBeLessThan(150);
  });

  test('a built document brings handlers, grants and places of its own', () => {
    const document = parse('type Query { a: String @auth(rules: [{ allow: public }]) b: Nothing }', {
      noLocation: true,
    });
    const at = { file: 'resource.ts', line: 7, column: 3, endLine: 7, endColumn: 9 };
    const handler = { kind: 'ResolverHandler', dataSource: 'NONE', entry: './a.js' } as const;
    const source: Source = {
      file: 'resource.ts',
      document,
      locate: () => at,
      handlers: new Map([['Query.a', [handler]]]),
      functionAccess: [{ function: 'job', actions: ['query'] }],
    };
    expect(compile([source]).diagnostics.map(({ location }) => location)).toEqual([at]);
    const { definitions } = parse('type Query { a: String }', { noLocation: true });
    const model = compiled({ ...source, document: { ...document, definitions } });
    expect(model.operations[0]?.handlers).toEqual([handler]);
    expect(model.settings.functionAccess).toEqual([{ function: 'job', actions: ['query'] }]);
  });
});

describe('many mistakes at once', () => {
  test('all are found, and none of them twice', () => {
    const text = `
      type Post @model @auth(rules: [{ allow: owner, provider: apiKey }, { allow: public, operations: [read, get] }]) {
        id: ID! @primaryKey(sortKeyFields: ["slug"])
        title: String @default(value: null) @validate(type: gt, value: "1")
        views: Int @default(value: "many")
        tags: [Tag] @hasMany(references: ["postId"])
        author: Auther @belongsTo
        state: State @index(name: "x")
      }
      type Tag @model { id: ID! }
      type Author { id: ID! @index }
      enum State { A A }
      type Query { ask(id: ID!): String @http(url: "ftp://x") }
    `;
    const { model, diagnostics } = compile([{ file: 'a.graphql', text }]);
    expect(model).toBeNull();
    expect(places(diagnostics)).toEqual([
      'a.graphql:2:38 auth-provider-strategy',
      'a.graphql:2:74 auth-read-and-part',
      'a.graphql:3:17 primary-key-sort-field-missing',
      'a.graphql:4:23 default-value-null',
      'a.graphql:4:45 validate-wrong-type',
      'a.graphql:5:20 default-invalid-value',
      'a.graphql:6:21 relation-field-missing',
      'a.graphql:6:21 relation-one-sided',
      'a.graphql:7:17 graphql-invalid',
      'a.graphql:8:22 index-name-invalid',
      'a.graphql:11:29 index-not-model',
      'a.graphql:12:22 graphql-invalid',
      'a.graphql:13:41 http-url-scheme',
    ]);
  });

  test('of one directive, all that is wrong independently', () => {
    const text = `
      type A @model { id: ID! bs: B @hasMany(indexName: "none", fields: ["nothing"]) }
      type B @model { a: [A] @belongsTo(fields: ["neither"]) }
      type C { d: D @hasOne }
      type D { e: ID @index(name: null, sortKeyFields: ["e"]) }`;
    const { diagnostics } = compile([{ file: 'a.graphql', text }]);
    expect(diagnostics.map(({ code }) => code).toSorted()).toEqual([
      'index-name-null',
      'index-not-model',
      'key-self-reference',
      'relation-field-missing',
      'relation-field-missing',
      'relation-is-list',
      'relation-needs-list',
      'relation-not-on-model',
      'relation-to-non-model',
    ]);
  });

  test('a wrong key says nothing about the relations that rest on it', () => {
    const text = `
      type A @model { p: ID @primaryKey bs: [B] @hasMany cs: [C] @hasMany(references: ["aId"]) }
      type B @model { a: A @belongsTo }
      type C @model { aId: Int a: A @belongsTo(references: ["aId"]) }`;
    expect(places(compile([{ file: 'a.graphql', text }]).diagnostics)).toEqual(['a.graphql:2:29 primary-key-nullable']);
  });
});

test.each([
  [
    '@model',
    `type A @model(querys: null) ${open} { bs: [B] @hasMany } type B @model ${open} { a: A @belongsTo f: ID @index }`,
  ],
  [
    '@primaryKey',
    `type A @model ${open} { p: ID! @primaryKey(sort: ["q"]) bs: [B] @hasMany } type B @model ${open} { a: A @belongsTo }`,
  ],
  ['@auth', `type A @model @auth(rules: [{ allow: anyone }]) { p: ID! q: ID @auth(rules: [{ allow: public }]) }`],
])('a use of %s that GraphQL refuses has no further consequence', (_, text) => {
  expect(compile([{ file: 'a.graphql', text }]).diagnostics.map(({ code }) => code)).toEqual(['graphql-invalid']);
});

test.each([
  [
    `type Inventory @model ${open} { id: ID! @primaryKey(sortKeyFields: ["warehuseID"]) warehouseID: ID! }`,
    `Did you mean 'warehouseID'?`,
  ],
  [`type Post @modle ${open} { id: ID! }`, `Did you mean 'model'?`],
  [
    `type A @model ${open} { bs: [B] @hasMany(indexName: "byParent", fields: ["id"]) id: ID! } type B @model ${open} { a: ID @index(name: "byPerent") }`,
    `Did you mean 'byPerent'?`,
  ],
  [
    `type A @model ${open} { f: ID } type Subscription { f: A @aws_subscribe(mutations: ["creatA"]) }`,
    `Did you mean 'createA'?`,
  ],
])('a hint names what was probably meant', (text, hint) => {
  expect(compile([{ file: 'a.graphql', text }]).diagnostics[0]?.hint).toBe(hint);
});

test('settings have defaults, and the default mode is always among the modes', () => {
  const sources = [{ file: 'a.graphql', text: `type A @model ${open} { id: ID! }` }];
  expect(compile(sources).model?.settings).toEqual({
    defaultAuthMode: 'API_KEY',
    authModes: ['API_KEY', 'AMAZON_COGNITO_USER_POOLS', 'OPENID_CONNECT', 'AWS_IAM', 'AWS_LAMBDA'],
    genericIamAccess: true,
    sandboxMode: false,
    functionAccess: [],
  });
  const settings = { authModes: ['API_KEY'], defaultAuthMode: 'AWS_IAM', genericIamAccess: false } as const;
  expect(compile(sources, { settings }).model?.settings).toMatchObject({
    defaultAuthMode: 'AWS_IAM',
    authModes: ['AWS_IAM', 'API_KEY'],
    genericIamAccess: false,
  });
});

test('the model is frozen, and JSON keeps all of it', () => {
  const model = compiled(
    `type A @model ${open} { bs: [B] @hasMany } type B @model ${open} { a: A @belongsTo n: Int @default(value: "1") }`,
  );
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  expect(Object.isFrozen(model.models[0]?.relations[0]?.lookup)).toBe(true);
});
