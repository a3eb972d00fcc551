import type { Identity } from '../ir/identity.ts';

/** A signed-in user of the user pool. */
export interface TestUser {
  readonly username: string;
  /** The user's id, by which owners are known; `sub-<username>` unless given. */
  readonly sub?: string;
  readonly groups?: readonly string[];
  /** Further claims of the token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Whom a test speaks as: a holder of the API key, a guest, a user (a name is short for one), or any identity. */
export type Caller = { readonly apiKey: true } | { readonly guest: true } | string | TestUser | Identity;

const base = { sourceIp: ['127.0.0.1'], expiresAt: null } as const;

export function testIdentity(caller: Caller): Identity {
  if (typeof caller === 'string') return testIdentity({ username: caller });
  if ('mode' in caller) return caller;
  if ('apiKey' in caller) return { ...base, mode: 'API_KEY', keyName: 'test' };
  if ('guest' in caller) {
    return {
      ...base,
      mode: 'AWS_IAM',
      principal: 'guest',
      accountId: '000000000000',
      userArn: 'arn:aws:sts::000000000000:assumed-role/unauthRole/CognitoIdentityCredentials',
      username: 'guest',
      cognitoIdentityPoolId: 'us-east-1:00000000-0000-0000-0000-000000000000',
      cognitoIdentityId: 'us-east-1:00000000-0000-0000-0000-000000000001',
      allowedFields: null,
    };
  }
  const { username, sub = `sub-${username}`, groups = [], claims = {} } = caller;
  return {
    ...base,
    mode: 'AMAZON_COGNITO_USER_POOLS',
    sub,
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_test',
    username,
    claims: { sub, username, ...(groups.length === 0 ? {} : { 'cognito:groups': groups }), ...claims },
  };
}
