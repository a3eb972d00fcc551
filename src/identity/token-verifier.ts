import { createHash } from 'node:crypto';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { Clock } from '../util/clock.ts';
import { ExpiringCache } from '../util/expiring-cache.ts';
import { AuthenticationError, unauthorized } from './authentication-error.ts';
import { discoveredKeys } from './discovered-keys.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** The claims of a token whose signature, issuer, audience and times were checked. */
export interface VerifiedToken {
  readonly mode: TokenIssuer['mode'];
  readonly sub: string;
  readonly issuer: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** Own properties only, without a prototype. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface TokenVerifier {
  /** The issuer a token names, unverified; `null` where the text is no JWT. `known`: whether it is configured. */
  inspect(token: string): { readonly known: boolean } | null;
  /** A token that was verified a short while ago, or `null`. Throws {@link AuthenticationError} when it has ended. */
  cached(token: string): VerifiedToken | null;
  /** Rejects with {@link AuthenticationError}. */
  verify(token: string): Promise<VerifiedToken>;
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** A verified token is looked at again after this long at the latest, so that a withdrawn key ends its tokens. */
const cacheMilliseconds = 60_000;
const cacheSize = 10_000;

export function createTokenVerifier(
  issuers: readonly TokenIssuer[],
  clock: Clock,
  fetch?: FetchImplementation,
): TokenVerifier {
  const byIssuer = new Map(
    issuers.map((entry) => [canonical(entry.issuer), { entry, key: keyGetter(entry, clock, fetch) }]),
  );
  const cache = new ExpiringCache<VerifiedToken>(cacheSize, clock);

  const verify = async (token: string): Promise<VerifiedToken> => {
    const found = byIssuer.get(canonical(issuerOf(token) ?? ''));
    if (found === undefined) throw unauthorized('token: its issuer is not configured');
    const { entry, key } = found;
    let payload: JWTPayload;
    try {
      const result = await jwtVerify(token, key, {
        algorithms: entry.mode === 'OPENID_CONNECT' ? [...(entry.algorithms ?? asymmetric)] : ['RS256'],
        requiredClaims: ['exp', 'sub', 'iss'],
        currentDate: new Date(clock()),
      });
      payload = result.payload;
    } catch (cause) {
      throw refusal(cause);
    }
    checkAudience(entry, payload);
    const verified = verifiedToken(entry, payload);
    cache.set(hashOf(token), verified, Math.min(verified.expiresAt * 1000, clock() + cacheMilliseconds));
    return live(verified);
  };

  const live = (token: VerifiedToken): VerifiedToken => {
    const issuer = byIssuer.get(canonical(token.issuer))?.entry;
    if (issuer !== undefined && 'isLive' in issuer && issuer.isLive?.(token.claims) === false) {
      throw unauthorized('token: its session has ended');
    }
    return token;
  };

  return {
    inspect: (token) => {
      const issuer = issuerOf(token);
      if (issuer === null) return isJwt(token) ? { known: false } : null;
      return { known: byIssuer.has(canonical(issuer)) };
    },
    cached: (token) => {
      const verified = cache.get(hashOf(token));
      return verified === undefined ? null : live(verified);
    },
    verify,
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

function keyGetter(
  { issuer, keys }: TokenIssuer,
  clock: Clock,
  fetch: FetchImplementation | undefined,
): JWTVerifyGetKey {
  if (keys.kind === 'discovered') return discoveredKeys(issuer, clock, fetch);
  if (keys.kind === 'remote') {
    return createRemoteJWKSet(new URL(keys.url), fetch === undefined ? {} : { [customFetch]: fetch });
  }
  let current: { jwks: JSONWebKeySet; get: JWTVerifyGetKey } | null = null;
  return (header, token) => {
    const jwks = keys.jwks();
    if (current === null || current.jwks !== jwks) current = { jwks, get: createLocalJWKSet(jwks) };
    return current.get(header, token);
  };
}

function checkAudience(issuer: TokenIssuer, payload: JWTPayload): void {
  if (issuer.mode === 'OPENID_CONNECT') {
    if (issuer.audiences === null) return;
    const named = [payload.aud ?? [], payload.azp ?? []].flat();
    if (named.some((audience) => issuer.audiences?.includes(audience as string))) return;
    throw unauthorized('token: its audience is not configured');
  }
  // Each kind of user pool token names its client in a claim of its own; a token that says it is neither is refused.
  const use = payload.token_use;
  if (use !== 'access' && use !== 'id') throw unauthorized('token: token_use is neither access nor id');
  if (issuer.clientIds === null) return;
  const client = use === 'access' ? payload.client_id : payload.aud;
  if (typeof client === 'string' && issuer.clientIds.includes(client)) return;
  throw unauthorized('token: its app client is not configured');
}

function verifiedToken(issuer: TokenIssuer, payload: JWTPayload): VerifiedToken {
  const { sub, exp, iss } = payload;
  if (typeof sub !== 'string' || sub === '' || typeof exp !== 'number' || typeof iss !== 'string') {
    throw unauthorized('token: sub, exp or iss is missing');
  }
  const claims = Object.freeze(Object.assign(Object.create(null) as Record<string, unknown>, payload));
  return { mode: issuer.mode, sub, issuer: iss, expiresAt: exp, claims };
}

function refusal(cause: unknown): AuthenticationError {
  if (cause instanceof errors.JWTExpired) return new AuthenticationError(401, 'Token has expired.', 'token: expired');
  if (cause instanceof errors.JWTClaimValidationFailed) {
    return unauthorized(`token: the claim ${cause.claim} is not acceptable`);
  }
  if (cause instanceof errors.JOSEError) return unauthorized(`token: ${cause.code}`);
  return unauthorized('token: the keys of its issuer could not be read', cause);
}

function issuerOf(token: string): string | null {
  try {
    decodeProtectedHeader(token);
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}

function isJwt(token: string): boolean {
  try {
    decodeProtectedHeader(token);
    decodeJwt(token);
    return true;
  } catch {
    return false;
  }
}

function canonical(issuer: string): string {
  return typeof issuer === 'string' && issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}
