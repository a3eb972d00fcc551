import type { ClientSchema } from '../../src/index.ts';
import { a, defineAuth, defineBackend, defineData, defineFunction, defineStorage, secret } from '../../src/index.ts';
import { check, type Equal } from './equal.ts';

/* Scalar fields: what each is, and each modifier once. */

const scalars = a.schema({
  S: a.customType({
    id: a.id(),
    string: a.string(),
    integer: a.integer(),
    float: a.float(),
    boolean: a.boolean(),
    date: a.date(),
    time: a.time(),
    datetime: a.datetime(),
    timestamp: a.timestamp(),
    email: a.email(),
    phone: a.phone(),
    url: a.url(),
    ipAddress: a.ipAddress(),
  }),
  Lists: a.customType({
    plain: a.string(),
    required: a.string().required(),
    list: a.string().array(),
    ofRequired: a.string().required().array(),
    requiredList: a.string().array().required(),
    both: a.string().required().array().required(),
  }),
  Json: a.customType({ json: a.json(), required: a.json().required() }),
});
type Scalars = ClientSchema<typeof scalars>;
// biome-ignore lint/suspicious/noExplicitAny: as the builder declares it.
type Json = string | number | boolean | object | any[];
check<
  [
    Equal<
      Scalars['S']['type'],
      {
        id?: string | null;
        string?: string | null;
        integer?: number | null;
        float?: number | null;
        boolean?: boolean | null;
        date?: string | null;
        time?: string | null;
        datetime?: string | null;
        timestamp?: number | null;
        email?: string | null;
        phone?: string | null;
        url?: string | null;
        ipAddress?: string | null;
      }
    >,
    Equal<
      Scalars['Lists']['type'],
      {
        plain?: string | null;
        required: string;
        list?: (string | null)[] | null;
        ofRequired?: string[] | null;
        requiredList: (string | null)[];
        both: string[];
      }
    >,
    Equal<Scalars['Json']['type'], { json?: Json | null; required: Json }>,
  ]
>();

// @ts-expect-error: once
a.string().required().required();
// @ts-expect-error: once
a.string().array().array();
// @ts-expect-error: once
a.string().default('x').default('y');
a.string()
  .authorization((allow) => allow.owner())
  // @ts-expect-error: once
  .authorization((allow) => allow.owner());
a.string().required().array().required();
// @ts-expect-error: a number, or its text
a.integer().default('three');
a.integer().default('3');
a.boolean().default('true');
// @ts-expect-error: true or false
a.boolean().default('yes');

/* Validation. */

a.string().validate((v) => v.minLength(1).maxLength(2).startsWith('a').endsWith('b').matches('c', 'message'));
a.float().validate((v) => v.gt(1).lt(2));
a.integer().validate((v) => v.positive().lte(10, 'max'));
a.string()
  .validate((v) => v.minLength(1))
  .required()
  .authorization((allow) => allow.owner());
// @ts-expect-error: once
a.string().validate((v) => v.minLength(1).minLength(2));
// @ts-expect-error: positive is gt
a.integer().validate((v) => v.positive().gt(3));
// @ts-expect-error: negative is lt
a.integer().validate((v) => v.lt(3).negative());
// @ts-expect-error: rules of text
a.integer().validate((v) => v.minLength(1));
a.string()
  .array()
  // @ts-expect-error: not for lists
  .validate((v) => v.minLength(1));
// @ts-expect-error: not for dates
a.date().validate((v) => v.minLength(1));
a.string()
  .validate((v) => v.minLength(1))
  // @ts-expect-error: not after it
  .default('x');
a.string()
  .validate((v) => v.minLength(1))
  // @ts-expect-error: not after it
  .array();

/* Enums, references, custom types, relations. */

