import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify, SignJWT } from 'jose';
import { notAuthorized } from './cognito-error.ts';
import type { UserPoolDependencies } from './pool-context.ts';
import type { PoolTriggers } from './pool-triggers.ts';
import { changeClaims, readTokenCustomization } from './token-customization.ts';
import type { UserRecord } from './user-record.ts';
import type { SessionRecord } from './user-store.ts';

/** `AuthenticationResult` of Cognito's answers. */
export interface AuthenticationResult {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken?: string;
  readonly TokenType: 'Bearer';
  /** Seconds. */
  readonly ExpiresIn: number;
}

/** Makes and checks the tokens of a pool, in Cognito's shape. `reference/wire-cognito.md` section 7. */
export interface PoolTokens {
  /** Begins a session. `accessSeconds` overrides the pool's lifetime of access and ID tokens. */
  begin(user: UserRecord, clientId: string, cause: TokenCause, accessSeconds?: number): Promise<AuthenticationResult>;
  /** New access and ID tokens for a refresh token. Throws `NotAuthorizedException`. */
  refresh(
    refreshToken: string,
    clientId: string,
    clientMetadata: Readonly<Record<string, string>>,
  ): Promise<AuthenticationResult>;
  /** Ends the session of a refresh token; an unknown token ends nothing. */
  revoke(refreshToken: string, clientId: string): void;
  /** The user and the session of an access token. Throws `NotAuthorizedException`. */
  authorize(accessToken: string): Promise<{ readonly user: UserRecord; readonly session: SessionRecord }>;
  /** The claims of a valid ID token of this pool, or `null`. */
  verifyIdToken(idToken: string): Promise<Readonly<Record<string, unknown>> | null>;
}

/** Why tokens are made, for the trigger that may change them. */
export interface TokenCause {
  readonly source: 'Authentication' | 'NewPasswordChallenge' | 'RefreshTokens';
  readonly clientMetadata: Readonly<Record<string, string>>;
}

const scope = 'aws.cognito.signin.user.admin';

export function createPoolTokens(
  { settings, store, clock, ids, keys }: UserPoolDependencies,
  triggers: PoolTriggers,
): PoolTokens {
  const { issuer, lifetimes, clientIds } = settings;
  let known: { readonly jwks: JSONWebKeySet; readonly get: JWTVerifyGetKey } | null = null;
  const publicKey: JWTVerifyGetKey = (header, token) => {
    const jwks = keys.jwks();
    if (known === null || known.jwks !== jwks) known = { jwks, get: createLocalJWKSet(jwks) };
    return known.get(header, token);
  };
  const verify = (token: string) =>
    jwtVerify(token, publicKey, {
      issuer,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'sub', 'origin_jti'],
      currentDate: new Date(clock()),
    });

  const sign = (claims: Readonly<Record<string, unknown>>) => {
    const { keyId, privateKey } = keys.signingKey();
    return new SignJWT(claims).setProtectedHeader({ kid: keyId, alg: 'RS256' }).sign(privateKey);
  };

  const make = async (
    user: UserRecord,
    session: SessionRecord,
    { source, clientMetadata }: TokenCause,
    accessSeconds: number,
    idSeconds: number,
  ) => {
    const iat = Math.floor(clock() / 1000);
    const held = store.groupsOf(user.sub).map((group) => group.name);
    const groupConfiguration = { groupsToOverride: held, iamRolesToOverride: [], preferredRole: null };
    const request = { groupConfiguration, clientMetadata };
    const call = { source, user, clientId: session.clientId, request };
    const change = readTokenCustomization(await triggers.run('preTokenGeneration', call));
    const groups = change.groups ?? held;
    const shared = {
      sub: user.sub,
      ...(groups.length > 0 ? { 'cognito:groups': groups } : {}),
      iss: issuer,
      origin_jti: session.originJti,
      event_id: ids(),
      auth_time: Math.floor(session.authTime / 1000),
      iat,
    };
    const [AccessToken, IdToken] = await Promise.all([
      sign({
        ...changeClaims({}, change.access),
        ...shared,
        client_id: session.clientId,
        token_use: 'access',
        scope: [scope, ...change.access.scopesToAdd]
          .filter((each) => !change.access.scopesToSuppress.includes(each))
          .join(' '),
        exp: iat + accessSeconds,
        jti: ids(),
        username: user.username,
      }),
      sign({
        ...changeClaims(identityClaims(user), change.id),
        ...shared,
        'cognito:username': user.username,
        aud: session.clientId,
        token_use: 'id',
        exp: iat + idSeconds,
        jti: ids(),
      }),
    ]);
    return { AccessToken, IdToken, TokenType: 'Bearer', ExpiresIn: accessSeconds } as const;
  };

  return {
    begin: async (user, clientId, cause, accessSeconds) => {
      const refreshToken = randomBytes(48).toString('base64url');
      const now = clock();
      const session: SessionRecord = {
        originJti: ids(),
        sub: user.sub,
        clientId,
        refreshHash: hashToken(refreshToken),
        authTime: now,
        // Tokens made to last longer than a refresh token must find their session.
        expiresAt: now + Math.max(lifetimes.refresh, accessSeconds ?? 0) * 1000,
      };
      const [forAccess, forId] = [accessSeconds ?? lifetimes.access, accessSeconds ?? lifetimes.id];
      const tokens = await make(user, session, cause, forAccess, forId);
      store.putSession(session);
      return { ...tokens, RefreshToken: refreshToken };
    },
    refresh: async (refreshToken, clientId, clientMetadata) => {
      const session = store.sessionByRefreshHash(hashToken(refreshToken));
      if (session === null) throw notAuthorized('Refresh Token has been revoked');
      if (session.clientId !== clientId) throw notAuthorized('Invalid Refresh Token');
      if (session.expiresAt <= clock()) throw notAuthorized('Refresh Token has expired');
      const user = store.userBySub(session.sub);
      if (user === null) throw notAuthorized('Refresh Token has been revoked');
      if (!user.enabled) throw notAuthorized('User is disabled.');
      const cause = { source: 'RefreshTokens', clientMetadata } as const;
      return make(user, session, cause, lifetimes.access, lifetimes.id);
    },
    revoke: (refreshToken, clientId) => {
      const session = store.sessionByRefreshHash(hashToken(refreshToken));
      if (session?.clientId === clientId) store.deleteSession(session.originJti);
    },
    authorize: async (accessToken) => {
      const claims = await verify(accessToken).then(
        ({ payload }) => payload,
        (error: unknown) => {
          const expired = error instanceof errors.JWTExpired;
          throw notAuthorized(expired ? 'Access Token has expired' : 'Invalid Access Token');
        },
      );
      if (claims.token_use !== 'access') throw notAuthorized('Invalid Access Token');
      const session = store.session(String(claims.origin_jti));
      const user = session === null ? null : store.userBySub(session.sub);
      if (session === null || user === null || user.sub !== claims.sub) {
        throw notAuthorized('Access Token has been revoked');
      }
      if (!user.enabled) throw notAuthorized('User is disabled.');
      return { user, session };
    },
    verifyIdToken: async (idToken) => {
      const claims = await verify(idToken).then(
        ({ payload }) => payload,
        () => null,
      );
      if (claims?.token_use !== 'id' || !clientIds.includes(String(claims.aud))) return null;
      const session = store.session(String(claims.origin_jti));
      return session !== null && store.userBySub(session.sub)?.enabled === true ? claims : null;
    },
  };
}

/** Attributes as ID token claims: the two verification flags are booleans there. */
function identityClaims(user: UserRecord): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      name.endsWith('_verified') ? value === 'true' : value,
    ]),
  );
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
