import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadModules } from '../../cli/project/load-modules.ts';
import { compile } from '../../compiler/compile.ts';
import { type BackendDefinition, type ReadOptions, readBackendDefinition } from './read-backend-definition.ts';

let root: string;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'preamp-backend-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

/** Writes an app's files and evaluates the first of them as the command line does. */
async function read(
  files: Readonly<Record<string, string>>,
  options: ReadOptions = {},
): Promise<BackendDefinition & { readonly folder: string }> {
  const folder = join(root, `app${count++}`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await loadModules([join(folder, Object.keys(files)[0]!)]);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ name, message }) => `${name}: ${message}`).join('\n'));
  return { ...readBackendDefinition(loaded.exports, loaded.collected, options), folder };
}

const data = (props: string, schema = `Note: a.model({ text: a.string() })`) => `
import { a, defineData, defineFunction, secret, type ClientSchema } from '@aws-amplify/backend';
const schema = a.schema({ ${schema} }).authorization((allow) => [allow.publicApiKey()]);
export type Schema = ClientSchema<typeof schema>;
export const data = defineData({ schema, ${props} });
`;

describe('an app as Gen 2 users have it', () => {
  test('backend.ts that exports nothing and reaches into the cloud', async () => {
    const backend = await read({
      'amplify/backend.ts': `
import { defineBackend } from '@aws-amplify/backend';
import * as sns from 'aws-cdk-lib/aws-sns';
import { auth } from './auth/resource';
import { data } from './data/resource';
import { sayHello, storage } from './functions/resource';

const backend = defineBackend({ auth, data, sayHello, storage });
const { cfnUserPool } = backend.auth.resources.cfnResources;
cfnUserPool.policies = { passwordPolicy: { minimumLength: 12 } };
backend.data.resources.cfnResources.amplifyDynamoDbTables['Note'].timeToLiveAttribute = { attributeName: 'ttl', enabled: true };
for (const table of Object.values(backend.data.resources.tables)) table.grantReadData(backend.sayHello.resources.lambda);
const topic = new sns.Topic(backend.createStack('alerts'), 'topic', {});
backend.sayHello.addEnvironment('GREETING', 'hello');
backend.sayHello.addEnvironment('TOPIC', topic.topicArn);
backend.addOutput({ custom: { region: 'here' } });
`,
      'amplify/auth/resource.ts': `
import { defineAuth, defineFunction } from '@aws-amplify/backend';
export const auth = defineAuth({
  loginWith: { email: true, phone: true },
  groups: ['ADMINS', 'STAFF'],
  userAttributes: { givenName: { required: true, mutable: true }, 'custom:tier': { dataType: 'String', mutable: false } },
  multifactor: { mode: 'OPTIONAL', totp: true, sms: true },
  triggers: { preSignUp: defineFunction({ entry: './pre-sign-up.ts' }) },
  access: (allow) => [allow.resource(defineFunction({ entry: './pre-sign-up.ts' })).to(['manageUsers'])],
});
`,
      'amplify/data/resource.ts': `
import { a, defineData } from '@aws-amplify/backend';
import { sayHello } from '../functions/resource';
const schema = a.schema({
  Note: a.model({ text: a.string() }).authorization((allow) => [allow.owner()]),
  hello: a.query().returns(a.string()).authorization((allow) => [allow.authenticated()]).handler(a.handler.function(sayHello)),
  bye: a.query().returns(a.string()).authorization((allow) => [allow.authenticated()]).handler(a.handler.function('byeFn')),
  vote: a.mutation().returns(a.ref('Note')).authorization((allow) => [allow.authenticated()])
    .handler([a.handler.custom({ entry: './vote.js', dataSource: a.ref('Note') }), a.handler.custom({ entry: '../shared/log.js' })]),
}).authorization((allow) => [allow.resource(sayHello).to(['query'])]);
export const data = defineData({ schema, functions: { byeFn: sayHello } });
`,
      'amplify/functions/resource.ts': `
import { defineFunction, defineStorage, secret } from '@aws-amplify/backend';
export const sayHello = defineFunction({ entry: './hello/handler.ts', name: 'say-hello', timeoutSeconds: 20, environment: { KEY: secret('API_KEY'), MODE: 'test' } });
export const storage = defineStorage({ name: 'photos', access: (allow) => ({ 'public/*': [allow.guest.to(['read'])] }) });
`,
    });
    const { source, folder } = backend;
    if ('text' in source) throw new Error('not a document');
    expect(backend.settings).toEqual({
      defaultAuthMode: 'AMAZON_COGNITO_USER_POOLS',
      authModes: ['AMAZON_COGNITO_USER_POOLS', 'AWS_IAM'],
      genericIamAccess: true,
      sandboxMode: false,
    });
    expect(backend.auth).toEqual({
      kind: 'defined',
      signInWith: ['email', 'phone_number'],
      groups: ['ADMINS', 'STAFF'],
      requiredAttributes: ['email', 'phone_number', 'given_name'],
      customAttributes: ['custom:tier'],
      immutableAttributes: ['custom:tier'],
      mfa: { mode: 'OPTIONAL', methods: ['SMS', 'TOTP'] },
      passwordless: { emailOtp: false, smsOtp: false },
      triggers: { preSignUp: 'pre-sign-up' },
    });
    expect(backend.functions).toEqual([
      {
        names: ['say-hello', 'FnHello', 'byeFn'],
        entry: join(folder, 'amplify/functions/hello/handler.ts'),
        environment: { MODE: 'test', GREETING: 'hello' },
        secrets: { KEY: 'API_KEY' },
        timeoutSeconds: 20,
        memoryMB: 512,
      },
      {
        names: ['pre-sign-up'],
        entry: join(folder, 'amplify/auth/pre-sign-up.ts'),
        environment: {},
        secrets: {},
        timeoutSeconds: 3,
        memoryMB: 512,
      },
    ]);
    expect(source.file).toBe(join(folder, 'amplify/data/resource.ts'));
    expect(source.functionAccess).toEqual([{ function: 'say-hello', actions: ['query'] }]);
    expect([...source.handlers]).toEqual([
      [
        'Mutation.vote',
        [
          { kind: 'ResolverHandler', dataSource: 'NoteTable', entry: join(folder, 'amplify/data/vote.js') },
          { kind: 'ResolverHandler', dataSource: 'NONE_DS', entry: join(folder, 'amplify/shared/log.js') },
        ],
      ],
    ]);
    expect(backend.outputs).toEqual([{ custom: { region: 'here' } }]);
    expect(backend.ignored).toEqual([
      'backend.auth.resources.cfnResources.cfnUserPool.policies = …',
      'backend.data.resources.cfnResources.amplifyDynamoDbTables.Note.timeToLiveAttribute = …',
      'backend.createStack()',
      "backend.sayHello.addEnvironment('TOPIC', …)",
      'access of defineAuth',
      "defineStorage('photos')",
    ]);
    const { model, diagnostics } = compile([source], { settings: backend.settings });
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model?.settings.functionAccess).toEqual([{ function: 'say-hello', actions: ['query'] }]);
    expect(model?.operations.find(({ name }) => name === 'vote')?.handlers).toEqual(
      source.handlers.get('Mutation.vote'),
    );
  });

  test('a lone data/resource.ts is in API key mode', async () => {
    const { settings, auth } = await read({ 'data/resource.ts': data('') });
    expect([settings.defaultAuthMode, settings.authModes, auth]).toEqual(['API_KEY', ['API_KEY', 'AWS_IAM'], null]);
  });

  test('GraphQL text in defineData', async () => {
    const text = 'type Note @model @auth(rules: [{ allow: public }]) { id: ID! text: String }';
    const { source, folder } = await read({
      'data/resource.ts': `import { defineData } from '@aws-amplify/backend'; export const data = defineData({ schema: ${JSON.stringify(text)} });`,
    });
    expect(source).toEqual({ file: `${join(folder, 'data/resource.ts')} (schema)`, text });
    expect(compile([source]).model?.models.map(({ name }) => name)).toEqual(['Note']);
  });

  test('schemas put together share names and keep their own rules', async () => {
    const { source } = await read({
      'data/resource.ts': `
import { a, defineData } from '@aws-amplify/backend';
const users = a.schema({ User: a.model({ name: a.string(), posts: a.hasMany('Post', 'userId') }) }).authorization((allow) => allow.owner());
const posts = a.schema({
  Post: a.model({ userId: a.id(), user: a.belongsTo('User', 'userId') }),
  find: a.query().returns(a.ref('Post').array()).handler(a.handler.function('find')),
}).authorization((allow) => allow.publicApiKey());
const more = a.schema({ count: a.query().returns(a.integer()).handler(a.handler.function('count')) }).authorization((allow) => allow.custom());
export const data = defineData({ schema: a.combine([users, posts, more]) });`,
    });
    const { model, diagnostics } = compile([source]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(model?.models.map(({ name, rules }) => [name, rules?.map(({ allow }) => allow)])).toEqual([
      ['User', ['owner']],
      ['Post', ['public']],
    ]);
    expect(model?.operations.map(({ name, rules }) => [name, rules?.map(({ allow }) => allow)])).toEqual([
      ['find', ['public']],
      ['count', ['custom']],
    ]);
  });

  test('a mistake in a schema has a place, and hides nothing', async () => {
    const { source, folder } = await read({
      'data/resource.ts': data('', `A: a.model({ x: a.ref('Nope') }),\nB: a.model({ x: a.ref('A') })`),
    });
    const { model, diagnostics } = compile([source]);
    expect(model).toBeNull();
    expect(diagnostics.map(({ code, location }) => [code, location?.file, location?.line])).toEqual([
      ['builder-ref-unknown', join(folder, 'data/resource.ts'), 3],
      ['builder-ref-model', join(folder, 'data/resource.ts'), 4],
    ]);
  });

  test('names are checked where they are written', async () => {
    const { source, folder } = await read({
      'data/resource.ts': data('', `'My-A': a.model({}),\nB: a.model({ 'x-y': a.id(),\n e: a.enum(['1st']) })`),
    });
    const file = join(folder, 'data/resource.ts');
    expect(
      compile([source]).diagnostics.map(({ message, location }) => [message, location?.file, location?.line]),
    ).toEqual([
      ["'My-A' is not a valid name.", file, 3],
      ["'x-y' is not a valid name.", file, 4],
    ]);
  });

  const bedrock = `{ aiModel: a.ai.model('Claude 3 Haiku'), systemPrompt: '' }`;
  const aiRoutes = {
    'data/resource.ts': data(
      '',
      `A: a.model({ x: a.id() }),\ng: a.generation(${bedrock}).returns(a.string()),\n` +
        `  c: a.conversation(${bedrock}).authorization((allow) => allow.owner())`,
    ),
  };

  test('a generation and a conversation are refused where they are written, with what to do', async () => {
    const { source, folder } = await read(aiRoutes);
    const { model, diagnostics } = compile([source]);
    expect(model).toBe(null);
    const file = join(folder, 'data/resource.ts');
    expect(diagnostics.map(({ code, message, location }) => [code, message, location?.file, location?.line])).toEqual([
      ['builder-ai-refused', 'The generation g cannot run here: it needs a model in Amazon Bedrock.', file, 4],
      ['builder-ai-refused', 'The conversation c cannot run here: it needs a model in Amazon Bedrock.', file, 5],
    ]);
    expect(diagnostics[0]!.hint).toMatch(/custom query .* `aiRoutes: 'leaveOut'` in preamp\.config\.ts/);
  });

  test('they are left out with a warning where that is asked for', async () => {
    const { source } = await read(aiRoutes, { aiRoutes: 'leaveOut' });
    const { model, diagnostics } = compile([source]);
    expect([model?.models.length, model?.operations.length]).toEqual([1, 0]);
    expect(diagnostics.map(({ severity, message, location }) => [severity, message, location?.line])).toEqual([
      ['warning', 'The generation g is left out: it needs a model in Amazon Bedrock.', 4],
      ['warning', 'The conversation c is left out: it needs a model in Amazon Bedrock.', 5],
    ]);
  });

  test('a finding of the compiler about a built schema has the place of the declaration', async () => {
    const { source, folder } = await read({
      'data/resource.ts': data('', `A: a.model({\n  x: a.integer().default('three' as never),\n})`),
    });
    const { diagnostics } = compile([source]);
    expect(diagnostics.map(({ code, location }) => [code, location?.file, location?.line])).toEqual([
      ['default-invalid-value', join(folder, 'data/resource.ts'), 4],
    ]);
  });
});

