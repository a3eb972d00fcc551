import type { Identity } from '../ir/identity.ts';

/** The caller as AppSync tells it to handlers; `null` for an API key. `reference/runtime.md` section 8.1. */
export function identityOfEvent(identity: Identity): Readonly<Record<string, unknown>> | null {
  const sourceIp = identity.sourceIp;
  switch (identity.mode) {
    case 'API_KEY':
      return null;
    case 'AMAZON_COGNITO_USER_POOLS': {
      const groups = identity.claims['cognito:groups'];
      return {
        sub: identity.sub,
        issuer: identity.issuer,
        username: identity.username,
        claims: { ...identity.claims },
        sourceIp,
        defaultAuthStrategy: 'ALLOW',
        groups: Array.isArray(groups) ? groups : null,
      };
    }
    case 'OPENID_CONNECT':
      return { sub: identity.sub, issuer: identity.issuer, claims: { ...identity.claims } };
    case 'AWS_IAM':
      return {
        accountId: identity.accountId,
        userArn: identity.userArn,
        username: identity.username,
        sourceIp,
        cognitoIdentityPoolId: identity.cognitoIdentityPoolId,
        cognitoIdentityId: identity.cognitoIdentityId,
        cognitoIdentityAuthType:
          identity.cognitoIdentityId === null
            ? null
            : identity.principal === 'guest'
              ? 'unauthenticated'
              : 'authenticated',
        cognitoIdentityAuthProvider: null,
      };
    case 'AWS_LAMBDA':
      return { resolverContext: { ...identity.resolverContext } };
  }
}
