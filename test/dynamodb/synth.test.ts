import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput, DynamoDB } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import type { DataModel } from '../../src/ir/data-model.ts';
import { indexActions, tableActions } from '../../src/storage/dynamodb/cloudformation/server-policies.ts';
import { synthesizeTemplate } from '../../src/storage/dynamodb/cloudformation/synthesize-template.ts';
import { openClient } from '../../src/storage/dynamodb/open-client.ts';
import { planTables } from '../../src/storage/dynamodb/plan-tables.ts';
import type { TableOptions } from '../../src/storage/dynamodb/table-options.ts';
import { createFolder, runPreamp } from '../cli/preamp-process.ts';
import { readCaseSettings, readManifest } from '../conformance/case-files.ts';
import { caseSource } from '../conformance/case-source.ts';
import { loadTemplateCheck } from './check-template.ts';
import { emptyDynamodb, hasDynamodb } from './dynamodb-local.ts';

const schema = `
  type Blog_Post @model @auth(rules: [{ allow: public }]) {
    id: ID! title: String @index(name: "byTitle", sortKeyFields: ["year", "slug"]) year: Int slug: String
    expiresAt: AWSTimestamp
  }
  type Tag @model @auth(rules: [{ allow: public }]) { name: String! @primaryKey }
`;
const everything: TableOptions = {
  pointInTimeRecovery: true,
  deletionProtection: true,
  encryption: 'alias/preamp',
  timeToLive: { Blog_Post: 'expiresAt' },
};

function modelOf(text: string): DataModel {
  return compile([{ file: 'schema.graphql', text }]).model!;
}

const json = (value: object) => JSON.parse(JSON.stringify(value));

describe('the CloudFormation template', () => {
  const checkTemplate = loadTemplateCheck();

  it.each([
    ['without settings', {}],
    ['with all settings', everything],
    ['with the managed key', { encryption: 'aws-managed' }],
    ['with the owned key', { encryption: 'aws-owned' }],
    ['with a key by its id', { encryption: '1234abcd-12ab-34cd-56ef-1234567890ab' }],
  ])('is valid by the registry of CloudFormation, %s', (_, settings) => {
    expect(checkTemplate(json(synthesizeTemplate(modelOf(schema), { prefix: 'blog-' }, settings)))).toEqual([]);
  });

  it('is found wrong where it is', () => {
    const template = json(synthesizeTemplate(modelOf(schema), { prefix: 'blog-' }, everything));
    const { BlogPostTable, ServerRole } = template.Resources;
    BlogPostTable.Properties.BilingMode = 'PAY_PER_REQUEST';
    delete BlogPostTable.Properties.KeySchema;
    BlogPostTable.Properties.SSESpecification.SSEEnabled = 'yes';
    ServerRole.Properties.ManagedPolicyArns.push({ Ref: 'Gone' });
    expect(checkTemplate(template)).toEqual([
      'BlogPostTable.KeySchema is missing',
      'BlogPostTable.SSESpecification.SSEEnabled is no boolean',
      'BlogPostTable.BilingMode is unknown',
      'Gone is referred to, and is not there',
    ]);
  });

  it('lets the server do what it does to its own tables, and nothing else', () => {
    const { Resources } = synthesizeTemplate(
      modelOf(schema),
      { prefix: 'blog-', names: { Tag: 'old-tags' } },
      everything,
    );
    expect(Object.keys(Resources)).toEqual(['BlogPostTable', 'ServerPolicy', 'ServerRole', 'ServerInstanceProfile']);
    const { PolicyDocument } = Resources.ServerPolicy!.Properties as { readonly PolicyDocument: object };
    const account = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}';
    expect(PolicyDocument).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Tables',
          Effect: 'Allow',
          Action: [...tableActions],
          Resource: [{ 'Fn::GetAtt': ['BlogPostTable', 'Arn'] }, { 'Fn::Sub': `${account}:table/old-tags` }],
        },
        {
          Sid: 'Indexes',
          Effect: 'Allow',
          Action: [...indexActions],
          Resource: [{ 'Fn::Sub': '${BlogPostTable.Arn}/index/*' }],
        },
        {
          Sid: 'Key',
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*' },
          Condition: {
            StringEquals: { 'kms:ViaService': { 'Fn::Sub': 'dynamodb.${AWS::Region}.amazonaws.com' } },
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/preamp' },
          },
        },
      ],
    });
  });

  it('allows exactly the requests that the engine sends', () => {
    const root = join(import.meta.dirname, '../../src/storage/dynamodb');
    const sources = globSync('*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
    const sent = sources.flatMap((text) =>
      [...text.matchAll(/requests\.client\s*\.(\w+)\(/g)].map((match) => match[1]!),
    );
    // Every kind of write in a transaction is an action of its own; plans describe tables.
    const actions = sent.flatMap((name) =>
      name === 'transactWriteItems'
        ? ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem']
        : [`${name.charAt(0).toUpperCase()}${name.slice(1)}`],
    );
    const wanted = new Set(['DescribeTable', ...actions].map((name) => `dynamodb:${name}`));
    expect([...wanted].sort()).toEqual([...tableActions]);
  });

  it('spreads many tables over policies that IAM takes', () => {
    const types = Array.from(
      { length: 60 },
      (_, n) => `type Model${n} @model @auth(rules: [{ allow: public }]) { id: ID! x: ID @index(name: "byX") }`,
    );
    const { Resources } = synthesizeTemplate(
      modelOf(types.join('\n')),
      { apiId: 'a'.repeat(26), env: 'production' },
      {},
    );
    const policies = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
    expect(policies.length).toBeGreaterThan(1);
    for (const { Properties } of policies) {
      // As long as the functions are in the cloud.
      const text = JSON.stringify((Properties as { readonly PolicyDocument: object }).PolicyDocument)
        .replaceAll(/\{"Fn::GetAtt":\["(\w+)Table","Arn"\]\}/g, (_, name) => `"${arnOf(name)}"`)
        .replaceAll(/\{"Fn::Sub":"\$\{(\w+)Table\.Arn\}\/index\/\*"\}/g, (_, name) => `"${arnOf(name)}/index/*"`);
      expect(text.length).toBeLessThanOrEqual(6144);
      expect(text).not.toContain('Fn::');
    }
    function arnOf(name: string): string {
      return `arn:aws:dynamodb:ap-southeast-2:123456789012:table/${name}-${'a'.repeat(26)}-production`;
    }
  });
});

