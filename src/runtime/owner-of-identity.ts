import type { Identity } from '../ir/identity.ts';

/**
 * Whom subscriptions are counted for: a signed-in user or an IAM principal. Callers that share a credential (an API
 * key, guests) or cannot be told apart are not counted; they are bounded per connection.
 */
export function ownerOfIdentity(identity: Identity): string | null {
  switch (identity.mode) {
    case 'AMAZON_COGNITO_USER_POOLS':
    case 'OPENID_CONNECT':
      return `${identity.issuer} ${identity.sub}`;
    case 'AWS_IAM':
      return identity.principal === 'guest' ? null : `${identity.userArn} ${identity.cognitoIdentityId ?? ''}`;
    case 'API_KEY':
    case 'AWS_LAMBDA':
      return null;
  }
}
