import fc from 'fast-check';

/**
 * Schemas with directives, as text. Names come from small pools, so that types meet and collide; many schemas have
 * something wrong with them, and some compile.
 */
export function arbitrarySdl(): fc.Arbitrary<string> {
  return fc.uniqueArray(definition(), { minLength: 1, maxLength: 4, selector: nameOf }).map(complete);
}

/** Definitions for the names that types refer to, where the schema has none of its own. */
const fallbacks: readonly string[] = [
  'type Post @model { title: String }',
  'type Tag @model { title: String }',
  'type User @model { id: ID! }',
  'type Place { lat: Float }',
  'type Shape { size: Int }',
  'type EventInvocationResponse { success: Boolean! }',
  'enum Status { OPEN DONE }',
  'enum Hue { RED }',
  'input PlaceInput { lat: Float! }',
  'union Figure = Place | Shape',
];

function complete(definitions: readonly string[]): string {
  const text = definitions.join('\n');
  const defined = new Set(definitions.map(nameOf));
  const missing = fallbacks.filter((fallback) => {
    const name = nameOf(fallback);
    return !defined.has(name) && new RegExp(`\\b${name}\\b`).test(text);
  });
  return [text, ...missing].join('\n');
}

/** Name of a definition, which is rarely defined twice. */
function nameOf(definition: string): string {
  return definition.startsWith('extend') ? definition : (/^\w+ (\w+)/.exec(definition)?.[1] ?? '');
}

/** Text that is nearly a schema: some piece of one is left out, doubled, or replaced by noise. */
export function arbitraryNearSdl(): fc.Arbitrary<string> {
  const noise = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('{', '}', '@', '"', '"""', '#', '!', '[', 'extend ', 'type', 'null', '\u0000', '\uFEFF'),
  );
  return fc.tuple(arbitrarySdl(), fc.nat(), fc.nat({ max: 20 }), noise).map(([sdl, at, length, insert]) => {
    const start = at % (sdl.length + 1);
    return sdl.slice(0, start) + insert + sdl.slice(start + length);
  });
}

const modelName = fc.constantFrom('Post', 'Post', 'Tag', 'Tag', 'User', 'User', 'Data', 'Subscription');
const typeName = fc.constantFrom(
  'Place',
  'Shape',
  'EventInvocationResponse',
  'PostTags',
  'ModelPostConnection',
  'CreateTagInput',
);
const enumName = fc.constantFrom('Status', 'Hue');
const fieldName = fc.constantFrom(
  'id',
  'title',
  'owner',
  'createdAt',
  'postId',
  'tagId',
  'userId',
  'status',
  'tags',
  'post',
);
const scalar = fc.constantFrom('ID', 'String', 'Int', 'Float', 'Boolean', 'AWSDateTime', 'AWSJSON', 'AWSTimestamp');
const anyType = fc.oneof(
  { weight: 30, arbitrary: scalar },
  { weight: 20, arbitrary: fc.constantFrom('Post', 'Tag', 'User') },
  { weight: 8, arbitrary: fc.constantFrom('Place', 'Shape', 'Figure') },
  { weight: 8, arbitrary: enumName },
  { weight: 1, arbitrary: fc.constantFrom('Nothing', 'PlaceInput') },
);
const wrapped = fc
  .tuple(anyType, fc.constantFrom('T', 'T', 'T', 'T!', '[T]', '[T!]!', '[[T]]'))
  .map(([type, shape]) => shape.replace('T', type));

const rarely = (arbitrary: fc.Arbitrary<string>) => fc.oneof({ weight: 8, arbitrary: fc.constant('') }, arbitrary);
const names = fc.array(fieldName, { maxLength: 3 }).map((list) => JSON.stringify(list));
const nullable = (arbitrary: fc.Arbitrary<string>) => fc.oneof({ weight: 5, arbitrary }, fc.constant('null'));
const quoted = (arbitrary: fc.Arbitrary<string>) => arbitrary.map((text) => JSON.stringify(text));

