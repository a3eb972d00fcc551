import { a as official } from '@aws-amplify/data-schema';
import { parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { a as own } from '../../src/index.ts';

/**
 * The builder beside the official one, as programs: both are given the same calls, also such as types rule out. Either
 * both give the same document, or both throw the same error.
 */
// biome-ignore lint/suspicious/noExplicitAny: these programs break the builder's types on purpose.
type Loose = any;
type Make = (a: Loose) => unknown;

interface Transformable {
  transform(): { readonly schema: string; readonly jsFunctions: unknown; readonly lambdaFunctions: object };
}

function outcome(builder: Loose, make: Make): unknown {
  try {
    const { schema, jsFunctions, lambdaFunctions } = (make(builder) as Transformable).transform();
    const document = schema.trim() === '' ? '' : print(parse(schema));
    return { document, jsFunctions: withoutLines(jsFunctions), functions: Object.keys(lambdaFunctions) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** Stack frames name the calls alike but for how each engine build writes them. */
function withoutLines(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, part) => (key === 'importLine' ? /[^/]+$/.exec(part)?.[0] : part));
}

const fn = { getInstance() {} };
const pub = (allow: Loose) => [allow.publicApiKey()];
const model = (a: Loose, fields: object) => a.model(fields).authorization(pub);
const open = (a: Loose, types: object) => a.schema(types).authorization(pub);
const run = (a: Loose, name: unknown = 'x') => a.handler.function(name);
const js = (a: Loose) => a.handler.custom({ entry: '/x.js' });
const bedrock = (a: Loose) => ({ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: 'x' });
const chat = (a: Loose, tool: object) =>
  a.schema({
    c: a
      .conversation({ ...bedrock(a), tools: [a.ai.dataTool({ description: 'd', ...tool })] })
      .authorization((allow: Loose) => allow.owner()),
  });
const query = (a: Loose) => a.query().returns(a.string());

const programs: Readonly<Record<string, (a: Loose) => unknown>> = {
  'every hoisted type, in order': (a) =>
    a.schema({
      E1: a.enum(['a']),
      ct: a.customType({ x: a.enum(['q', 'r']), y: a.customType({ z: a.enum(['z']) }) }),
      start: a
        .mutation()
        .arguments({ i: a.ref('ct'), j: a.customType({ k: a.ref('ct'), l: a.customType({ m: a.enum(['m']) }) }) })
        .authorization(pub)
        .handler(run(a, fn).async()),
      again: a
        .mutation()
        .arguments({ i: a.ref('ct') })
        .authorization((allow: Loose) => [allow.authenticated(), allow.group('G'), allow.group('H')])
        .handler([run(a, 's'), run(a, fn).async()]),
      one: a
        .query()
        .returns(a.ref('ct'))
        .authorization((allow: Loose) => [allow.guest(), allow.group('A'), allow.authenticated('identityPool')])
        .handler(run(a)),
      two: a
        .query()
        .returns(a.ref('ct').array())
        .authorization((allow: Loose) => [
          allow.group('B'),
          allow.custom(),
          allow.publicApiKey(),
          allow.authenticated('oidc'),
        ])
        .handler([run(a, fn), run(a), run(a, fn)]),
      three: a
        .query()
        .returns(a.enum(['r1', 'r2']))
        .authorization((allow: Loose) => allow.group('B'))
        .handler(js(a)),
      four: a
        .query()
        .arguments({ e: a.ref('E1').required().array().required() })
        .returns(a.ref('E1').required())
        .authorization((allow: Loose) => allow.group('B'))
        .handler([
          js(a),
          a.handler.custom({ entry: '/y.js', dataSource: a.ref('M') }),
          a.handler.custom({ entry: '/z.js', dataSource: 'D' }),
        ]),
      M: model(a, {
        id: a.id(),
        r: a.ref('E1').authorization((allow: Loose) => allow.publicApiKey()),
        l: a.string().array().required(),
        ct: a.ref('ct').required().array(),
        in: a.customType({ f: a.enum(['s']) }),
        nested: a.customType({ t: a.customType({ u: a.ref('ct'), v: a.id().required().array().required() }) }),
      }),
    }),
  'relations with modifiers': (a) =>
    open(a, {
      P: a.model({ cs: a.hasMany('C', 'pid').valueRequired().authorization(pub), o: a.hasOne('O', 'pid').required() }),
      C: a.model({ pid: a.id(), p: a.belongsTo('P', 'pid').authorization((allow: Loose) => allow.owner()) }),
      O: a.model({ pid: a.id(), p: a.belongsTo('P', 'pid') }),
    }),
  'keys with rules and indexes': (a) =>
    open(a, {
      M: a
        .model({ id: a.id().required().authorization(pub), x: a.string().required(), e: a.enum(['x']) })
        .secondaryIndexes((index: Loose) => [index('id').sortKeys(['x']), index('e'), index('x').sortKeys(['e'])]),
    }),
  'the last call of a modifier wins': (a) =>
    open(a, {
      M: a
        .model({ x: a.string() })
        .identifier(['x'])
        .identifier(['id'])
        .disableOperations(['get'])
        .disableOperations(['list', 'queries', 'create', 'list']),
    }),
  'a required list of what a model returns': (a) =>
    open(a, {
      M: a.model({ x: a.string() }),
      all: a.mutation().returns(a.ref('M').required().array().required()).handler(run(a)),
      s: a.subscription().for(a.ref('all')).handler(js(a)),
    }),
  'subscriptions to models and operations': (a) =>
    open(a, {
      M: a.model({ x: a.string() }),
      m: a.mutation().returns(a.ref('M')).handler(run(a)),
      s: a
        .subscription()
        .for([a.ref('m'), a.ref('M').mutations(['create', 'delete'])])
        .handler(js(a)),
      t: a
        .subscription()
        .for(a.ref('M').mutations(['update']))
        .arguments({ k: a.enum(['K']) })
        .handler(js(a)),
    }),
  'an operation without rules and handler': (a) => a.schema({ q: query(a) }),
  'a subscription without rules and handler': (a) =>
    a.schema({ M: model(a, { x: a.string() }), s: a.subscription().for(a.ref('M').mutations(['create'])) }),
  'rules of the schema on operations': (a) =>
    a
      .schema({ q: query(a).handler(run(a)), M: a.model({ x: a.string() }) })
      .authorization((allow: Loose) => [allow.owner(), allow.publicApiKey(), allow.resource(fn)]),
  'claims and providers': (a) =>
    a.schema({
      M: a
        .model({ x: a.string() })
        .authorization((allow: Loose) => [
          allow.owner('oidc').identityClaim('c').to(['read']),
          allow.groupsDefinedIn('gs', 'oidc').withClaimIn('r').to(['list']),
          allow.groups(['A', 'B'], 'userPools'),
          allow.custom('function'),
          allow.owner('userPools'),
        ]),
    }),

  'no rules': (a) => a.schema({ M: a.model({ x: a.string() }) }),
  'an empty list of rules': (a) => a.schema({ M: a.model({ x: a.string() }).authorization(() => []) }),
  'grants are not rules': (a) =>
    a.schema({ M: a.model({ x: a.string() }) }).authorization((allow: Loose) => allow.resource(fn)),
  'not a provider': (a) => a.schema({ M: a.model({}).authorization((allow: Loose) => allow.owner('identityPool')) }),
  'ref to nothing': (a) => open(a, { M: a.model({ x: a.ref('Nope') }) }),
  'ref to nothing, in a custom type': (a) => a.schema({ C: a.customType({ x: a.ref('Nope') }) }),
  'ref to nothing, returned': (a) => open(a, { q: a.query().returns(a.ref('Nope')).handler(run(a)) }),
  'ref to a model in a model': (a) => open(a, { P: a.model({ c: a.ref('P') }) }),
  'ref to a model in a custom type': (a) =>
    open(a, { P: a.model({ c: a.string() }), C: a.customType({ x: a.ref('P') }) }),
  'ref to a model as an argument': (a) =>
    open(a, {
      P: a.model({ c: a.string() }),
      q: query(a)
        .arguments({ p: a.ref('P') })
        .handler(run(a)),
    }),
  'ref to an operation as an argument': (a) =>
    open(a, {
      q: query(a)
        .arguments({ p: a.ref('q') })
        .handler(run(a)),
    }),
  'a relation as an argument': (a) =>
    open(a, {
      P: a.model({ c: a.string() }),
      q: query(a)
        .arguments({ z: a.hasMany('P', 'x') })
        .handler(run(a)),
    }),
  'a relation as a result': (a) =>
    open(a, { P: a.model({ c: a.string() }), q: a.query().returns(a.hasMany('P', 'x')).handler(run(a)) }),
  'a nullable identifier': (a) => open(a, { M: a.model({ x: a.string() }).identifier(['x']) }),
  'an enum identifier': (a) => open(a, { M: a.model({ x: a.enum(['x']) }).identifier(['x']) }),
  'an index on a custom type': (a) =>
    open(a, {
      T: a.customType({ v: a.id() }),
      M: a.model({ e: a.ref('T') }).secondaryIndexes((index: Loose) => [index('e')]),
    }),
  'a generated default': (a) => open(a, { M: a.model({ x: a.integer().default() }) }),
  'white space in an enum': (a) => a.schema({ E: a.enum(['a b', 'c']) }),
  'white space in an inline enum': (a) => open(a, { M: a.model({ e: a.enum(['a\tb']) }) }),

  'hasOne without a counterpart': (a) =>
    open(a, { P: a.model({ c: a.hasOne('C', ['x', 'y']) }), C: a.model({ x: a.id() }) }),
  'belongsTo without a counterpart': (a) =>
    open(a, { P: a.model({ x: a.id() }), C: a.model({ x: a.id(), p: a.belongsTo('P', 'x') }) }),
  'two counterparts': (a) =>
    open(a, {
      P: a.model({ c: a.hasMany('C', 'x') }),
      C: a.model({ x: a.id(), p: a.belongsTo('P', 'x'), q: a.belongsTo('P', 'x') }),
    }),
  'hasMany and hasOne on one reference': (a) =>
    open(a, {
      C: a.model({ x: a.id(), p: a.belongsTo('P', 'x') }),
      P: a.model({ c: a.hasOne('C', 'x'), d: a.hasMany('C', 'x') }),
    }),
  'fewer references than keys': (a) =>
    open(a, {
      P: a.model({ a: a.id().required(), b: a.id().required(), c: a.hasMany('C', 'x') }).identifier(['a', 'b']),
      C: a.model({ x: a.id(), p: a.belongsTo('P', 'x') }),
    }),
  'a missing reference of a required relation': (a) =>
    open(a, {
      P: a.model({ c: a.hasOne('C', ['x', 'y']).required() }),
      C: a.model({ p: a.belongsTo('P', ['x', 'y']) }),
    }),
  'a reference of another type': (a) =>
    open(a, { P: a.model({ c: a.hasOne('C', 'x') }), C: a.model({ x: a.integer(), p: a.belongsTo('P', 'x') }) }),
  'a number for a number of another kind': (a) =>
    open(a, {
      P: a.model({ k: a.integer().required(), c: a.hasOne('C', 'x') }).identifier(['k']),
      C: a.model({ x: a.float(), p: a.belongsTo('P', 'x') }),
    }),
  'text for an id': (a) =>
    open(a, { P: a.model({ c: a.hasOne('C', 'x') }), C: a.model({ x: a.string(), p: a.belongsTo('P', 'x') }) }),
  'a relation to a custom type': (a) =>
    open(a, { P: a.model({ c: a.hasOne('C', 'x') }), C: a.customType({ x: a.string() }) }),
  'a relation to nothing': (a) => open(a, { P: a.model({ c: a.hasOne('C', 'x') }) }),

  'handlers of two kinds': (a) => open(a, { q: query(a).handler([js(a), run(a)]) }),
  'rules without a handler': (a) => open(a, { q: query(a) }),
  'a handler without rules': (a) => a.schema({ q: query(a).handler(run(a)) }),
  'a query without a type': (a) => open(a, { q: a.query().handler(run(a)) }),
  'a mutation without a type': (a) => open(a, { q: a.mutation().handler(run(a)) }),
  'not a function': (a) => open(a, { q: query(a).handler(run(a, 3)) }),
  'a source that is a query': (a) =>
    open(a, { q: query(a).handler(run(a)), s: a.subscription().for(a.ref('q')).handler(js(a)) }),
  'no source': (a) => open(a, { s: a.subscription().handler(js(a)) }),
  'a model without its mutations': (a) =>
    open(a, { P: a.model({ c: a.string() }), s: a.subscription().for(a.ref('P')).handler(js(a)) }),
  'mutations of an operation': (a) =>
    open(a, {
      q: a.mutation().returns(a.id()).handler(run(a)),
      s: a
        .subscription()
        .for(a.ref('q').mutations(['create']))
        .handler(js(a)),
    }),
  'sources of two types': (a) =>
    open(a, {
      q: a.mutation().returns(a.id()).handler(run(a)),
      r: a.mutation().returns(a.integer()).handler(run(a)),
      s: a
        .subscription()
        .for([a.ref('q'), a.ref('r')])
        .handler(js(a)),
    }),
  'a source that is nothing': (a) => open(a, { s: a.subscription().for(a.ref('zz')).handler(js(a)) }),
  'guests and resolvers': (a) =>
    a.schema({
      q: query(a)
        .authorization((allow: Loose) => allow.guest())
        .handler(js(a)),
    }),
  'the identity pool and resolvers': (a) =>
    a.schema({
      q: query(a)
        .authorization((allow: Loose) => allow.authenticated('identityPool'))
        .handler(js(a)),
    }),
  'groups of OIDC and resolvers': (a) =>
    a.schema({
      q: query(a)
        .authorization((allow: Loose) => allow.group('A', 'oidc'))
        .handler(js(a)),
    }),
  'groups of OIDC and custom types': (a) =>
    a.schema({
      C: a.customType({ v: a.id() }),
      q: a
        .query()
        .returns(a.ref('C'))
        .authorization((allow: Loose) => allow.group('A', 'oidc'))
        .handler(run(a)),
    }),
  'owners and resolvers': (a) =>
    a.schema({ q: query(a).handler(js(a)) }).authorization((allow: Loose) => allow.owner()),
  'owners and custom types': (a) =>
    a
      .schema({ C: a.customType({ v: a.id() }), q: a.query().returns(a.ref('C')).handler(run(a)) })
      .authorization((allow: Loose) => allow.owner()),

  'an owner field of numbers': (a) =>
    a.schema({ M: a.model({ z: a.integer() }).authorization((allow: Loose) => allow.ownerDefinedIn('z')) }),
  'an owner field that is one name': (a) =>
    a.schema({ M: a.model({ z: a.string() }).authorization((allow: Loose) => allow.ownersDefinedIn('z')) }),
  'an owner field of another rule': (a) =>
    a.schema({
      M: a
        .model({ x: a.id() })
        .authorization((allow: Loose) => [allow.ownerDefinedIn('z'), allow.ownersDefinedIn('z')]),
    }),
  'an owner field of a field rule': (a) =>
    open(a, {
      M: a.model({ z: a.integer(), y: a.string().authorization((allow: Loose) => allow.ownerDefinedIn('z')) }),
    }),
  'a group field of JSON': (a) =>
    a.schema({ M: a.model({ z: a.json() }).authorization((allow: Loose) => allow.groupDefinedIn('z')) }),
  'an owner field that is an enum': (a) =>
    a.schema({
      E: a.enum(['q']),
      M: a.model({ z: a.ref('E') }).authorization((allow: Loose) => allow.ownerDefinedIn('z')),
    }),
  'an owner field of dates': (a) =>
    a.schema({ M: a.model({ z: a.date() }).authorization((allow: Loose) => allow.ownerDefinedIn('z')) }),

  'a conversation without rules': (a) => a.schema({ c: a.conversation(bedrock(a)) }),
  'a tool with a name that is none': (a) => chat(a, { name: '1st', query: a.ref('q') }),
  'a tool with a name of 65 letters': (a) => chat(a, { name: 'x'.repeat(65), query: a.ref('q') }),
  'a generation without a type': (a) => open(a, { g: a.generation(bedrock(a)) }),
  'a generation without a model': (a) => open(a, { g: a.generation({}).returns(a.string()) }),
};

test.each(Object.entries(programs))('%s', (_, make) => {
  expect(outcome(own, make)).toEqual(outcome(official, make));
});

/** Where the official builder's document is not what was written. */
describe('better than the official builder', () => {
  const fieldsOf = (make: Make) => (outcome(own, make) as { document?: string }).document;
  test.each<[string, Make, string]>([
    [
      'quotes in a default',
      (a) => open(a, { M: a.model({ x: a.string().default('say "hi"') }) }),
      'x: String @default(value: "say \\"hi\\"")',
    ],
    [
      'a default that is an object',
      (a) => open(a, { M: a.model({ x: a.json().default({ n: [1] }) }) }),
      'x: AWSJSON @default(value: "{\\"n\\":[1]}")',
    ],
    ['a default of null', (a) => open(a, { M: a.model({ x: a.string().default(null) }) }), 'x: String'],
    [
      'an asynchronous function by name',
      (a) => open(a, { m: a.mutation().handler(a.handler.function('f').async()) }),
      '@function(name: "f", invocationType: Event)',
    ],
    [
      'a custom type that holds itself',
      (a) =>
        open(a, {
          C: a.customType({ y: a.ref('C') }),
          q: a
            .query()
            .arguments({ c: a.ref('C') })
            .returns(a.ref('C'))
            .handler(run(a)),
        }),
      'input CInput {\n  y: CInput\n}',
    ],
  ])('%s', (_, make, text) => {
    expect(fieldsOf(make)).toContain(text);
  });

  test.each<[string, Make, string]>([
    [
      'an identifier that is not declared',
      (a) => open(a, { M: a.model({ x: a.id() }).identifier(['y']) }),
      'Invalid identifier definition. Field y is not defined on M.',
    ],
    [
      'an index on a field that is not declared',
      (a) => open(a, { M: a.model({ x: a.id() }).secondaryIndexes((index: Loose) => [index('y')]) }),
      'The field `y` used in the secondary index of `M` is not defined.',
    ],
    [
      'a generation',
      (a) => open(a, { g: a.generation(bedrock(a)).returns(a.string()) }),
      'The generation g cannot run here: it needs a model in Amazon Bedrock.',
    ],
    [
      'a tool that calls no model',
      (a) => chat(a, { name: 't', model: 'Note', modelOperation: 'list' }),
      'Unexpected model was found in tool t.',
    ],
    ['a tool that calls no query', (a) => chat(a, { name: 't' }), 'Unexpected query was found in tool t.'],
    [
      'SQL handlers',
      (a) => open(a, { q: query(a).handler(a.handler.inlineSql('SELECT 1')) }),
      'SQL handlers are not supported: q has a.handler.inlineSql.',
    ],
  ])('%s', (_, make, error) => {
    expect(outcome(own, make)).toEqual({ error });
  });
});
