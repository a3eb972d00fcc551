import type { AuthMode, NativeAuth } from '../../ir/data-model.ts';
import type { Directive, DirectiveUse } from '../directive.ts';
import { stringList } from '../directive-arguments.ts';

/** AppSync's own authorization directives, which name the modes that may reach a type or a field. */
export const nativeAuthDirectives: readonly Directive[] = [
  nativeAuth('aws_api_key', 'API_KEY', '', 'FIELD_DEFINITION | OBJECT'),
  nativeAuth('aws_iam', 'AWS_IAM', '', 'FIELD_DEFINITION | OBJECT'),
  nativeAuth('aws_oidc', 'OPENID_CONNECT', '', 'FIELD_DEFINITION | OBJECT'),
  nativeAuth('aws_lambda', 'AWS_LAMBDA', '', 'FIELD_DEFINITION | OBJECT'),
  nativeAuth(
    'aws_cognito_user_pools',
    'AMAZON_COGNITO_USER_POOLS',
    '(cognito_groups: [String!])',
    'FIELD_DEFINITION | OBJECT',
  ),
  nativeAuth('aws_auth', 'AMAZON_COGNITO_USER_POOLS', '(cognito_groups: [String!]!)', 'FIELD_DEFINITION'),
];

function nativeAuth(name: string, mode: AuthMode, parameters: string, locations: string): Directive {
  const apply = (use: DirectiveUse) => {
    const holder = use.on === 'type' ? use.type : use.field;
    const groups = stringList(use.arguments.cognito_groups);
    const given: NativeAuth = name === 'aws_auth' ? { mode, groups, directive: name } : { mode, groups };
    holder.nativeAuth = [...(holder.nativeAuth ?? []), given];
  };
  return { name, definition: `directive @${name}${parameters} on ${locations}`, onType: apply, onField: apply };
}
