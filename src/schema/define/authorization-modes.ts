import type { ApiSettings, AuthMode } from '../../ir/data-model.ts';
import type { AuthorizationMode, AuthorizationModes } from './define-data.ts';
import { DefineError } from './define-error.ts';

const modeOf: Readonly<Record<AuthorizationMode, AuthMode>> = {
  iam: 'AWS_IAM',
  identityPool: 'AWS_IAM',
  userPool: 'AMAZON_COGNITO_USER_POOLS',
  oidc: 'OPENID_CONNECT',
  apiKey: 'API_KEY',
  lambda: 'AWS_LAMBDA',
};

/**
 * The modes of an API. Without a default: user pools where the backend has sign-in and configures nothing else, else the
 * one configured mode, else API keys. IAM is always accepted, and user pools wherever there is sign-in.
 */
export function resolveAuthorizationModes(
  given: AuthorizationModes | undefined,
  hasAuth: boolean,
): Pick<ApiSettings, 'defaultAuthMode' | 'authModes' | 'genericIamAccess' | 'sandboxMode'> {
  const configured: AuthMode[] = [];
  if (given?.oidcAuthorizationMode !== undefined) configured.push('OPENID_CONNECT');
  if (given?.lambdaAuthorizationMode !== undefined) configured.push('AWS_LAMBDA');
  if (given?.apiKeyAuthorizationMode !== undefined) configured.push('API_KEY');
  const defaultAuthMode = defaultMode(given, configured, hasAuth);
  const authModes = new Set<AuthMode>([defaultAuthMode]);
  if (hasAuth) authModes.add('AMAZON_COGNITO_USER_POOLS');
  for (const mode of configured) authModes.add(mode);
  authModes.add('AWS_IAM');
  return { defaultAuthMode, authModes: [...authModes], genericIamAccess: true, sandboxMode: false };
}

function defaultMode(
  given: AuthorizationModes | undefined,
  configured: readonly AuthMode[],
  hasAuth: boolean,
): AuthMode {
  const chosen = given?.defaultAuthorizationMode;
  if (chosen !== undefined) {
    const mode = modeOf[chosen];
    if (mode !== undefined) return mode;
    throw new DefineError(
      'DefineDataConfigurationError',
      `'${String(chosen)}' is not an authorization mode.`,
      `Use one of ${Object.keys(modeOf).join(', ')}.`,
    );
  }
  if (configured.length === 0) return hasAuth ? 'AMAZON_COGNITO_USER_POOLS' : 'API_KEY';
  if (configured.length === 1 && !hasAuth) return configured[0]!;
  throw new DefineError(
    'DefineDataConfigurationError',
    'A defaultAuthorizationMode is required if multiple authorization modes are configured',
    'Set authorizationModes.defaultAuthorizationMode in defineData.',
  );
}