describe('authorization modes', () => {
  const oidc = `oidcAuthorizationMode: { oidcProviderName: 'x', oidcIssuerUrl: 'https://id.example.com', tokenExpiryFromAuthInSeconds: 1, tokenExpireFromIssueInSeconds: 1 }`;
  const lambda = `lambdaAuthorizationMode: { function: defineFunction({ entry: './authorize.ts' }) }`;
  test.each([
    ['the one configured', oidc, ['OPENID_CONNECT', 'AWS_IAM']],
    ['chosen among several', `defaultAuthorizationMode: 'apiKey', ${oidc}`, ['API_KEY', 'OPENID_CONNECT', 'AWS_IAM']],
    ['iam', `defaultAuthorizationMode: 'identityPool'`, ['AWS_IAM']],
    ['lambda', lambda, ['AWS_LAMBDA', 'AWS_IAM']],
  ])('%s', async (_, modes, authModes) => {
    const { settings } = await read({ 'data/resource.ts': data(`authorizationModes: { ${modes} }`) });
    expect([settings.defaultAuthMode, settings.authModes]).toEqual([authModes[0], authModes]);
  });

  test('settings of OIDC and Lambda', async () => {
    const modes = `authorizationModes: { defaultAuthorizationMode: 'oidc', ${oidc}, ${lambda} }`;
    const backend = await read({ 'data/resource.ts': data(modes) });
    expect(backend.oidc).toEqual({ issuerUrl: 'https://id.example.com', clientId: null });
    expect(backend.lambdaAuthorizer).toEqual({ function: 'authorize', timeToLiveInSeconds: 60 });
    expect(backend.functions.map(({ names }) => names)).toEqual([['authorize']]);
  });

  test('several without a default', async () => {
    await expect(read({ 'data/resource.ts': data(`authorizationModes: { ${oidc}, ${lambda} }`) })).rejects.toThrow(
      'A defaultAuthorizationMode is required if multiple authorization modes are configured',
    );
  });
});

