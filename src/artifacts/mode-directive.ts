import type { AuthMode } from '../ir/data-model.ts';

const directives: Record<AuthMode, string> = {
  API_KEY: 'aws_api_key',
  AMAZON_COGNITO_USER_POOLS: 'aws_cognito_user_pools',
  OPENID_CONNECT: 'aws_oidc',
  AWS_IAM: 'aws_iam',
  AWS_LAMBDA: 'aws_lambda',
};

/** Name of the AppSync directive that admits a mode, without the `@`. */
export function modeDirective(mode: AuthMode): string {
  return directives[mode];
}