describe.skipIf(!hasDynamodb)('the tables of the template', () => {
  let client: DynamoDB;
  beforeAll(async () => {
    client = await openClient(emptyDynamodb());
  });
  afterAll(() => client.destroy());

  const valid = readManifest().filter((each) => each.valid);
  test.each(valid.map((each) => each.name))('are those that a deployment would make: %s', async (name) => {
    const model = compile([await caseSource(name)], { settings: readCaseSettings(name) }).model!;
    await applyTables(client, model, `${name}.`, {});
  });

  test('have the settings that a deployment would give them', async () => {
    const { encryption: _, ...settings } = everything;
    await applyTables(client, modelOf(schema), 'settings.', settings);
  });

  test('are printed by the command', async () => {
    const config = { engine: { type: 'dynamodb', prefix: 'blog-' } };
    const folder = createFolder({ 'schema.graphql': schema, 'preamp.config.json': JSON.stringify(config) });
    const printed = await runPreamp(folder, 'synth', '--deletion-protection');
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(printed.out)).toEqual(
      json(synthesizeTemplate(modelOf(schema), { prefix: 'blog-' }, { deletionProtection: true })),
    );
    expect((await runPreamp(folder, 'synth', '--deletion-protection', '--out', 'stack.json')).out).toBe('');
    expect(readFileSync(join(folder, 'stack.json'), 'utf8')).toBe(printed.out);
  });
});

/** Makes the tables of the template, and checks that a deployment then has nothing to do. */
async function applyTables(client: DynamoDB, model: DataModel, prefix: string, settings: TableOptions): Promise<void> {
  const { Resources } = synthesizeTemplate(model, { prefix }, settings);
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::DynamoDB::Table') continue;
    const { StreamSpecification, TimeToLiveSpecification, PointInTimeRecoverySpecification, ...input } =
      json(Properties);
    const stream = { StreamEnabled: true, ...StreamSpecification };
    await client.createTable({ ...input, StreamSpecification: stream } satisfies CreateTableCommandInput);
    if (TimeToLiveSpecification === undefined) continue;
    await client.updateTimeToLive({ TableName: input.TableName, TimeToLiveSpecification });
    expect(PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: settings.pointInTimeRecovery });
  }
  expect((await planTables(client, model, { prefix }, settings)).steps).toEqual([]);
}
