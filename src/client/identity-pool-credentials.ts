import type { Credentials } from './sign-request.ts';

export interface IdentityPoolOptions {
  /** The content of `amplify_outputs.json`. */
  readonly outputs: unknown;
  /** The signed-in user's id token; `null`, or no function at all, asks as a guest. Asked before each use. */
  readonly idToken?: () => string | null | Promise<string | null>;
  /** Replaces `globalThis.fetch`. */
  readonly fetch?: typeof fetch;
}

/** Milliseconds before their end from which on credentials are not used any more. */
const margin = 60_000;

interface Pool {
  readonly identityPoolId: string;
  readonly userPoolId: string | null;
  readonly endpoint: string;
}

/**
 * Credentials of the identity pool that the outputs name, for `generateClient({ authMode: 'identityPool', credentials })`:
 * a guest's, or those of the user behind `idToken`. They are kept until shortly before they end, or the token changes.
 * Throws where the outputs name no identity pool; the function rejects with what the pool says.
 */
export function identityPoolCredentials(options: IdentityPoolOptions): () => Promise<Credentials> {
  const pool = readPool(options.outputs);
  const fetch = options.fetch ?? ((...request) => globalThis.fetch(...request));
  let kept: { readonly token: string | null; readonly credentials: Promise<Obtained> } | null = null;
  return async () => {
    const token = (await options.idToken?.()) ?? null;
    const before = kept?.token === token ? await kept.credentials.catch(() => null) : null;
    if (before !== null && before.endsAt - margin > Date.now()) return before.credentials;
    const credentials = obtain(pool, token, fetch);
    kept = { token, credentials };
    return (await credentials).credentials;
  };
}

interface Obtained {
  readonly credentials: Credentials;
  /** Unix milliseconds. */
  readonly endsAt: number;
}

async function obtain(pool: Pool, token: string | null, fetch: typeof globalThis.fetch): Promise<Obtained> {
  const { identityPoolId, userPoolId } = pool;
  const region = userPoolId?.split('_')[0];
  const logins = token === null ? {} : { Logins: { [`cognito-idp.${region}.amazonaws.com/${userPoolId}`]: token } };
  const call = async (operation: string, input: object) => {
    const response = await fetch(pool.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as Readonly<Record<string, unknown>>;
    if (!response.ok) throw new Error(`NoCredentials: the identity pool refuses: ${body.message ?? response.status}`);
    return body;
  };
  const { IdentityId } = await call('GetId', { IdentityPoolId: identityPoolId, ...logins });
  const answer = await call('GetCredentialsForIdentity', { IdentityId, ...logins });
  const { AccessKeyId, SecretKey, SessionToken, Expiration } = answer.Credentials as {
    readonly AccessKeyId: string;
    readonly SecretKey: string;
    readonly SessionToken: string;
    readonly Expiration: number;
  };
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken },
    endsAt: Expiration * 1000,
  };
}

/** From either shape of the outputs; only the client's own names another endpoint than AWS's. */
function readPool(outputs: unknown): Pool {
  const { auth, Auth } = (outputs ?? {}) as {
    readonly auth?: Readonly<Record<string, string | undefined>>;
    readonly Auth?: { readonly Cognito?: Readonly<Record<string, string | undefined>> };
  };
  const cognito = Auth?.Cognito;
  const identityPoolId = cognito?.identityPoolId ?? auth?.identity_pool_id;
  if (identityPoolId === undefined) throw new Error('The outputs name no identity pool (auth.identity_pool_id).');
  return {
    identityPoolId,
    userPoolId: cognito?.userPoolId ?? auth?.user_pool_id ?? null,
    endpoint:
      cognito?.identityPoolEndpoint ?? `https://cognito-identity.${identityPoolId.split(':')[0]}.amazonaws.com/`,
  };
}
