import type { AuthMode } from '../ir/data-model.ts';
import type { Identity } from '../ir/identity.ts';
import type { Clock } from '../util/clock.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import type { ApiKey } from './api-key.ts';
import { ApiKeyFinder } from './api-key-finder.ts';
import { ApiKeyIdentities } from './api-key-identities.ts';
import { AuthenticationError, unauthorized } from './authentication-error.ts';
import {
  createLambdaAuthorizer,
  type LambdaAuthorizerConfig,
  type LambdaAuthorizerEvent,
} from './lambda-authorizer.ts';
import { requestHeaders } from './request-headers.ts';
import { type SigV4VerifierConfig, verifySigV4 } from './sigv4/sigv4-verifier.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { createTokenVerifier, type VerifiedToken } from './token-verifier.ts';

/** A request as far as its credential goes. */
export interface AuthenticationRequest {
  readonly method: string;
  /** Path with its query, as received: SigV4 signs it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes received: SigV4 signs them. */
  readonly body: string | Uint8Array;
  /** What a Lambda authorizer is told, as the JSON of a GraphQL request; the body unless given. */
  readonly operation?: string;
  /** Addresses the request came through, nearest client first; none unless given. */
  readonly sourceIp?: readonly string[];
}

export interface RealtimeContext {
  /** `/graphql/connect` for the handshake, `/graphql` for a start message: what the client signed. */
  readonly path: string;
  /** `{}` for the handshake, the exact `payload.data` text for a start message. */
  readonly payload: string;
  readonly sourceIp?: readonly string[];
}

/** Turns credentials into identities. Both methods throw (or reject with) {@link AuthenticationError}. */
export interface Authenticator {
  authenticate(request: AuthenticationRequest): MaybePromise<Identity>;
  /** `authObject`: the decoded handshake header, or `extensions.authorization` of a start message. */
  authenticateRealtime(authObject: unknown, context: RealtimeContext): MaybePromise<Identity>;
}

export interface AuthenticatorConfig {
  /** Modes the API accepts; credentials of other modes are refused even where they are configured. */
  readonly modes: readonly AuthMode[];
  /** Asked at every request, so that a revoked key ends at once. */
  readonly apiKeys: () => readonly ApiKey[];
  readonly issuers: readonly TokenIssuer[];
  /** `null`: no request can be signed. Service credentials pass whether or not `modes` has `AWS_IAM`. */
  readonly sigV4: Omit<SigV4VerifierConfig, 'clock'> | null;
  readonly lambda:
    | (Omit<LambdaAuthorizerConfig, 'clock'> & { readonly apiId: string; readonly accountId: string })
    | null;
  readonly clock: Clock;
  /** Ids of requests, for the Lambda authorizer. */
  readonly ids: () => string;
  /** Fetches remote key sets; the platform's unless given. */
  readonly fetch?: Parameters<typeof createTokenVerifier>[2];
}

/**
 * A request has one mode, found in this order: `x-api-key`, then what `Authorization` holds: SigV4, a JWT of a
 * configured issuer, anything else for the Lambda authorizer. The first that is present decides alone; when it is not
 * valid the request is refused, whatever else it carries.
 */
