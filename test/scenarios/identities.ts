import type { ApiKeyIdentity, IamIdentity, LambdaIdentity, TokenIdentity } from '../../src/ir/identity.ts';

const base = { sourceIp: ['127.0.0.1'], expiresAt: null } as const;

export const apiKey: ApiKeyIdentity = { ...base, mode: 'API_KEY', keyName: 'test' };

/** A user of the user pool: `sub` is `sub-<name>`, so an owner is stored as `sub-alice::alice`. */
export function user(name: string, claims: Readonly<Record<string, unknown>> = {}): TokenIdentity {
  const sub = `sub-${name}`;
  return {
    ...base,
    mode: 'AMAZON_COGNITO_USER_POOLS',
    sub,
    issuer: 'https://issuer.test/pool',
    username: name,
    claims: { sub, username: name, ...claims },
  };
}

/** A principal outside any identity pool; `allowedFields` is its policy. */
export function iamRole(allowedFields: readonly string[] | null = null): IamIdentity {
  return {
    ...base,
    mode: 'AWS_IAM',
    principal: 'role',
    accountId: '123456789012',
    userArn: 'arn:aws:sts::123456789012:assumed-role/worker/session',
    username: 'worker',
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    allowedFields,
  };
}

export function lambdaCaller(deniedFields: readonly string[] = []): LambdaIdentity {
  return { ...base, mode: 'AWS_LAMBDA', resolverContext: {}, deniedFields };
}