const parts = a.schema({
  Kind: a.enum(['A', 'B']),
  Spot: a.customType({ lat: a.float().required(), kind: a.ref('Kind'), inner: a.customType({ n: a.enum(['X']) }) }),
  Holder: a.customType({
    one: a.ref('Spot'),
    required: a.ref('Spot').required(),
    list: a.ref('Kind').array(),
    ofRequired: a.ref('Kind').required().array(),
    requiredList: a.ref('Kind').array().required(),
    both: a.ref('Kind').required().array().required(),
  }),
});
type Parts = ClientSchema<typeof parts>;
type Spot = { lat: number; kind?: 'A' | 'B' | null; inner?: { n?: 'X' | null } | null };
check<
  [
    Equal<Parts['Kind'], { __entityType: 'enum'; type: 'A' | 'B' } extends Parts['Kind'] ? Parts['Kind'] : never>,
    Equal<Parts['Kind']['type'], 'A' | 'B'>,
    Equal<Parts['Spot']['type'], Spot>,
    Equal<
      Parts['Holder']['type'],
      {
        one?: Spot | null;
        required: Spot;
        list?: ('A' | 'B' | null)[] | null;
        ofRequired?: ('A' | 'B')[] | null;
        requiredList: ('A' | 'B' | null)[];
        both: ('A' | 'B')[];
      }
    >,
  ]
>();
// @ts-expect-error: an enum has no modifiers
a.enum(['A']).required();
// @ts-expect-error: a custom type has no modifiers
a.customType({ x: a.string() }).required();
// @ts-expect-error: once
a.ref('X').required().required();
// @ts-expect-error: no grants to functions in fields
a.ref('X').authorization((allow) => allow.resource({}));
// @ts-expect-error: no relations in custom types
a.customType({ x: a.hasMany('Y', 'z') });
// @ts-expect-error: references are mandatory
a.hasMany('Y');
a.hasMany('Y', ['a', 'b']).valueRequired();
a.hasOne('Y', 'a').required();
// @ts-expect-error: a belongsTo is as nullable as its references
a.belongsTo('Y', 'a').required();
// @ts-expect-error: no grants to functions in fields
a.hasMany('Y', 'z').authorization((allow) => allow.resource({}));

/* Models. */

const keyed = {
  key: a.string().required(),
  part: a.integer().required(),
  id: a.id(),
  maybe: a.string(),
  flag: a.boolean().required(),
  list: a.string().required().array().required(),
  json: a.json().required(),
  kind: a.enum(['x']),
  kindRef: a.ref('Kind'),
};
a.model(keyed).identifier(['key', 'part', 'id']);
a.model(keyed)
  .identifier(['id'])
  .disableOperations(['get'])
  .authorization((allow) => allow.owner());
// @ts-expect-error: once
a.model(keyed).identifier(['id']).identifier(['key']);
// @ts-expect-error: not a field
a.model(keyed).identifier(['missing']);
// @ts-expect-error: may be null
a.model(keyed).identifier(['maybe']);
// @ts-expect-error: not of text or numbers
a.model(keyed).identifier(['flag']);
// @ts-expect-error: a list
a.model(keyed).identifier(['list']);
// @ts-expect-error: JSON
a.model(keyed).identifier(['json']);
// @ts-expect-error: no key
a.model(keyed).identifier([]);
a.model(keyed).secondaryIndexes((index) => [
  index('maybe').sortKeys(['part', 'kind']).name('byMaybe').queryField('find'),
  index('kindRef').queryField(null).projection('KEYS_ONLY'),
  index('kind').projection('INCLUDE', ['maybe']),
]);
// @ts-expect-error: once
a.model(keyed).secondaryIndexes((index) => [index('maybe').name('x').name('y')]);
// @ts-expect-error: not of text or numbers
a.model(keyed).secondaryIndexes((index) => [index('flag')]);
// @ts-expect-error: the partition field sorts nothing
a.model(keyed).secondaryIndexes((index) => [index('maybe').sortKeys(['maybe'])]);
// @ts-expect-error: INCLUDE names attributes
a.model(keyed).secondaryIndexes((index) => [index('maybe').projection('INCLUDE')]);
// @ts-expect-error: only INCLUDE does
a.model(keyed).secondaryIndexes((index) => [index('maybe').projection('ALL', ['part'])]);
// @ts-expect-error: not an operation
a.model(keyed).disableOperations(['patch']);

/* Rules. */