describe('what is refused', () => {
  const definition = (text: string) => ({
    'amplify/backend.ts': `import { a, configure, defineAuth, defineBackend, defineData, defineFunction } from '@aws-amplify/backend';\n${text}`,
  });
  test.each([
    [`defineFunction({ name: '1st' })`, 'Resource name contains invalid characters, found 1st'],
    [`defineFunction({ timeoutSeconds: 901 })`, 'Invalid function timeout of 901'],
    [`defineFunction({ memoryMB: 64 })`, 'Invalid function memoryMB of 64'],
    [`defineFunction({ runtime: 12 as never })`, 'Invalid function runtime of 12'],
    [`defineFunction({ environment: { '1': 'x' } })`, 'Invalid function environment key(s): 1'],
    [`defineFunction({ schedule: 'every 0m' })`, 'Function schedule rate must be set with a positive whole number'],
    [
      `defineFunction({ schedule: 'every 1m', timeoutSeconds: 90 })`,
      'Function schedule rate must be greater than the function timeout of 90 seconds',
    ],
    [
      `defineFunction({ schedule: '0 9 1 * 2 *' })`,
      'Cron expressions cannot have both day-of-month and day-of-week defined, you must use a ? in one of the fields',
    ],
    [
      `defineData({ schema: '' }); defineData({ schema: '' });`,
      'MultipleSingletonResourcesError: Multiple `defineData` calls are not allowed within an Amplify backend',
    ],
    [
      `defineAuth({ loginWith: { email: true } }); defineAuth({ loginWith: { email: true } });`,
      'MultipleSingletonResourcesError: Multiple `defineAuth` calls are not allowed within an Amplify backend',
    ],
    [
      `defineData({ schema: '', migratedAmplifyGen1DynamoDbTableMappings: [{ branchName: 'a' }, { branchName: 'a' }] })`,
      'Branch names must be unique in the migratedAmplifyGen1DynamoDbTableMappings',
    ],
    [
      `configure({ database: { engine: 'postgresql' } }).schema({})`,
      'UnsupportedDatabaseError: Schemas on an existing PostgreSQL database are not supported.',
    ],
    [
      `a.combine([a.schema({ A: a.enum(['x']), B: a.enum(['x']) }), a.schema({ A: a.enum(['x']), B: a.enum(['x']) })])`,
      'The schemas you are attempting to combine have a name collision. Please remove or rename A, B.',
    ],
    [`a.model({ x: undefined as never })`, 'Field x is undefined.'],
    [`a.schema({ x: 1 as never })`, 'Entry x is not a value of the builder.'],
    [`a.query().arguments({ x: null as never })`, 'Argument x is not a value of the builder.'],
    [`export const x = 1;`, 'The backend defines no data model.'],
    [`defineData({ schema: { models: [] } as never })`, 'The schema of defineData was not made by this builder.'],
  ])('%s', async (text, message) => {
    await expect(read(definition(text))).rejects.toThrow(message);
  });
});
