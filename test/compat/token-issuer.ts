import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { TokenIssuer } from '../../src/identity/token-issuer.ts';

/** Signs access tokens as a user pool does, without the pool. */
export interface TestTokenIssuer {
  readonly issuer: TokenIssuer;
  /** An access token of a user, valid for `seconds`; an hour unless given. */
  accessToken(
    username: string,
    options?: { readonly groups?: readonly string[]; readonly seconds?: number },
  ): Promise<string>;
}

export async function createTokenIssuer(): Promise<TestTokenIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256' }] };
  const issuer = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_TEST';
  return {
    issuer: {
      mode: 'AMAZON_COGNITO_USER_POOLS',
      issuer,
      clientIds: null,
      keys: { kind: 'local', jwks: () => jwks },
    },
    accessToken(username, { groups = [], seconds = 3_600 } = {}) {
      const claims = { token_use: 'access', client_id: 'client', username, 'cognito:groups': groups };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .setIssuer(issuer)
        .setSubject(`sub-${username}`)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(privateKey);
    },
  };
}
