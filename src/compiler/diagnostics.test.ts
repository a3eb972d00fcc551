import { describe, expect, test } from 'vitest';
import { type DiagnosticCode, diagnosticCodes } from '../diagnostics/diagnostic-codes.ts';
import type { ApiSettings } from '../ir/data-model.ts';
import { compile } from './compile.ts';

/** A schema, and the one finding it gives: code, message, hint. `$` in a schema stands for `@model @auth` with a rule. */
interface Case {
  readonly code: DiagnosticCode;
  readonly sdl: string;
  readonly message: string;
  readonly settings?: Partial<ApiSettings>;
}

const cases: readonly Case[] = [
  {
    code: 'syntax-error',
    sdl: 'type Post @model { id: ID!',
    message: 'Syntax Error: Expected Name, found <EOF>.',
  },
  {
    code: 'syntax-error',
    sdl: `type Post { tags: ${'['.repeat(100_000)}`,
    message: 'Syntax Error: Brackets are nested more than 200 deep.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post $ { id: ID! author: Autor } type Author $ { id: ID! }',
    message: 'Schema validation failed.\n\nUnknown type "Autor". Did you mean "Author"?',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @modle { id: ID! }',
    message: 'Schema validation failed.\n\nUnknown directive "@modle".',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model(query: null) { id: ID! }',
    message: 'Schema validation failed.\n\nUnknown argument "query" on directive "@model". Did you mean "queries"?',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model @auth(rules: [{ allow: everyone }]) { id: ID! }',
    message: 'Schema validation failed.\n\nValue "everyone" does not exist in "AuthStrategy" enum.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model @auth { id: ID! }',
    message:
      'Schema validation failed.\n\nDirective "@auth" argument "rules" of type "[AuthRule!]!" is required, but it was not provided.',
  },
  {
    code: 'executable-definition',
    sdl: 'type Post $ { id: ID! } query All { listPosts { items { id } } }',
    message: 'A schema holds type definitions only, and this is a query.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model @auth(rules: [{ provider: oidc }]) { id: ID! }',
    message: 'Schema validation failed.\n\nField "AuthRule.allow" of required type "AuthStrategy!" was not provided.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model @auth(rules: [{ allow: public, providr: oidc }]) { id: ID! }',
    message: 'Schema validation failed.\n\nField "providr" is not defined by type "AuthRule". Did you mean "provider"?',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @mapsTo(name: null) $ { id: ID! }',
    message: 'Schema validation failed.\n\nExpected value of type "String!", found null.',
  },
  {
    code: 'type-duplicate',
    sdl: 'type Post $ { id: ID! } type Post $ { id: ID! }',
    message: 'Schema validation failed.\n\nThere can be only one type named "Post".',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post $ { id: ID! title: String title: Int }',
    message: 'Schema validation failed.\n\nField "Post.title" can only be defined once.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post @model @model { id: ID! }',
    message: 'Schema validation failed.\n\nThe directive "@model" can only be used once at this location.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type Post $ { id: ID! by: By } input By { name: String }',
    message: 'Schema validation failed.\n\nThe type of Post.by must be Output Type but got: By.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'enum Hue { RED RED } type Post $ { hue: Hue }',
    message: 'Schema validation failed.\n\nEnum value "Hue.RED" can only be defined once.',
  },
  {
    code: 'extension-without-definition',
    sdl: 'type Post $ { id: ID! } extend type Query { a: String @function(name: "f") }',
    message: `Cannot extend nonexistent type 'Query'.`,
  },
  {
    code: 'extension-redeclares-member',
    sdl: 'type Query { a: String @function(name: "f") } extend type Query { a: Int @function(name: "f") }',
    message: `Object type extension 'Query' cannot redeclare field a`,
  },
  {
    code: 'extension-directive-unsupported',
    sdl: 'type Post { id: ID! } extend type Post @model { title: String }',
    message: `Directives are not supported on object or interface extensions. See the '@model' directive on 'Post'`,
  },
  {
    code: 'extension-field-directive-unsupported',
    sdl: 'type Post $ { id: ID! } extend type Post { slug: String @index }',
    message: `The '@index' directive is not supported on fields of extended types`,
  },
  {
    code: 'extension-directive-unsupported',
    sdl: 'type Post $ { id: ID! } extend type Post { slug: String @function(name: "f") }',
    message: `The '@function' directive cannot be used on fields of type extensions other than 'Query', 'Mutation', and 'Subscription'. See Post.slug`,
  },
  {
    code: 'directive-outdated',
    sdl: 'type Post $ @key(fields: ["id"]) { id: ID! }',
    message:
      'Your GraphQL Schema is using "@key" directive from an older version of the GraphQL Transformer. ' +
      'Visit https://docs.amplify.aws/cli/migration/transformer-migration/ to learn how to migrate your GraphQL schema.',
  },
  {
    code: 'root-type-renamed',
    sdl: 'schema { query: Root } type Root { a: String @function(name: "f") }',
    message: `The query root type must be named 'Query', not 'Root'.`,
  },
  {
    code: 'custom-scalar',
    sdl: 'scalar Money type Post $ { price: Money }',
    message: `The scalar 'Money' is not one of AppSync's.`,
  },
  {
    code: 'directive-meaningless',
    sdl: 'directive @mine on OBJECT type Post @mine $ { id: ID! }',
    message: `Unknown directive 'mine'. Either remove the directive from the schema or add a transformer to handle it.`,
  },
  {
    code: 'directive-unsupported',
    sdl: 'type Query { a: String @predictions(actions: [identifyText]) }',
    message: 'The directive @predictions is not supported by Preamp.',
  },
  {
    code: 'directive-unsupported',
    sdl: 'type Query { a: String @sql(statement: "select 1") }',
    message: 'The directive @sql is not supported by Preamp.',
  },
  {
    code: 'directive-unsupported',
    sdl: 'type Query { a: String @generation(aiModel: "m", systemPrompt: "p") }',
    message: 'The directive @generation is not supported by Preamp.',
  },
  {
    code: 'directive-unsupported',
    sdl: 'type Mutation { a: String @conversation(aiModel: "m", systemPrompt: "p", auth: { strategy: owner, provider: userPools }) }',
    message: 'The directive @conversation is not supported by Preamp.',
  },
  { code: 'empty-schema', sdl: '# nothing', message: 'The schema defines no type.' },

  {
    code: 'model-name-reserved',
    sdl: 'type Mutation @model { id: ID! }',
    message: `'Mutation' is a reserved type name and currently in use within the default schema element.`,
  },
  {
    code: 'maps-to-not-model',
    sdl: 'type Post @mapsTo(name: "Old") { id: ID! }',
    message: '@mapsTo is not supported on type Post. It can only be used on a @model type.',
  },
  {
    code: 'maps-to-taken',
    sdl: 'type A @mapsTo(name: "Old") $ { id: ID! } type B @mapsTo(name: "Old") $ { id: ID! }',
    message: 'Cannot apply @mapsTo with name "Old" on type "A" because "B" model already has the same name mapping.',
  },
  {
    code: 'refers-to-sql-only',
    sdl: 'type Post @refersTo(name: "posts") $ { id: ID! }',
    message: '@refersTo is only supported on SQL models. Post is not a SQL model.',
  },

  {
    code: 'primary-key-not-model',
    sdl: 'type Post { id: ID! @primaryKey }',
    message: 'The @primaryKey directive may only be added to object definitions annotated with @model.',
  },
  {
    code: 'primary-key-duplicate',
    sdl: 'type Post $ { a: ID! @primaryKey b: ID! @primaryKey }',
    message: `You may only supply one primary key on type 'Post'.`,
  },
  {
    code: 'primary-key-nullable',
    sdl: 'type Post $ { a: ID! @primaryKey(sortKeyFields: ["b"]) b: ID }',
    message: `The primary key on type 'Post' must reference non-null fields.`,
  },
  {
    code: 'primary-key-not-scalar',
    sdl: 'type Post $ { a: [ID!]! @primaryKey }',
    message: `The primary key on type 'Post.a' cannot be a non-scalar.`,
  },
  {
    code: 'primary-key-not-scalar',
    sdl: 'type Post $ { id: [ID!]! title: String }',
    message: `The primary key on type 'Post.id' cannot be a non-scalar.`,
  },
  {
    code: 'primary-key-sort-field-missing',
    sdl: 'type Post $ { a: ID! @primaryKey(sortKeyFields: ["titel"]) title: String! }',
    message: `Can't find field 'titel' in Post, but it was specified in the primary key.`,
  },
  {
    code: 'primary-key-sort-field-not-scalar',
    sdl: 'type Post $ { a: ID! @primaryKey(sortKeyFields: ["b"]) b: [ID]! }',
    message: `The primary key's sort key on type 'Post.b' cannot be a non-scalar.`,
  },
  {
    code: 'primary-key-owner-field',
    sdl: 'type Post @model @auth(rules: [{ allow: owner, ownerField: "by" }]) { a: ID! @primaryKey(sortKeyFields: ["by"]) by: String! }',
    message: `The primary key's sort key type 'by' cannot be used as an owner @auth field too. Please use another field for the sort key.`,
  },
  {
    code: 'key-self-reference',
    sdl: 'type Post $ { id: ID! by: ID @index(name: "byBy", sortKeyFields: ["by"]) }',
    message: `@index field 'by' cannot reference itself.`,
  },
  ...['type Post $ { on: Boolean @index }', 'type Post $ { on: Boolean! @primaryKey }'].map(
    (sdl): Case => ({ code: 'key-boolean', sdl, message: 'Boolean values cannot be used as sort keys.' }),
  ),
  {
    code: 'key-boolean',
    sdl: 'type Post $ { by: ID @index(sortKeyFields: ["on", "at"]) on: Boolean at: ID }',
    message: 'Boolean values cannot be used as sort keys.',
  },
  {
    code: 'sort-key-boolean',
    sdl: 'type Post $ { by: ID @index(name: "byBy", sortKeyFields: ["on"]) on: Boolean }',
    message: `Sort Key Condition could not be constructed for field 'on'`,
  },
  {
    code: 'refers-to-not-model',
    sdl: 'type Post @refersTo(name: "posts") { id: ID! }',
    message: '@refersTo is not supported on type Post. It can only be used on a @model type.',
  },
  ...(
    [
      ['type', 'Foo { a: Int }'],
      ['interface', 'Foo { a: Int }'],
      ['input', 'Foo { a: Int }'],
      ['enum', 'Foo { A }'],
      ['union', 'Foo = Post'],
    ] as const
  ).map(
    ([noun, body]): Case => ({
      code: 'extension-without-definition',
      sdl: `type Post $ { id: ID! } extend ${noun} ${body}`,
      message: `Cannot extend nonexistent ${noun} 'Foo'.`,
    }),
  ),
  {
    code: 'extension-redeclares-member',
    sdl: 'enum E { A B } type Post $ { e: E } extend enum E { B C }',
    message: `Enum type extension 'E' cannot redeclare value B`,
  },
  {
    code: 'extension-redeclares-member',
    sdl: 'union U = Y type Y { a: Int } type Query { u: U @function(name: "f") } extend union U = Y',
    message: `Union type extension 'U' cannot redeclare type Y`,
  },
  {
    code: 'extension-redeclares-member',
    sdl: 'input I { a: Int } type Query { u(i: I): ID @function(name: "f") } extend input I { b: Int } extend input I { b: Int }',
    message: `Input object type extension 'I' cannot redeclare field b`,
  },
  {
    code: 'relation-field-missing',
    sdl: 'type A $ { b: B @hasOne(fields: ["id"]) } type B $ { c: ID }',
    message: 'id is not a field in A',
  },

  {
    code: 'index-not-model',
    sdl: 'type Post { id: ID! a: ID @index }',
    message: 'The @index directive may only be added to object definitions annotated with @model.',
  },
  {
    code: 'index-name-null',
    sdl: 'type Post $ { a: ID @index(name: null) }',
    message: 'Explicit null value not allowed for name field on @index',
  },
  {
    code: 'index-name-invalid',
    sdl: 'type Post $ { a: ID @index(name: "by a") }',
    message:
      'The indexName is invalid. It should be between 3 and 255 characters. Only A–Z, a–z, 0–9, underscore characters, hyphens, and periods allowed.',
  },
  {
    code: 'index-name-duplicate',
    sdl: 'type Post $ { a: ID @index(name: "same", queryField: null) b: ID @index(name: "same", queryField: null) }',
    message: `You may only supply one @index with the name 'same' on type 'Post'.`,
  },
  {
    code: 'index-name-invalid',
    sdl: 'type Post $ { a: ID @index(name: "by-a", sortKeyFields: ["b", "c"]) b: Int c: Int }',
    message: `Names must match /^[_a-zA-Z][_a-zA-Z0-9]*$/ but "ModelPostBy-aCompositeKeyConditionInput" does not.`,
  },
  {
    code: 'index-default-name-duplicate',
    sdl: 'type Post $ { a: ID @index @index(queryField: null) }',
    message: 'a duplicate index name, postsByA, is not allowed',
  },
  {
    code: 'index-default-name-duplicate',
    sdl: 'type Post $ { a: ID @index(queryField: null) @index(queryField: null) }',
    message: 'a duplicate index name, postsByA, is not allowed',
  },
  {
    code: 'auth-groups-missing',
    sdl: 'type Post @model @auth(rules: [{ allow: groups, groupsField: "" }]) { a: ID }',
    message: `@auth directive with 'groups' should have a defined groups list or a groupsField.`,
  },
  {
    code: 'relation-field-type-mismatch',
    sdl: 'type A $ { key: String! @primaryKey(sortKeyFields: ["s"]) s: Int! bs: [B] @hasMany(fields: ["key", "s"]) } type B $ { id: ID! }',
    message: 'key field is not of type ID',
  },
  {
    code: 'function-event-return-type',
    sdl: 'type Query { f(x: Int!, y: [ID]): Int @function(name: "f", invocationType: Event) }',
    message: `Invalid return type Int for f(x: Int!, y: [ID]): Int @function(name: f, invocationType: Event).\nUse return type 'EventInvocationResponse' and, if necessary, add 'type EventInvocationResponse { success: Boolean! }' to your model schema.`,
  },
  {
    code: 'index-name-duplicate',
    sdl: 'type A $ { bs: [B] @hasMany } type B $ { c: ID @index(name: "gsi-A.bs") }',
    message:
      'Global secondary index gsi-A.bs defined on B conflicts with the naming convention used to create implicit GSIs for querying relationships. Please rename your @index',
  },
  {
    code: 'index-same-as-primary-key',
    sdl: 'type Post $ { a: ID! @primaryKey @index(name: "byA") }',
    message: `Invalid @index 'byA'. You may not create an index where the partition key is the same as that of the primary key unless the primary key has a sort field. You cannot have a local secondary index without a sort key in the primary key.`,
  },
  {
    code: 'index-not-scalar',
    sdl: 'type Post $ { a: [ID] @index(name: "byA") }',
    message: `Index 'byA' on type 'Post.a' cannot be a non-scalar.`,
  },
  {
    code: 'index-sort-field-missing',
    sdl: 'type Post $ { a: ID @index(name: "byA", sortKeyFields: ["b"]) }',
    message: `Can't find field 'b' in Post, but it was specified in index 'byA'.`,
  },
  {
    code: 'index-sort-field-not-scalar',
    sdl: 'type Post $ { a: ID @index(name: "byA", sortKeyFields: ["b"]) b: [ID] }',
    message: `The sort key of index 'byA' on type 'Post.b' cannot be a non-scalar.`,
  },
  {
    code: 'index-projection-incomplete',
    sdl: 'type Post $ { a: ID @index(name: "byA", projection: { type: INCLUDE }) }',
    message: `@index 'byA': nonKeyAttributes must be specified when projection type is INCLUDE`,
  },
  {
    code: 'index-projection-field-missing',
    sdl: 'type Post $ { a: ID @index(name: "byA", projection: { type: INCLUDE, nonKeyAttributes: ["b", "createdAt"] }) }',
    message: `@index 'byA': nonKeyAttributes names 'b', which is not a field in Post.`,
  },

  {
    code: 'relation-not-on-model',
    sdl: 'type A { b: B @hasOne } type B $ { id: ID! }',
    message: '@hasOne must be on an @model object type field.',
  },
  {
    code: 'relation-to-non-model',
    sdl: 'type A $ { b: [B] @hasMany } type B { c: ID }',
    message: 'Object type B must be annotated with @model.',
  },
  {
    code: 'relation-to-non-model',
    sdl: 'type A $ { b: String @belongsTo }',
    message: 'Object type String must be annotated with @model.',
  },
  {
    code: 'relation-needs-list',
    sdl: 'type A $ { b: B @hasMany } type B $ { id: ID! }',
    message: '@hasMany must be used with a list. Use @hasOne for non-list types.',
  },
  {
    code: 'relation-is-list',
    sdl: 'type A $ { b: [B] @belongsTo } type B $ { a: A @hasOne }',
    message: '@belongsTo cannot be used with lists.',
  },
  {
    code: 'relation-fields-and-references',
    sdl: 'type A $ { bId: ID b: B @belongsTo(fields: ["bId"], references: ["bId"]) } type B $ { id: ID! }',
    message: `fields and references cannot be defined in the same belongsTo. Use 'references'`,
  },
  {
    code: 'relation-empty-fields',
    sdl: 'type A $ { b: B @hasOne(fields: []) } type B $ { id: ID! }',
    message: 'No fields passed to @hasOne directive.',
  },
  {
    code: 'relation-empty-references',
    sdl: 'type A $ { b: B @hasOne(references: []) } type B $ { id: ID! }',
    message: 'Invalid @hasOne directive on b - empty references list',
  },
  {
    code: 'relation-field-missing',
    sdl: 'type A $ { b: B @hasOne(fields: ["bId"]) } type B $ { id: ID! }',
    message: 'bId is not a field in A',
  },
  {
    code: 'relation-field-missing',
    sdl: 'type A $ { bs: [B] @hasMany(references: ["aId"]) } type B $ { a: A @belongsTo(references: ["aId"]) }',
    message: 'aId is not a field in B',
  },
  {
    code: 'relation-field-not-scalar',
    sdl: 'type A $ { bId: [ID] b: B @hasOne(fields: ["bId"]) } type B $ { id: ID! }',
    message: 'All fields provided to @hasOne must be scalar or enum fields.',
  },
  {
    code: 'relation-field-type-mismatch',
    sdl: 'type A $ { bId: Int b: B @hasOne(fields: ["bId"]) } type B $ { id: ID! }',
    message: 'bId field is not of type ID',
  },
  {
    code: 'relation-partial-sort-key',
    sdl: 'type A $ { x: ID y: ID b: B @hasOne(fields: ["x", "y"]) } type B $ { p: ID! @primaryKey(sortKeyFields: ["q", "r"]) q: ID! r: ID! }',
    message: 'Invalid @hasOne directive on b. Partial sort keys are not accepted.',
  },
  {
    code: 'relation-partial-sort-key',
    sdl: 'type A $ { x: ID b: B @hasOne(fields: ["x"]) } type B $ { p: ID! @primaryKey(sortKeyFields: ["q"]) q: ID! }',
    message: 'Invalid @hasOne on A:b. Provided fields do not match the size of primary key(s) for B',
  },
  {
    code: 'relation-index-missing',
    sdl: 'type A $ { id: ID! bs: [B] @hasMany(indexName: "byA", fields: ["id"]) } type B $ { aId: ID @index(name: "byAId") }',
    message: 'Index byA does not exist for model B',
  },
  {
    code: 'relation-index-with-references',
    sdl: 'type A $ { id: ID! bs: [B] @hasMany(indexName: "byA", references: ["aId"]) } type B $ { aId: ID }',
    message: 'Invalid @hasMany directive on A.bs - indexName is not supported with DynamoDB references.',
  },
  {
    code: 'relation-references-count',
    sdl: 'type A $ { id: ID! bs: [B] @hasMany(references: ["x", "y"]) } type B $ { x: ID y: ID a: A @belongsTo(references: ["x", "y"]) }',
    message: 'The number of references provided to @hasMany must match the number of primary keys on A.',
  },
  {
    code: 'relation-references-type-mismatch',
    sdl: 'type A $ { id: Int! @primaryKey b: B @hasOne(references: ["aId"]) } type B $ { aId: ID a: A @belongsTo(references: ["aId"]) }',
    message:
      'Type mismatch between primary key field(s) of A and reference fields of B. Type of A.id does not match type of B.aId',
  },
  {
    code: 'relation-references-nullability',
    sdl: 'type A $ { p: ID! @primaryKey(sortKeyFields: ["q"]) q: ID! bs: [B] @hasMany(references: ["x", "y"]) } type B $ { x: ID! y: ID a: A @belongsTo(references: ["x", "y"]) }',
    message: `Reference fields defined on related type: 'B' for @hasMany(references: ['x', 'y']) A.bs relationship have inconsistent nullability.\nRequired fields: 'x'\nNullable fields: 'y'\nUpdate reference fields on type 'B' to have consistent nullability -- either all required or all nullable.`,
  },
  {
    code: 'relation-required',
    sdl: 'type A $ { id: ID! bs: [B]! @hasMany(references: ["aId"]) } type B $ { aId: ID a: A @belongsTo(references: ["aId"]) }',
    message: `@hasMany fields must not be required. Change 'A.bs: [B]!' to 'A.bs: [B]'`,
  },
  {
    code: 'relation-required',
    sdl: 'type A $ { id: ID! bs: [B!] @hasMany(references: ["aId"]) } type B $ { aId: ID a: A @belongsTo(references: ["aId"]) }',
    message: `@hasMany fields must not be required. Change 'A.bs: [B!]' to 'A.bs: [B]'`,
  },
  {
    code: 'relation-one-sided',
    sdl: 'type A $ { id: ID! } type B $ { aId: ID a: A @belongsTo(references: ["aId"]) }',
    message:
      'Uni-directional relationships are not supported. Add a @hasOne or @hasMany field in A to match the @belongsTo field B.a, and ensure the number and type of reference fields match the number and type of primary key fields in A.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type A @model(mutations: "x") { id: ID! }',
    message: 'Schema validation failed.\n\nExpected value of type "ModelMutationMap", found "x".',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type A @model @auth(rules: true) { id: ID! }',
    message: 'Schema validation failed.\n\nExpected value of type "[AuthRule!]!", found true.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type A @model @auth(rules: [1]) { id: ID! }',
    message: 'Schema validation failed.\n\nExpected value of type "AuthRule!", found 1.',
  },
  {
    code: 'relation-belongs-to-unmatched',
    sdl: 'type A $ { id: ID! } type B $ { a: A @belongsTo }',
    message: 'A must have a relationship with B in order to use @belongsTo.',
  },
  {
    code: 'relation-override-index-name',
    sdl: 'type A $ { bs: [B] @hasMany } type B $ { a: A @belongsTo(overrideIndexName: "x") }',
    message:
      'overrideIndexName cannot be used on @belongsTo without references. Modify B.a to use references or remove overrideIndexName.',
  },
  {
    code: 'relation-missing',
    sdl: 'type A $ { b: B } type B $ { id: ID! }',
    message: `A.b leads to the model 'B' without a relation directive and will always be null.`,
  },
  {
    code: 'many-to-many-needs-list',
    sdl: 'type A $ { b: B @manyToMany(relationName: "AB") } type B $ { as: [A] @manyToMany(relationName: "AB") }',
    message: '@manyToMany must be used with a list.',
  },
  {
    code: 'many-to-many-count',
    sdl: 'type A $ { bs: [B] @manyToMany(relationName: "AB") more: [B] @manyToMany(relationName: "AB") } type B $ { as: [A] @manyToMany(relationName: "AB") }',
    message: `@manyToMany relation 'AB' must be used in exactly two locations.`,
  },
  {
    code: 'many-to-many-mismatch',
    sdl: 'type A $ { bs: [B] @manyToMany(relationName: "AB") } type B $ { cs: [C] } type C $ { as: [A] @manyToMany(relationName: "AB") }',
    message: `@manyToMany relation 'AB' expects 'B' but got 'C'.`,
  },
  {
    code: 'many-to-many-mismatch',
    sdl: 'type A $ { in: [A] @manyToMany(relationName: "AA") out: [A] @manyToMany(relationName: "AA") }',
    message: `You may only supply one @index with the name 'byA' on type 'AA'.`,
  },
  {
    code: 'many-to-many-name-taken',
    sdl: 'type A $ { bs: [B] @manyToMany(relationName: "aB") } type B $ { as: [A] @manyToMany(relationName: "aB") } enum AB { X }',
    message: `@manyToMany relation name 'AB' (derived from 'aB') already exists as a type in the schema.`,
  },

  {
    code: 'auth-not-on-model',
    sdl: 'type A @auth(rules: [{ allow: public }]) { b: ID }',
    message: 'Types annotated with @auth must also be annotated with @model.',
  },
  {
    code: 'auth-on-interface-field',
    sdl: 'interface A { b: ID @auth(rules: [{ allow: public }]) } type C implements A { b: ID }',
    message: `The @auth directive cannot be placed on an interface's field. See A.b`,
  },
  {
    code: 'auth-empty-rules',
    sdl: 'type A @model @auth(rules: []) { b: ID }',
    message: '@auth on A does not have any auth rules.',
  },
  {
    code: 'auth-empty-rules',
    sdl: 'type A $ { b: ID @auth(rules: []) }',
    message: '@auth on b does not have any auth rules.',
  },
  {
    code: 'auth-provider-strategy',
    sdl: 'type A @model @auth(rules: [{ allow: groups, groups: ["g"], provider: apiKey }]) { b: ID }',
    message: `@auth directive with 'groups' strategy only supports 'userPools' and 'oidc' providers, but found 'apiKey' assigned.`,
  },
  {
    code: 'auth-provider-strategy',
    sdl: 'type A @model @auth(rules: [{ allow: owner, provider: iam }]) { b: ID }',
    message: `@auth directive with 'owner' strategy only supports 'userPools' (default) and 'oidc' providers, but found 'iam' assigned.`,
  },
  {
    code: 'auth-provider-strategy',
    sdl: 'type A @model @auth(rules: [{ allow: public, provider: userPools }]) { b: ID }',
    message: `@auth directive with 'public' strategy only supports 'apiKey' (default) and 'identityPool' providers, but found 'userPools' assigned.`,
  },
  {
    code: 'auth-provider-strategy',
    sdl: 'type A @model @auth(rules: [{ allow: private, provider: apiKey }]) { b: ID }',
    message: `@auth directive with 'private' strategy only supports 'userPools' (default) and 'identityPool' providers, but found 'apiKey' assigned.`,
  },
  {
    code: 'auth-provider-strategy',
    sdl: 'type A @model @auth(rules: [{ allow: custom, provider: apiKey }]) { b: ID }',
    message: `@auth directive with 'custom' strategy only supports 'function' (default) provider, but found 'apiKey' assigned.`,
  },
  ...(
    [
      ['public', 'apiKey', 'API Key'],
      ['private', 'userPools', 'Cognito User Pools'],
      ['private', 'iam', 'IAM'],
      ['private', 'identityPool', 'IAM'],
      ['custom', 'function', 'Lambda'],
    ] as const
  ).map(
    ([allow, provider, name]): Case => ({
      code: 'auth-provider-missing',
      sdl: `type A @model @auth(rules: [{ allow: ${allow}, provider: ${provider} }]) { b: ID }`,
      message: `@auth directive with '${provider}' provider found, but the project has no ${name} authentication provider configured.`,
      settings: { authModes: ['OPENID_CONNECT'], defaultAuthMode: 'OPENID_CONNECT' },
    }),
  ),
  {
    code: 'auth-groups-missing',
    sdl: 'type A @model @auth(rules: [{ allow: groups }]) { b: ID }',
    message: `@auth directive with 'groups' should have a defined groups list or a groupsField.`,
  },
  {
    code: 'auth-groups-and-groups-field',
    sdl: 'type A @model @auth(rules: [{ allow: groups, groups: ["g"], groupsField: "f" }]) { f: ID }',
    message: 'This rule has groupsField and groups, please use one or the other',
  },
  {
    code: 'auth-groups-empty',
    sdl: 'type A @model @auth(rules: [{ allow: groups, groups: [] }]) { f: ID }',
    message: '@auth rules using groups cannot have an empty list',
  },
  {
    code: 'auth-identity-claim-misplaced',
    sdl: 'type A @model @auth(rules: [{ allow: groups, groups: ["g"], identityClaim: "sub" }]) { f: ID }',
    message: `@auth identityClaim can only be used for 'allow: owner'`,
  },
  {
    code: 'auth-group-claim-misplaced',
    sdl: 'type A @model @auth(rules: [{ allow: owner, groupClaim: "roles" }]) { f: ID }',
    message: `@auth groupClaim can only be used 'allow: groups'`,
  },
  {
    code: 'auth-read-and-part',
    sdl: 'type A @model @auth(rules: [{ allow: owner, operations: [list, read, sync] }]) { f: ID }',
    message: `'list,sync' operations are specified in addition to 'read'. Either remove 'read' to limit access only to 'list,sync' or only keep 'read' to grant all get,list,search,listen,sync access.`,
  },
  {
    code: 'auth-operation-at-field',
    sdl: 'type A $ { f: ID @auth(rules: [{ allow: public, operations: [get] }]) }',
    message: `'get' operation is not allowed at the field level.`,
  },
  {
    code: 'auth-operations-on-operation',
    sdl: 'type Query { f: ID @function(name: "f") @auth(rules: [{ allow: public, operations: [read] }]) }',
    message: `@auth rules on fields within Query, Mutation, Subscription cannot specify 'operations' argument as these rules are already on an operation already.`,
  },
  {
    code: 'auth-operations-on-type',
    sdl: 'type A { f: ID @auth(rules: [{ allow: public, operations: [read] }]) }',
    message: `@auth rules on fields within types that does not have @model directive cannot specify 'operations' argument as there are operations will be generated by the CLI.`,
  },
  {
    code: 'auth-duplicate-role',
    sdl: 'type A @model @auth(rules: [{ allow: owner, operations: [read] }, { allow: owner, operations: [update] }]) { f: ID }',
    message: '@auth A:userPools:owner:owner:sub::username already exists for A',
  },
  {
    code: 'auth-required-field',
    sdl: 'type A @model @auth(rules: [{ allow: owner }]) { f: ID! g: ID @auth(rules: [{ allow: public }]) }',
    message: `When using field-level authorization rules you need to add rules to all of the model's required fields with at least read permissions. Found model "A" with required fields ["f"] missing field-level authorization rules.\n\nFor more information visit https://docs.amplify.aws/cli/graphql/authorization-rules/#field-level-authorization-rules`,
  },
  {
    code: 'auth-dynamic-rule-dropped',
    sdl: 'type Query { f: ID @function(name: "f") @auth(rules: [{ allow: owner }, { allow: private }]) }',
    message: `The owner rule of Query.f admits nobody: 'Query' is not a model.`,
  },
  {
    code: 'auth-claim-missing',
    sdl: 'type A @model @auth(rules: [{ allow: owner, provider: oidc }]) { f: ID }',
    message: `The owner rule of 'A' for OIDC compares 'sub::username', and OIDC tokens have no username.`,
  },

  {
    code: 'default-not-model',
    sdl: 'type A { f: ID @default(value: "x") }',
    message: 'The @default directive may only be added to object definitions annotated with @model.',
  },
  {
    code: 'default-not-scalar',
    sdl: 'type A $ { f: [ID] @default(value: "x") }',
    message: 'The @default directive may only be added to scalar or enum field types.',
  },
  {
    code: 'default-value-missing',
    sdl: 'type A $ { f: ID @default }',
    message: 'The @default directive requires a value property on non-Postgres datasources.',
  },
  {
    code: 'default-value-null',
    sdl: 'type A $ { f: ID @default(value: null) }',
    message: 'The @default directive does not support null values.',
  },
  {
    code: 'default-not-enum-member',
    sdl: 'enum Tag { NEWS } type A $ { f: Tag @default(value: "x") }',
    message: 'Default value "x" is not a member of Tag enum.',
  },
  ...(
    [
      ['Int', 'x'],
      ['Int', '2147483648'],
      ['Float', ''],
      ['Boolean', 'yes'],
      ['AWSDate', '2023-02-29'],
      ['AWSTime', '24:00:00Z'],
      ['AWSTime', '10:20'],
      ['AWSDate', '2020-01-01Z'],
      ['AWSDateTime', '2024-01-01T00:00:00'],
      ['AWSTimestamp', '1.5'],
      ['AWSEmail', 'nobody'],
      ['AWSJSON', '{a:1}'],
      ['AWSURL', 'example.com'],
      ['AWSPhone', 'call me'],
      ['AWSIPAddress', '10.0.0.256'],
      ['AWSIPAddress', '10.0.0.0/8'],
    ] as const
  ).map(
    ([type, value]): Case => ({
      code: 'default-invalid-value',
      sdl: `type A $ { f: ${type} @default(value: "${value}") }`,
      message: `Default value "${value}" is not a valid ${type}.`,
    }),
  ),

  {
    code: 'validate-not-model',
    sdl: 'type A { f: String @validate(type: matches, value: "x") }',
    message: '@validate directive can only be used on fields within @model types.',
  },
  {
    code: 'validate-on-list',
    sdl: 'type A $ { f: [String] @validate(type: matches, value: "x") }',
    message: `@validate directive cannot be used on list field 'f'`,
  },
  {
    code: 'validate-before-default',
    sdl: 'type A $ { f: String @validate(type: matches, value: "x") @default(value: "x") }',
    message: '@validate directive must be specified after @default directive',
  },
  {
    code: 'validate-duplicate',
    sdl: 'type A $ { f: Int @validate(type: gt, value: "1") @validate(type: gt, value: "2") }',
    message: `Duplicate @validate directive with type 'gt' on field 'f'. Each validation type can only be used once per field.`,
  },
  {
    code: 'validate-wrong-type',
    sdl: 'type A $ { f: ID @validate(type: minLength, value: "1") }',
    message: `Validation type 'minLength' can only be used with 'String' fields. Field 'f' is of type 'ID'`,
  },
  {
    code: 'validate-invalid-value',
    sdl: 'type A $ { f: String @validate(type: maxLength, value: "-1") }',
    message: `maxLength value must be a non-negative integer. Received '-1' for field 'f'`,
  },
  {
    code: 'validate-invalid-value',
    sdl: 'type A $ { f: Float @validate(type: lt, value: "few") }',
    message: `lt value must be a number. Received 'few' for field 'f'`,
  },
  {
    code: 'validate-invalid-value',
    sdl: 'type A $ { f: String @validate(type: matches, value: "(") }',
    message: `matches value must be a regular expression. Received '(' for field 'f'`,
  },

  {
    code: 'function-event-parent',
    sdl: 'type A $ { f: String @function(name: "f", invocationType: Event) }',
    message: `@function definition with 'invocationType: Event' must be defined on Query or Mutation field.`,
  },
  {
    code: 'function-event-return-type',
    sdl: 'type Query { f: [String!] @function(name: "f", invocationType: Event) }',
    message: `Invalid return type [String!] for f: [String!] @function(name: f, invocationType: Event).\nUse return type 'EventInvocationResponse' and, if necessary, add 'type EventInvocationResponse { success: Boolean! }' to your model schema.`,
  },
  {
    code: 'function-event-response-shape',
    sdl: 'type Query { f: EventInvocationResponse @function(name: "f", invocationType: Event) } type EventInvocationResponse { success: Boolean }',
    message: `Invalid 'EventInvocationResponse' definition. Update the type definition in your schema to:\ntype EventInvocationResponse { success: Boolean! }`,
  },
  {
    code: 'http-url-scheme',
    sdl: 'type Query { f: String @http(url: "/f") }',
    message: '@http directive at location 23 requires a url parameter that begins with http:// or https://.',
  },
  {
    code: 'searchable-not-model',
    sdl: 'type A @searchable { f: String }',
    message: 'Types annotated with @searchable must also be annotated with @model.',
  },
  {
    code: 'subscribe-not-subscription',
    sdl: 'type Query { f: String @function(name: "f") @aws_subscribe(mutations: ["m"]) }',
    message: '@aws_subscribe can only be used on fields of Subscription. See Query.f',
  },
  {
    code: 'subscribe-unknown-mutation',
    sdl: 'type A $ { f: ID } type Subscription { f: A @aws_subscribe(mutations: ["creatA"]) }',
    message: `@aws_subscribe on Subscription.f names 'creatA', which is not a mutation.`,
  },
  {
    code: 'global-auth-rule-invalid',
    sdl: 'input AMPLIFY { globalAuthRule: AuthRule = { allow: owner } } type A @model { f: ID }',
    message: 'The only setting of input AMPLIFY is globalAuthRule: AuthRule = { allow: public }.',
  },

  ...[
    'type A @model(mutations: { create: "not a name" }) { f: ID }',
    'type A @model(subscriptions: { onUpdate: ["not a name"] }) { f: ID }',
    'type A @model(timestamps: { updatedAt: "not a name" }) { f: ID }',
    'type A @searchable(queries: { search: "not a name" }) $ { f: ID }',
    'type A @mapsTo(name: "not a name") $ { f: ID }',
    'type A $ { f: ID @index(queryField: "not a name") }',
    'type A @model @auth(rules: [{ allow: owner, ownerField: "not a name" }]) { f: ID }',
  ].map((sdl): Case => ({ code: 'name-invalid', sdl, message: `'not a name' is not a valid name.` })),
  {
    code: 'name-invalid',
    sdl: 'type A $ { bs: [B] @manyToMany(relationName: "A-B") } type B $ { as: [A] @manyToMany(relationName: "A-B") }',
    message: `'A-B' is not a valid name.`,
  },
  {
    code: 'type-name-taken',
    sdl: 'type post $ { f: CreatePostInput } enum CreatePostInput { A }',
    message: `Conflicting type 'CreatePostInput' found.`,
  },
  {
    code: 'type-name-taken',
    sdl: 'type Post $ { f: ID } type ModelPostConnection { items: [Post] }',
    message: `Conflicting type 'ModelPostConnection' found.`,
  },
  {
    code: 'custom-type-not-storable',
    sdl: 'type A $ { x: X } type X { y: Y n: Int } type Y { a: A u: U } union U = X',
    message: `The custom type 'Y' is stored by a model and has no field that can be stored.`,
  },
  {
    code: 'key-not-stored',
    sdl: 'type A $ { f: ID @index @function(name: "f") }',
    message: `'A.f' is part of a key and is not stored: it has a handler of its own.`,
  },
  {
    code: 'timestamp-type',
    sdl: 'type A $ { updatedAt: AWSTimestamp! }',
    message: `The timestamp 'A.updatedAt' is stored as AWSDateTime and declared as AWSTimestamp!: it reads null.`,
  },
  {
    code: 'auth-field-type',
    sdl: 'type A @model @auth(rules: [{ allow: owner }, { allow: owner, provider: oidc, identityClaim: "sub" }]) { owner: Int }',
    message: `'A.owner' holds owners and is not a String: the rule never matches.`,
  },
  {
    code: 'auth-field-type',
    sdl: 'type A @model @auth(rules: [{ allow: groups, groupsField: "g" }]) { g: [AWSJSON] }',
    message: `'A.g' holds groups and is not a String: the rule never matches.`,
  },
  {
    code: 'relation-limit',
    sdl: 'type A $ { bs: [B] @hasMany(limit: 0) } type B $ { f: ID }',
    message: 'The limit of A.bs must be at least 1.',
  },
  {
    code: 'graphql-invalid',
    sdl: 'type A $ { f: ModelOperation }',
    message: 'Schema validation failed.\n\nUnknown type "ModelOperation".',
  },
  {
    code: 'auth-required-field',
    sdl: `type A @model @auth(rules: [{ allow: owner }]) {
      f: ID! @auth(rules: [{ allow: owner, operations: [read] }, { allow: owner, operations: [create] }]) g: ID }`,
    message: `When using field-level authorization rules you need to add rules to all of the model's required fields with at least read permissions. Found model "A" with required fields ["f"] missing field-level authorization rules.\n\nFor more information visit https://docs.amplify.aws/cli/graphql/authorization-rules/#field-level-authorization-rules`,
  },
  {
    code: 'query-missing',
    sdl: 'type A @model(queries: null) { f: ID }',
    message: 'The schema has no query.',
  },
  {
    code: 'root-field-conflict',
    sdl: 'type A $ { f: ID @index(queryField: "find") g: ID @index(queryField: "find") }',
    message: `Object type extension 'Query' cannot redeclare field find`,
  },
  {
    code: 'root-field-conflict',
    sdl: 'type A $ { f: ID } type Mutation { createA: A @function(name: "f") }',
    message: `Object type extension 'Mutation' cannot redeclare field createA`,
  },
  {
    code: 'table-conflict',
    sdl: 'type AB @mapsTo(name: "Old") $ { id: ID! } type A $ { bs: [B] @manyToMany(relationName: "Old") } type B $ { as: [A] @manyToMany(relationName: "Old") }',
    message: `The models 'AB' and 'Old' have the same table 'Old'.`,
  },
  {
    code: 'operation-without-handler',
    sdl: 'type Query { f: String }',
    message: 'Query.f has no handler and will always be null.',
  },
  {
    code: 'index-limit',
    sdl: `type A $ { ${Array.from({ length: 21 }, (_, i) => `f${i}: ID @index`).join(' ')} }`,
    message: `The model 'A' has 21 indexes; a DynamoDB table may have 20.`,
  },
];

const ofWholeSchema: readonly DiagnosticCode[] = ['empty-schema', 'query-missing'];

describe('one mistake gives one finding', () => {
  test.each(cases.map((entry) => [entry.code, entry.sdl.slice(0, 90), entry] as const))('%s: %s', (code, _, entry) => {
    const text = entry.sdl.replaceAll('$', '@model @auth(rules: [{ allow: public }])');
    const { model, diagnostics } = compile([{ file: 'schema.graphql', text }], { settings: entry.settings ?? {} });
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.message])).toEqual([[code, entry.message]]);
    const [diagnostic] = diagnostics;
    expect(diagnostic?.name).toBe(diagnosticCodes[code].name);
    expect(diagnostic?.location?.file ?? null).toBe(ofWholeSchema.includes(code) ? null : 'schema.graphql');
    expect(model === null).toBe(diagnosticCodes[code].severity === 'error');
  });
});

test('every code has a case; the builder tests those of its own', () => {
  const codes = Object.keys(diagnosticCodes).filter((code) => !code.startsWith('builder-'));
  expect([...new Set(cases.map(({ code }) => code))].toSorted()).toEqual(codes.toSorted());
});
