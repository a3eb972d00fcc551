import type { AuthProvider } from '../ir/auth-rule.ts';
import type { AuthMode } from '../ir/data-model.ts';

const providers: Readonly<Record<AuthMode, AuthProvider>> = {
  API_KEY: 'apiKey',
  AMAZON_COGNITO_USER_POOLS: 'userPools',
  OPENID_CONNECT: 'oidc',
  AWS_IAM: 'identityPool',
  AWS_LAMBDA: 'function',
};

/** The provider whose rules a request of this mode is decided by; rules of every other provider are not its own. */
export function providerOfMode(mode: AuthMode): AuthProvider {
  return providers[mode];
}