/** `(name: value, …)` with any of the arguments, or nothing. */
function given(parameters: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<string> {
  const pairs = Object.entries(parameters).map(([name, value]) =>
    fc.option(
      value.map((text) => `${name}: ${text}`),
      { nil: null, freq: 2 },
    ),
  );
  return fc.tuple(...pairs).map((list) => {
    const present = list.filter((pair) => pair !== null);
    return present.length === 0 ? '' : `(${present.join(', ')})`;
  });
}

const operation = fc.constantFrom('create', 'update', 'delete', 'read', 'get', 'list', 'listen', 'search', 'sync');
const rule = fc
  .tuple(
    fc.constantFrom('public', 'private', 'owner', 'groups', 'custom'),
    given({
      provider: fc.constantFrom('apiKey', 'userPools', 'oidc', 'iam', 'identityPool', 'function'),
      ownerField: quoted(fieldName),
      groups: fc.constantFrom('["A"]', '["A", "B"]', '[]', 'null', '"A"'),
      groupsField: quoted(fieldName),
      identityClaim: fc.constantFrom('"sub"', '"a::b"'),
      operations: fc.array(operation, { maxLength: 3 }).map((list) => `[${list}]`),
    }),
  )
  .map(([allow, rest]) => `{ allow: ${allow}, ${rest.slice(1, -1)} }`);
const simpleRules = fc
  .subarray(['{ allow: public }', '{ allow: owner }', '{ allow: private, operations: [read] }'], { minLength: 1 })
  .map((rules) => `@auth(rules: [${rules.join(', ')}])`);
const wildRules = fc.array(rule, { minLength: 1, maxLength: 3 }).map((rules) => `@auth(rules: [${rules.join(', ')}])`);
const auth = fc.oneof({ weight: 6, arbitrary: simpleRules }, { weight: 1, arbitrary: wildRules });

const operationName = nullable(quoted(fc.constantFrom('find', 'findAll', 'look', 'getPost')));
const modelDirective = given({
  queries: fc.oneof(
    fc.constant('null'),
    operationName.map((name) => `{ get: ${name} }`),
  ),
  mutations: fc.oneof(
    fc.constant('null'),
    operationName.map((name) => `{ create: ${name} }`),
  ),
  subscriptions: fc.constantFrom('null', '{ level: off }', '{ level: public }', '{ onCreate: ["made", "made"] }'),
  timestamps: fc.constantFrom('null', '{ createdAt: "at" }', '{ createdAt: null, updatedAt: "title" }'),
}).map((text) => `@model${text}`);
const otherDirective = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('@searchable', '@mapsTo(name: "Old")', '@aws_iam') },
  { weight: 1, arbitrary: fc.constantFrom('@mapsTo(name: "Tag")', '@unknown') },
);
const typeDirectives = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant('@model') }, { weight: 1, arbitrary: modelDirective }),
    fc.option(auth, { nil: '' }),
    rarely(otherDirective),
  )
  .map((list) => list.join(' '));

const relation = given({ fields: names, references: names, indexName: quoted(fc.constantFrom('byPost', 'byTag')) });
const fieldDirective = fc.oneof(
  given({ sortKeyFields: names }).map((text) => `@primaryKey${text}`),
  given({
    name: nullable(quoted(fc.constantFrom('byPost', 'byTag', 'x'))),
    sortKeyFields: names,
    queryField: operationName,
    projection: fc.constantFrom(
      '{ type: KEYS_ONLY }',
      '{ type: INCLUDE }',
      '{ type: INCLUDE, nonKeyAttributes: ["title"] }',
    ),
  }).map((text) => `@index${text}`),
  relation.map((text) => `@hasMany${text}`),
  relation.map((text) => `@hasOne${text.replace(/,? ?indexName: "\w+"/, '')}`),
  relation.map((text) => `@belongsTo${text}`),
  {
    weight: 3,
    arbitrary: fc.constantFrom('@hasMany', '@hasOne', '@belongsTo', '@manyToMany(relationName: "postTags")'),
  },
  auth,
  fc.constantFrom('@default(value: "1")', '@default(value: null)', '@default', '@default(value: "OPEN")'),
  fc.constantFrom('gt', 'minLength', 'matches', 'none').map((type) => `@validate(type: ${type}, value: "1")`),
  fc.constantFrom(
    '@function(name: "f")',
    '@function(name: "f", invocationType: Event)',
    '@http(url: "https://x.y/:id")',
  ),
  fc.constantFrom('@http(url: "x")', '@aws_api_key', '@aws_subscribe(mutations: ["createPost"])', '@sql', '@unknown'),
);

const field = fc
  .tuple(
    fieldName,
    fc.constantFrom('', '', '', '(id: ID!)', '(a: Int = 1, b: [Status])'),
    wrapped,
    fc.array(fieldDirective, { maxLength: 1 }),
  )
  .map(([name, parameters, type, directives]) => `  ${name}${parameters}: ${type} ${directives.join(' ')}`);
const plainField = fc.tuple(fieldName, scalar).map(([name, type]) => `  ${name}: ${type}`);
const body = fc
  .uniqueArray(fc.oneof({ weight: 3, arbitrary: plainField }, { weight: 2, arbitrary: field }), {
    minLength: 1,
    maxLength: 5,
    selector: (text) => /\w+/.exec(text)?.[0],
  })
  .map((fields) => `{\n${fields.join('\n')}\n}`);

function definition(): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(modelName, typeDirectives, body)
        .map(([name, directives, text]) => `type ${name} ${directives} ${text}`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(typeName, rarely(otherDirective), body)
        .map(([name, directive, text]) => `type ${name} ${directive} ${text}`),
    },
    enumName.map((name) => `enum ${name} { OPEN DONE }`),
    fc.constantFrom(
      'type Query { ask: String @function(name: "f") }',
      'extend type Query { more: [Post] @function(name: "f") @auth(rules: [{ allow: private }]) }',
      'interface Node { id: ID! }',
      'union Figure = Place | Shape',
      'input PlaceInput { lat: Float! lon: Float }',
      'input AMPLIFY { globalAuthRule: AuthRule = { allow: public } }',
      'scalar Money',
      'schema { query: Query }',
    ),
  );
}
