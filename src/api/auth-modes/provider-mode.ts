import type { AuthProvider } from '../../ir/auth-rule.ts';
import type { AuthMode } from '../../ir/data-model.ts';

const modes: Record<AuthProvider, AuthMode> = {
  apiKey: 'API_KEY',
  userPools: 'AMAZON_COGNITO_USER_POOLS',
  oidc: 'OPENID_CONNECT',
  identityPool: 'AWS_IAM',
  function: 'AWS_LAMBDA',
};

/** The authorization mode in which a provider's rules apply. */
export function providerMode(provider: AuthProvider): AuthMode {
  return modes[provider];
}