a.model({}).authorization((allow) => [
  allow.publicApiKey(),
  allow.guest().to(['read']),
  allow.authenticated('identityPool'),
  allow.owner('oidc').identityClaim('sub').to(['create']),
  allow.ownerDefinedIn('x'),
  allow.ownersDefinedIn('xs'),
  allow.group('G').withClaimIn('roles'),
  allow.groups(['G', 'H']),
  allow.groupDefinedIn('g'),
  allow.groupsDefinedIn('gs'),
  allow.custom('function'),
]);
// @ts-expect-error: once
a.model({}).authorization((allow) => allow.owner().to(['read']).to(['read']));
// @ts-expect-error: of owner rules
a.model({}).authorization((allow) => allow.authenticated().identityClaim('sub'));
// @ts-expect-error: of group rules
a.model({}).authorization((allow) => allow.owner().withClaimIn('roles'));
// @ts-expect-error: not an operation
a.model({}).authorization((allow) => allow.owner().to(['write']));
// @ts-expect-error: not a provider
a.model({}).authorization((allow) => allow.owner('identityPool'));
// @ts-expect-error: grants to functions belong to schemas
a.model({}).authorization((allow) => allow.resource({}));
const fn = defineFunction({ entry: './x.ts', environment: { KEY: secret('KEY') } });
a.schema({ M: a.model({}) }).authorization((allow) => [allow.owner(), allow.resource(fn).to(['query'])]);
a.schema({ M: a.model({}) })
  .authorization((allow) => allow.owner())
  // @ts-expect-error: once
  .authorization((allow) => allow.owner());
// @ts-expect-error: nothing in it
a.schema({});
// @ts-expect-error: a field is not an entry
a.schema({ x: a.string() });

/* Operations. */

a.query()
  .arguments({ x: a.string().required(), y: a.ref('Kind'), z: a.enum(['A']), w: a.customType({ v: a.id() }) })
  .returns(a.ref('Spot').array())
  .authorization((allow) => [allow.publicApiKey(), allow.group('G').withClaimIn('roles')])
  .handler([a.handler.function(fn), a.handler.function('name').async()]);
// @ts-expect-error: relations are not arguments
a.query().arguments({ x: a.hasMany('Y', 'z') });
// @ts-expect-error: nor results
a.query().returns(a.hasMany('Y', 'z'));
// @ts-expect-error: a call has no operations
a.query().authorization((allow) => allow.publicApiKey().to(['read']));
// @ts-expect-error: a call has no owner
a.query().authorization((allow) => allow.owner());
// @ts-expect-error: of subscriptions
a.query().for(a.ref('X'));
// @ts-expect-error: a subscription returns what its source returns
a.subscription().returns(a.string());
// @ts-expect-error: once
a.subscription().for(a.ref('X')).for(a.ref('Y'));
// @ts-expect-error: handlers are of one kind
a.query().handler([a.handler.function('x'), a.handler.custom({ entry: './x.js' })]);
// @ts-expect-error: an asynchronous function gives no result
a.mutation().handler(a.handler.function('x').async()).returns(a.string());
// @ts-expect-error: a generation is run by its model
a.generation({ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: '' }).handler(a.handler.function('x'));
// @ts-expect-error: not a model
a.ai.model('Claude 0');
a.conversation({ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: '' }).authorization((allow) => allow.owner());
// @ts-expect-error: conversations belong to their owner
a.conversation({ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: '' }).authorization((allow) => allow.guest());

/* Backends. */

const data = defineData({ schema: a.combine([scalars, parts]) });
const auth = defineAuth({
  loginWith: { email: { otpLogin: true }, externalProviders: { google: { clientId: secret('ID') } } },
  groups: ['ADMINS'],
  userAttributes: { preferredUsername: { mutable: true, required: false } },
  multifactor: { mode: 'OPTIONAL', totp: true },
  triggers: { postConfirmation: fn },
  access: (allow) => [allow.resource(fn).to(['addUserToGroup'])],
});
const backend = defineBackend({
  auth,
  data,
  fn,
  files: defineStorage({
    name: 'files',
    access: (allow) => ({ 'public/*': [allow.guest.to(['read'])] }),
  }),
  python: defineFunction((scope) => scope.node),
});
backend.fn.addEnvironment('KEY', 'value');
backend.data.resources.cfnResources.cfnGraphqlApi.xrayEnabled = true;
backend.addOutput({ custom: {} });
// @ts-expect-error: no such part
backend.other;
// @ts-expect-error: a member of every backend
defineBackend({ data, createStack: fn });
// @ts-expect-error: sign-in with nothing
defineAuth({});
// @ts-expect-error: not a mode
defineData({ schema: '', authorizationModes: { defaultAuthorizationMode: 'none' } });
// @ts-expect-error: not a schema
defineData({ schema: { models: {} } });
