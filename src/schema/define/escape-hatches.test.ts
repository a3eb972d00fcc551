import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadModules } from '../../cli/project/load-modules.ts';
import { readBackendDefinition } from './read-backend-definition.ts';

/** What `backend.ts` files do with the cloud beyond Amplify's own calls: none of it may keep a backend from running. */

let root: string;
let count = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'preamp-hatches-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

const resources = {
  'amplify/data/resource.ts': `
import { a, defineData } from '@aws-amplify/backend';
const schema = a.schema({ Todo: a.model({ text: a.string() }) }).authorization((allow) => [allow.publicApiKey()]);
export const data = defineData({ schema });
`,
  'amplify/auth/resource.ts': `
import { defineAuth } from '@aws-amplify/backend';
export const auth = defineAuth({ loginWith: { email: true } });
`,
  'amplify/parts.ts': `
import { defineFunction, defineStorage } from '@aws-amplify/backend';
export const job = defineFunction({ name: 'job', entry: './job.ts' });
export const storage = defineStorage({ name: 'files' });
`,
};

/** Runs a \`backend.ts\` after \`defineBackend\`, and gives what was ignored. */
async function run(body: string, files: Readonly<Record<string, string>> = {}) {
  const folder = join(root, `app${count++}`);
  const backend = `
import { defineBackend } from '@aws-amplify/backend';
import { CfnOutput, Duration, Fn, Stack, Tags, RemovalPolicy } from 'aws-cdk-lib';
import * as cdk from 'aws-cdk-lib';
import { AuthorizationType, CognitoUserPoolsAuthorizer, Cors, LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { BillingMode } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { auth } from './auth/resource';
import { data } from './data/resource';
import { job, storage } from './parts';
const backend = defineBackend({ auth, data, job, storage });
${body}
`;
  for (const [path, text] of Object.entries({ ...resources, ...files, 'amplify/backend.ts': backend })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const loaded = await loadModules([join(folder, 'amplify/backend.ts')]);
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const { ignored, outputs } = readBackendDefinition(loaded.exports, loaded.collected);
  return {
    // Of the storage itself, in every one.
    ignored: ignored.filter((each) => each !== "defineStorage('files')"),
    outputs,
    inert: loaded.inert,
    exports: loaded.exports[0]!,
  };
}

describe('chains into the resources of a backend', () => {
  test.each<[string, readonly string[]]>([
    [
      `backend.auth.resources.cfnResources.cfnUserPool.addPropertyOverride('Policies', {});`,
      ['backend.auth.resources.cfnResources.cfnUserPool.addPropertyOverride()'],
    ],
    [
      `const { cfnIdentityPool } = backend.auth.resources.cfnResources; cfnIdentityPool.allowClassicFlow = true;`,
      ['backend.auth.resources.cfnResources.cfnIdentityPool.allowClassicFlow = …'],
    ],
    [
      `backend.auth.resources.userPool.addDomain('d', { cognitoDomain: { domainPrefix: 'x' } }).signInUrl(1, {});`,
      ['backend.auth.resources.userPool.addDomain()', 'backend.auth.resources.userPool.addDomain().signInUrl()'],
    ],
    [
      `backend.auth.resources.authenticatedUserIamRole.addToPrincipalPolicy(new PolicyStatement({ effect: Effect.ALLOW }));`,
      ['backend.auth.resources.authenticatedUserIamRole.addToPrincipalPolicy()'],
    ],
    [
      `backend.auth.resources.groups['ADMINS'].role.addManagedPolicy({});`,
      ['backend.auth.resources.groups.ADMINS.role.addManagedPolicy()'],
    ],
    [
      `const { amplifyDynamoDbTables } = backend.data.resources.cfnResources;
       for (const table of Object.values(amplifyDynamoDbTables)) table.deletionProtectionEnabled = true;
       amplifyDynamoDbTables['Todo'].billingMode = BillingMode.PAY_PER_REQUEST;`,
      ['backend.data.resources.cfnResources.amplifyDynamoDbTables.Todo.billingMode = …'],
    ],
    [
      `Object.assign(backend.data.resources.cfnResources.cfnGraphqlApi, { xrayEnabled: true, name: 'x' });`,
      [
        'backend.data.resources.cfnResources.cfnGraphqlApi.xrayEnabled = …',
        'backend.data.resources.cfnResources.cfnGraphqlApi.name = …',
      ],
    ],
    [
      `const table = backend.data.resources.tables['Todo'];
       new EventSourceMapping(Stack.of(table), 'm', { target: backend.job.resources.lambda, eventSourceArn: table.tableStreamArn, startingPosition: StartingPosition.LATEST }).node.addDependency(table);`,
      [],
    ],
    [
      `backend.data.resources.tables.Todo.grantReadWriteData(backend.job.resources.lambda);`,
      ['backend.data.resources.tables.Todo.grantReadWriteData()'],
    ],
    [
      `backend.data.resources.graphqlApi.createResolver('r', { typeName: 'Query', fieldName: 'x' });`,
      ['backend.data.resources.graphqlApi.createResolver()'],
    ],
    [
      `backend.data.resources.nestedStacks['Todo'].tags.setTag('a', 'b');`,
      ['backend.data.resources.nestedStacks.Todo.tags.setTag()'],
    ],
    [
      `const lambda = backend.job.resources.lambda as LambdaFunction;
       lambda.addToRolePolicy(new PolicyStatement({ actions: ['ses:SendEmail'], resources: ['*'] }));
       lambda.role?.attachInlinePolicy(new Policy(Stack.of(lambda), 'p', { statements: [] }));`,
      ['backend.job.resources.lambda.addToRolePolicy()', 'backend.job.resources.lambda.role.attachInlinePolicy()'],
    ],
    [
      `backend.job.resources.cfnResources.cfnFunction.layers = [...backend.job.resources.cfnResources.cfnFunction.layers, 'arn'];`,
      ['backend.job.resources.cfnResources.cfnFunction.layers = …'],
    ],
    [
      `backend.storage.resources.bucket.addEventNotification(EventType.OBJECT_CREATED, {}, { prefix: 'x' });
       backend.storage.resources.cfnResources.cfnBucket.accelerateConfiguration = {};`,
      [
        'backend.storage.resources.bucket.addEventNotification()',
        'backend.storage.resources.cfnResources.cfnBucket.accelerateConfiguration = …',
      ],
    ],
    [`delete backend.auth.resources.cfnResources.cfnUserPool.policies;`, []],
  ])('%s', async (body, ignored) => {
    expect((await run(body)).ignored).toEqual(ignored);
  });
});

describe('constructs of the CDK', () => {
  const stacks = `
class Alerts extends Construct {
  readonly bucket: Bucket;
  constructor(scope: Construct, id: string, private readonly props: { readonly days: number }) {
    super(scope, id);
    this.bucket = new Bucket(this, 'b', { removalPolicy: RemovalPolicy.DESTROY, lifecycleRules: [{ expiration: Duration.days(props.days) }] });
    this.node.addDependency(scope);
  }
}
const stack = backend.createStack('extra');
const alerts = new Alerts(stack, 'alerts', { days: 3 });
const api = new RestApi(stack, 'api', { defaultCorsPreflightOptions: { allowOrigins: Cors.ALL_ORIGINS } });
const items = api.root.addResource('items', { defaultMethodOptions: { authorizationType: AuthorizationType.IAM } });
items.addMethod('GET', new LambdaIntegration(backend.job.resources.lambda), {
  authorizer: new CognitoUserPoolsAuthorizer(stack, 'a', { cognitoUserPools: [backend.auth.resources.userPool] }),
});
new CfnOutput(stack, 'url', { value: Fn.join('/', [api.url, \`\${Stack.of(api).region}\`]) });
Tags.of(backend.stack).add('team', 'a');
const waited = await api.deploymentStage;
if (Duration.minutes(5).toSeconds() > 3 || cdk.Token.isUnresolved(api.url)) new Stack(undefined, 'never');
export const made = [typeof alerts.bucket.bucketArn, JSON.stringify({ url: api.url }), typeof waited];
backend.addOutput({
  custom: { API: { [api.restApiName]: { endpoint: api.url, region: Stack.of(api).region, name: 'items' } } },
});`;

  test.each([
    ['absent', {}],
    [
      'installed',
      {
        'node_modules/aws-cdk-lib/package.json': '{"name":"aws-cdk-lib","main":"index.js"}',
        'node_modules/aws-cdk-lib/index.js': 'throw new Error("The CDK was loaded.");',
        'node_modules/constructs/package.json': '{"name":"constructs","main":"index.js"}',
        'node_modules/constructs/index.js': 'throw new Error("Constructs were loaded.");',
      },
    ],
  ])('with the package %s', async (_, files) => {
    const { ignored, outputs, inert, exports } = await run(stacks, files);
    expect(ignored).toEqual(['backend.createStack()']);
    expect(inert).toEqual(['aws-cdk-lib', 'aws-cdk-lib/aws-apigateway', 'aws-cdk-lib/aws-s3', 'constructs']);
    expect(exports.made).toEqual(['function', '{}', 'function']);
    // What is known of an output only in the cloud is not in the file.
    expect(JSON.parse(JSON.stringify(outputs))).toEqual([
      { custom: { API: { '[new aws-cdk-lib/aws-apigateway.RestApi.restApiName]': { name: 'items' } } } },
    ]);
  });
});