export function createAuthenticator(config: AuthenticatorConfig): Authenticator {
  const { clock, modes, apiKeys, issuers, sigV4, lambda, ids } = config;
  const accepted = new Set(modes);
  const tokens = createTokenVerifier(
    issuers.filter(({ mode }) => accepted.has(mode)),
    clock,
    config.fetch,
  );
  const authorizer =
    lambda === null || !accepted.has('AWS_LAMBDA')
      ? null
      : { ...createLambdaAuthorizer({ ...lambda, clock }), ...lambda };

  // The same caller is the same object for a while: what was decided for it need not be decided again.
  const finder = new ApiKeyFinder();
  const ofKeys = new ApiKeyIdentities(clock);
  const ofTokens = new WeakMap<VerifiedToken, Identity>();

  const withApiKey = (presented: string, sourceIp: readonly string[]): Identity => {
    if (!accepted.has('API_KEY')) throw unauthorized('API key: the API does not accept keys');
    const key = finder.find(apiKeys(), presented);
    if (key === null) throw unauthorized('API key: unknown');
    if (key.revoked) throw unauthorized(`API key: ${key.name} is revoked`);
    if (key.expiresAt !== null && key.expiresAt * 1000 <= clock())
      throw unauthorized(`API key: ${key.name} has expired`);
    return ofKeys.identity(key.name, key.expiresAt, sourceIp);
  };

  const withSignature = (request: CheckedRequest): Identity => {
    if (sigV4 === null) throw unauthorized('signature: the API accepts no signed requests');
    const { identity, expiresAt } = verifySigV4(request, { ...sigV4, clock });
    if (!accepted.has('AWS_IAM') && identity.principal !== 'service') {
      throw unauthorized('signature: the API does not accept IAM');
    }
    return { mode: 'AWS_IAM', ...identity, sourceIp: request.sourceIp, expiresAt };
  };

  const ofToken = (verified: VerifiedToken, sourceIp: readonly string[]): Identity => {
    const known = ofTokens.get(verified);
    if (known !== undefined && sameAddresses(known.sourceIp, sourceIp)) return known;
    const { mode, sub, issuer, claims, expiresAt } = verified;
    const username = claims.username ?? claims['cognito:username'];
    const name = typeof username === 'string' ? username : null;
    const identity: Identity = { mode, sub, issuer, username: name, claims, sourceIp, expiresAt };
    ofTokens.set(verified, identity);
    return identity;
  };

  const withLambda = async (token: string, request: CheckedRequest): Promise<Identity> => {
    if (authorizer === null) throw new AuthenticationError(401, 'Unable to parse JWT token.', 'token: not a JWT');
    const { apiId, accountId } = authorizer;
    const requestContext = { apiId, accountId, requestId: ids(), ...operationOf(request.operation) };
    const answer = await authorizer.authorize({ authorizationToken: token, requestContext });
    return { mode: 'AWS_LAMBDA', ...answer, sourceIp: request.sourceIp, expiresAt: null };
  };

  const authenticate = (request: CheckedRequest): MaybePromise<Identity> => {
    const { headers, sourceIp } = request;
    const apiKey = headers['x-api-key'];
    if (apiKey !== undefined) return withApiKey(apiKey, sourceIp);
    const authorization = headers.authorization;
    if (authorization === undefined || authorization === '') {
      throw new AuthenticationError(401, 'Valid authorization header not provided.', 'headers: no credential');
    }
    if (authorization.startsWith('AWS4-HMAC-SHA256')) return withSignature(request);
    const token = authorization.replace(/^Bearer +/i, '');
    const verified = tokens.cached(token);
    if (verified !== null) return ofToken(verified, sourceIp);
    const jwt = tokens.inspect(token);
    // A token of a configured issuer is never handed to the Lambda authorizer, valid or not.
    if (jwt?.known) return tokens.verify(token).then((fresh) => ofToken(fresh, sourceIp));
    if (authorizer === null && jwt !== null) throw unauthorized('token: its issuer is not configured');
    return withLambda(authorization, request);
  };

  return {
    authenticate: ({ method, path, headers, body, operation = body, sourceIp = [] }) =>
      authenticate({ method, path, headers: requestHeaders(headers), body, operation, sourceIp }),
    authenticateRealtime: (authObject, { path, payload, sourceIp = [] }) => {
      const headers = requestHeaders(headersOf(authObject));
      return authenticate({ method: 'POST', path, headers, body: payload, operation: payload, sourceIp });
    },
  };
}

interface CheckedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly operation: string | Uint8Array;
  readonly sourceIp: readonly string[];
}

function sameAddresses(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((address, n) => address === b[n]);
}

const maxAuthMembers = 64;

function headersOf(authObject: unknown): Readonly<Record<string, string>> {
  if (typeof authObject !== 'object' || authObject === null || Array.isArray(authObject)) {
    throw new AuthenticationError(401, 'Valid authorization header not provided.', 'headers: no authorization object');
  }
  const entries = Object.entries(authObject);
  if (entries.length > maxAuthMembers) throw unauthorized('headers: too many members in the authorization object');
  if (entries.some(([, value]) => typeof value !== 'string')) {
    throw unauthorized('headers: a member of the authorization object is not a string');
  }
  return authObject as Readonly<Record<string, string>>;
}

/** What a GraphQL request asks, for the Lambda authorizer. A body that is no such request asks nothing. */
function operationOf(
  body: string | Uint8Array,
): Omit<LambdaAuthorizerEvent['requestContext'], 'apiId' | 'accountId' | 'requestId'> {
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch {
    // The executor will say what is wrong with it.
  }
  const { query, operationName, variables } = (parsed ?? {}) as Readonly<Record<string, unknown>>;
  const isObject = typeof variables === 'object' && variables !== null && !Array.isArray(variables);
  return {
    queryString: typeof query === 'string' ? query : '',
    operationName: typeof operationName === 'string' ? operationName : null,
    variables: isObject ? (variables as Record<string, unknown>) : {},
  };
}
