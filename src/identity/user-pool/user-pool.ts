import { randomBytes } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { AuthenticationError } from '../authentication-error.ts';
import type { AuthenticationRequest } from '../authenticator.ts';
import { requestHeaders } from '../request-headers.ts';
import { type SigV4Principal, verifySigV4 } from '../sigv4/sigv4-verifier.ts';
import type { UserPoolIssuer } from '../token-issuer.ts';
import { createChallengeSessions } from './challenge-sessions.ts';
import { CognitoError } from './cognito-error.ts';
import { createFailureGuard } from './failure-guard.ts';
import { findPoolPrincipal, identityPoolOperations } from './identity-pool.ts';
import { poolOperations } from './operations/pool-operations.ts';
import type { PoolContext, UserPoolDependencies } from './pool-context.ts';
import { createPoolTokens } from './pool-tokens.ts';
import { createPoolTriggers } from './pool-triggers.ts';
import { createSessionCheck } from './session-check.ts';
import { makeSrpVerifier } from './srp.ts';
import { createUserPoolAdmin, type UserPoolAdmin } from './user-pool-admin.ts';
import type { UserPoolSettings } from './user-pool-settings.ts';
import { createVerificationCodes } from './verification-codes.ts';

/** An answer of the wire API. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body: string;
}

/** A user pool and its identity pool, behind Cognito's wire API and as typed operations. */
export interface UserPool {
  readonly settings: UserPoolSettings;
  readonly admin: UserPoolAdmin;
  /**
   * Answers one call. `target` is the `X-Amz-Target` header, `body` the parsed JSON. Operations of administrators are
   * refused unless `isAdmin`. Never throws what a caller did wrong; a defect of ours answers `InternalErrorException`
   * and is handed to `onDefect`.
   */
  handle(target: string, body: unknown, isAdmin?: boolean): Promise<WireResponse>;
  /** The same for a request as received: reads the target, parses the body, checks signatures of administrators. */
  handleRequest(request: AuthenticationRequest): Promise<WireResponse>;
  /** What stands at `/<userPoolId>/.well-known/jwks.json`. */
  jwks(): JSONWebKeySet;
  /** The pool as an issuer for `createAuthenticator`. Sessions that ended end their tokens at once. */
  issuer(): UserPoolIssuer;
  /** Whom the identity pool's credentials stand for: part of `findPrincipal` for `createAuthenticator`. */
  findPrincipal(accessKeyId: string, sessionToken: string | null): SigV4Principal | null;
  /** Drops what has expired from the store; to be called now and then. */
  purge(): void;
}

export interface UserPoolOptions extends UserPoolDependencies {
  /** Finds credentials for `Admin…` operations and lists by their access key; none unless given. */
  readonly findAdministrator?: (accessKeyId: string) => SigV4Principal | null;
  readonly onDefect?: (error: unknown) => void;
}

const prefixes = {
  user: 'AWSCognitoIdentityProviderService.',
  identity: 'AWSCognitoIdentityService.',
};

export function createUserPool(options: UserPoolOptions): UserPool {
  const { settings, store, clock, keys, findAdministrator = () => null, onDefect } = options;
  const deliverCode: UserPoolDependencies['deliverCode'] = async (delivery) => {
    try {
      await options.deliverCode(delivery);
    } catch (error) {
      onDefect?.(error);
      throw new CognitoError('CodeDeliveryFailureException', 'The code could not be delivered.');
    }
  };
  const triggers = createPoolTriggers(settings, options.triggerFunctions);
  const context: PoolContext = {
    ...options,
    deliverCode,
    triggers,
    clientMetadata: {},
    tokens: createPoolTokens(options, triggers),
    codes: createVerificationCodes({ ...options, deliverCode }, triggers),
    challenges: createChallengeSessions(keys.secret, clock),
    failures: createFailureGuard(store, clock),
    decoy: makeSrpVerifier('', '', randomBytes(32).toString('hex')),
  };

  const handle = async (target: string, body: unknown, isAdmin = false): Promise<WireResponse> => {
    const operation = findOperation(target);
    if (operation === undefined) return refuse('UnknownOperationException', 'This operation is not known.');
    if (operation.access === 'admin' && !isAdmin) {
      return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    try {
      return answer(200, await operation.run(context, body));
    } catch (error) {
      if (error instanceof CognitoError) return refuse(error.type, error.message);
      onDefect?.(error);
      return refuse('InternalErrorException', 'Something went wrong.', 500);
    }
  };

  const isSignedByAdministrator = (request: AuthenticationRequest): boolean => {
    const headers = requestHeaders(request.headers);
    if (headers.authorization === undefined) return false;
    verifySigV4(
      { ...request, headers },
      {
        region: settings.userPoolId.slice(0, settings.userPoolId.indexOf('_')),
        services: ['cognito-idp', 'cognito-identity'],
        findPrincipal: findAdministrator,
        clock,
      },
    );
    return true;
  };

  return {
    settings,
    admin: createUserPoolAdmin(context),
    handle,
    handleRequest: async (request) => {
      const target = request.headers['x-amz-target'];
      if (typeof target !== 'string') return refuse('UnknownOperationException', 'This operation is not known.');
      let body: unknown;
      try {
        body = JSON.parse(typeof request.body === 'string' ? request.body : Buffer.from(request.body).toString('utf8'));
      } catch {
        return refuse('SerializationException', 'The request is not JSON.');
      }
      try {
        // Clients sign nothing; a signature is looked at only where one is needed.
        const needsAdmin = findOperation(target)?.access === 'admin';
        return await handle(target, body, needsAdmin && isSignedByAdministrator(request));
      } catch (error) {
        if (!(error instanceof AuthenticationError)) throw error;
        return refuse('InvalidSignatureException', 'The request signature does not match.', 403);
      }
    },
    jwks: () => keys.jwks(),
    issuer: () => ({
      mode: 'AMAZON_COGNITO_USER_POOLS',
      issuer: settings.issuer,
      clientIds: settings.clientIds,
      keys: { kind: 'local', jwks: () => keys.jwks() },
      isLive: createSessionCheck(store, clock),
    }),
    findPrincipal: (accessKeyId, sessionToken) => findPoolPrincipal(context, accessKeyId, sessionToken),
    purge: () => store.purge(clock()),
  };
}

function findOperation(target: string) {
  if (target.startsWith(prefixes.user)) return poolOperations.get(target.slice(prefixes.user.length));
  if (target.startsWith(prefixes.identity)) return identityPoolOperations.get(target.slice(prefixes.identity.length));
  return undefined;
}

function refuse(type: string, message: string, status = 400): WireResponse {
  return answer(status, { __type: type, message }, { 'x-amzn-errortype': type });
}

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body ?? {}),
  };
}
