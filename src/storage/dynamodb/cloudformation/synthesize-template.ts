import type { DataModel, Model } from '../../../ir/data-model.ts';
import { expiryAttributes } from '../expiry-attributes.ts';
import { type TableNaming, tableNames } from '../table-naming.ts';
import type { TableOptions } from '../table-options.ts';
import { type ServedTable, serverPolicies } from './server-policies.ts';
import { tableResource } from './table-resource.ts';
import type { Template, TemplateResource } from './template.ts';

/**
 * The tables of a data model as CloudFormation, with a role for the server that may use them and nothing else. Tables
 * that `names` gives are there already: the role may use them, and the template does not make them.
 */
export function synthesizeTemplate(model: DataModel, naming: TableNaming, settings: TableOptions): Template {
  const names = tableNames(model, naming);
  const own = { ...settings, timeToLive: expiryAttributes(model, settings) };
  const tables: Record<string, TemplateResource> = {};
  const served: ServedTable[] = [];
  for (const each of model.models) {
    const name = names.get(each.name)!;
    const isMade = !Object.hasOwn(naming.names ?? {}, each.name);
    const id = logicalId(each, tables);
    if (isMade) tables[id] = tableResource(each, name, own);
    served.push(servedTable(each, name, isMade ? id : null));
  }
  const policies = serverPolicies(served, settings.encryption).map(
    (PolicyDocument, position): [string, TemplateResource] => [
      `ServerPolicy${position === 0 ? '' : position + 1}`,
      {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { Description: 'What a Preamp server does with its tables', PolicyDocument },
      },
    ],
  );
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Tables of a Preamp data model, and the role of its server',
    Parameters: {
      ServerService: {
        Type: 'String',
        Default: 'ec2.amazonaws.com',
        AllowedValues: ['ec2.amazonaws.com', 'ecs-tasks.amazonaws.com'],
        Description: 'Where the server runs: the service that may take its role',
      },
    },
    Conditions: { RunsOnEc2: { 'Fn::Equals': [{ Ref: 'ServerService' }, 'ec2.amazonaws.com'] } },
    Resources: {
      ...tables,
      ...Object.fromEntries(policies),
      ServerRole: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Description: 'The role of a Preamp server',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: { Ref: 'ServerService' } }, Action: 'sts:AssumeRole' },
            ],
          },
          ManagedPolicyArns: policies.map(([id]) => ({ Ref: id })),
        },
      },
      ServerInstanceProfile: {
        Type: 'AWS::IAM::InstanceProfile',
        Condition: 'RunsOnEc2',
        Properties: { Roles: [{ Ref: 'ServerRole' }] },
      },
    },
    Outputs: {
      ServerRoleArn: { Description: 'The role to run the server with', Value: { 'Fn::GetAtt': ['ServerRole', 'Arn'] } },
    },
  };
}

/** Logical ids have letters and digits only; models that differ in underscores are told apart by a number. */
function logicalId({ name }: Model, taken: Readonly<Record<string, unknown>>): string {
  const id = `${name.replaceAll('_', '')}Table`;
  if (!Object.hasOwn(taken, id)) return id;
  for (let number = 2; ; number++) if (!Object.hasOwn(taken, `${id}${number}`)) return `${id}${number}`;
}

/** @param id of the resource that makes the table; `null` where it is there already */
function servedTable({ indexes }: Model, name: string, id: string | null): ServedTable {
  const arn =
    id === null
      ? { 'Fn::Sub': `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}` }
      : { 'Fn::GetAtt': [id, 'Arn'] };
  const indexArn = id === null ? { 'Fn::Sub': `${arn['Fn::Sub']}/index/*` } : { 'Fn::Sub': `\${${id}.Arn}/index/*` };
  return { arn, length: name.length, indexes: indexes.length === 0 ? null : indexArn };
}
