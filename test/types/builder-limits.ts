/**
 * Checked by the compiler, never run: what each part of the builder's reference rules out, beside `builder-types.ts`. A
 * line that must not compile says so with `@ts-expect-error`.
 */
import { a, defineBackend, defineData, defineFunction, referenceAuth } from '../../src/index.ts';

const fn = defineFunction({ entry: './x.ts' });

/* Scalar fields. */

a.string()
  .validate((v) => v.minLength(1))
  // @ts-expect-error: once
  .validate(() => {});
// @ts-expect-error: once, also for numbers
a.integer().validate((v) => v.gt(1).gt(2));
// @ts-expect-error: rules of numbers
a.string().validate((v) => v.positive());
// @ts-expect-error: a boolean has no rules
a.boolean().validate((v) => v.gt(1));
// @ts-expect-error: nor has JSON
a.json().validate((v) => v.minLength(1));
// @ts-expect-error: grants to functions belong to schemas
a.string().authorization((allow) => allow.resource(fn));
// @ts-expect-error: required twice, about the list
a.string().array().required().required();
// @ts-expect-error: no such scalar
a.decimal();

/* References, enums, relations. */

// @ts-expect-error: once
a.ref('X').array().array();
a.ref('X')
  .authorization((allow) => allow.owner())
  // @ts-expect-error: once
  .authorization((allow) => allow.owner());
a.ref('X').mutations(['create', 'update', 'delete']);
// @ts-expect-error: not a mutation of a model
a.ref('X').mutations(['upsert']);
// @ts-expect-error: a reference has no default
a.ref('X').default('y');
// @ts-expect-error: values are text
a.enum([1, 2]);
// @ts-expect-error: a list is required by its values
a.hasMany('Y', 'yId').required();
// @ts-expect-error: one value has no list
a.hasOne('Y', 'yId').valueRequired();
// @ts-expect-error: once
a.hasOne('Y', 'yId').required().required();
// @ts-expect-error: once
a.hasMany('Y', 'yId').valueRequired().valueRequired();
a.belongsTo('Y', 'yId')
  .authorization((allow) => allow.owner())
  // @ts-expect-error: once
  .authorization((allow) => allow.owner());
// @ts-expect-error: a relation is no list
a.hasMany('Y', 'yId').array();

/* Models. */

const fields = { key: a.string().required(), other: a.string(), kind: a.enum(['x']), kindRef: a.ref('Kind') };
// @ts-expect-error: an enum cannot be required where it stands
a.model(fields).identifier(['kind']);
// @ts-expect-error: nor can a reference to one be a key
a.model(fields).identifier(['kindRef']);
// @ts-expect-error: once
a.model(fields).disableOperations(['get']).disableOperations(['list']);
a.model(fields)
  .secondaryIndexes((index) => [index('key')])
  // @ts-expect-error: once
  .secondaryIndexes(() => []);
a.model(fields)
  .authorization((allow) => allow.owner())
  // @ts-expect-error: once
  .authorization((allow) => allow.owner());
// @ts-expect-error: once
a.model(fields).secondaryIndexes((index) => [index('key').sortKeys(['other']).sortKeys(['other'])]);
// @ts-expect-error: once
a.model(fields).secondaryIndexes((index) => [index('key').queryField('x').queryField('y')]);
// @ts-expect-error: once
a.model(fields).secondaryIndexes((index) => [index('key').projection('ALL').projection('ALL')]);
// @ts-expect-error: not a projection
a.model(fields).secondaryIndexes((index) => [index('key').projection('SOME')]);
// @ts-expect-error: not a field
a.model(fields).secondaryIndexes((index) => [index('missing')]);
// @ts-expect-error: an operation is not a field
a.model({ x: a.query() });

/* Rules. */

a.schema({ M: a.model({}) }).authorization((allow) => [
  allow.resource(fn),
  // @ts-expect-error: not what a function may do
  allow.resource(fn).to(['delete']),
]);
// @ts-expect-error: no provider of signed-in users
a.model({}).authorization((allow) => allow.authenticated('apiKey'));
// @ts-expect-error: groups come with tokens
a.model({}).authorization((allow) => allow.group('G', 'identityPool'));
// @ts-expect-error: a custom rule is decided by a function
a.model({}).authorization((allow) => allow.custom('lambda'));
// @ts-expect-error: once
a.model({}).authorization((allow) => allow.owner().identityClaim('a').identityClaim('b'));
// @ts-expect-error: once
a.model({}).authorization((allow) => allow.group('G').withClaimIn('a').withClaimIn('b'));
// @ts-expect-error: a call has no owner in a field
a.query().authorization((allow) => allow.ownerDefinedIn('x'));
// @ts-expect-error: nor groups in one
a.query().authorization((allow) => allow.groupDefinedIn('x'));

/* Operations. */

const handler = a.handler.function('x');
// @ts-expect-error: once
a.query().arguments({ x: a.id() }).arguments({ y: a.id() });
// @ts-expect-error: once
a.query().returns(a.id()).returns(a.id());
// @ts-expect-error: once
a.query().handler(handler).handler(handler);
a.mutation()
  .authorization((allow) => allow.guest())
  // @ts-expect-error: once
  .authorization((allow) => allow.guest());
// @ts-expect-error: of subscriptions
a.mutation().for(a.ref('X'));
// @ts-expect-error: of subscriptions
a.generation({ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: '' }).for(a.ref('X'));
// @ts-expect-error: a source is a reference
a.subscription().for('publish');
// @ts-expect-error: a generation has instructions
a.generation({ aiModel: a.ai.model('Claude 3 Haiku') });
// @ts-expect-error: a tool has a description
a.ai.dataTool({ name: 'find', query: a.ref('find') });
// @ts-expect-error: the operation of a model is its list
a.ai.dataTool({ name: 'find', description: 'd', model: a.ref('M'), modelOperation: 'get' });

/* Backends. */

const auth = referenceAuth({
  userPoolId: 'us-east-1_x',
  userPoolClientId: 'c',
  identityPoolId: 'us-east-1:1',
  authRoleArn: 'arn:aws:iam::1:role/auth',
  unauthRoleArn: 'arn:aws:iam::1:role/unauth',
  groups: { ADMINS: 'arn:aws:iam::1:role/admins' },
});
// @ts-expect-error: the pool is missing
referenceAuth({ userPoolClientId: 'c' });
const data = defineData({ schema: a.schema({ M: a.model({}).authorization((allow) => allow.owner()) }) });
const backend = defineBackend({ auth, data, fn });
backend.data.resources.tables.M.grantReadData(backend.fn.resources.lambda);
backend.auth.resources.cfnResources.cfnUserPool.policies = {};
backend.createStack('extra').region;
backend.stack.tags;
// @ts-expect-error: a member of every backend
defineBackend({ data, addOutput: fn });
// @ts-expect-error: a member of every backend
defineBackend({ data, stack: fn });
// @ts-expect-error: seconds are a number
defineFunction({ timeoutSeconds: '3' });
// @ts-expect-error: not a version of Node
defineFunction({ runtime: 'python' });
// @ts-expect-error: not an architecture
defineFunction({ architecture: 'mips' });
