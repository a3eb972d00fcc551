import { createHash, createHmac } from 'node:crypto';
import * as v from 'valibot';
import type { SigV4Principal } from '../sigv4/sigv4-verifier.ts';
import { CognitoError, notAuthorized } from './cognito-error.ts';
import type { PoolContext } from './pool-context.ts';
import { operation, type PoolOperation, text, token } from './pool-operation.ts';
import { seal, unseal } from './seal.ts';
import type { IdentityPoolSettings } from './user-pool-settings.ts';

/**
 * Operations of the identity pool by their names after `AWSCognitoIdentityService.`. Nothing is stored: a user's
 * identity id follows from its `sub`, and credentials carry sealed what they stand for.
 */
export const identityPoolOperations: ReadonlyMap<string, PoolOperation> = new Map([
  [
    'GetId',
    operation(
      'open',
      v.object({ IdentityPoolId: text, Logins: v.optional(v.record(text, token), {}) }),
      async (context, { IdentityPoolId, Logins }) => {
        const pool = poolOf(context);
        if (IdentityPoolId !== pool.id) {
          throw new CognitoError('ResourceNotFoundException', 'IdentityPool not found.');
        }
        const sub = await signedInSub(context, Logins);
        if (sub !== null) return { IdentityId: userId(context, pool, sub) };
        checkGuests(pool);
        return { IdentityId: guestId(context, pool, context.ids()) };
      },
    ),
  ],
  [
    'GetCredentialsForIdentity',
    operation(
      'open',
      v.object({ IdentityId: text, Logins: v.optional(v.record(text, token), {}) }),
      async (context, { IdentityId, Logins }) => {
        const pool = poolOf(context);
        const sub = await signedInSub(context, Logins);
        // A client that was a guest sends its guest's id with its login: the user's own id is the answer.
        if (sub !== null) return issue(context, 'authenticated', userId(context, pool, sub));
        checkGuests(pool);
        // An id that was not made for a guest, a user's above all, is exchanged for a new one: the client keeps that.
        const named = IdentityId.slice(IdentityId.indexOf(':') + 1);
        const known = guestId(context, pool, named) === IdentityId;
        return issue(context, 'guest', known ? IdentityId : guestId(context, pool, context.ids()));
      },
    ),
  ],
]);

const credentialSeconds = 3600;

const sealedSchema = v.object({
  identityId: v.string(),
  role: v.picklist(['authenticated', 'guest']),
  expiresAt: v.number(),
});

/** Finds whom credentials of this pool stand for: the `findPrincipal` of SigV4 verification. */
export function findPoolPrincipal(
  { keys, settings }: Pick<PoolContext, 'keys' | 'settings'>,
  accessKeyId: string,
  sessionToken: string | null,
): SigV4Principal | null {
  const pool = settings.identityPool;
  if (pool === null || sessionToken === null) return null;
  const opened = v.safeParse(sealedSchema, unseal(keys.secret, 'credentials', sessionToken));
  if (!opened.success || accessKeyOf(sessionToken) !== accessKeyId) return null;
  const { identityId, role, expiresAt } = opened.output;
  const roleName = role === 'guest' ? pool.guestRole : pool.authenticatedRole;
  return {
    accessKeyId,
    secretAccessKey: secretOf(keys.secret, sessionToken),
    sessionToken,
    expiresAt,
    identity: {
      principal: role,
      accountId: pool.accountId,
      userArn: `arn:aws:sts::${pool.accountId}:assumed-role/${roleName}/CognitoIdentityCredentials`,
      username: `${accessKeyId}:CognitoIdentityCredentials`,
      cognitoIdentityPoolId: pool.id,
      cognitoIdentityId: identityId,
      allowedFields: null,
    },
  };
}

function issue({ keys, clock }: PoolContext, role: 'authenticated' | 'guest', identityId: string) {
  const expiresAt = Math.floor(clock() / 1000) + credentialSeconds;
  const sessionToken = seal(keys.secret, 'credentials', { identityId, role, expiresAt });
  return {
    IdentityId: identityId,
    Credentials: {
      AccessKeyId: accessKeyOf(sessionToken),
      SecretKey: secretOf(keys.secret, sessionToken),
      SessionToken: sessionToken,
      Expiration: expiresAt,
    },
  };
}

/** The `sub` of the login given, or `null` without one. Throws where there is one that is not valid. */
async function signedInSub(
  { settings, tokens }: PoolContext,
  logins: Readonly<Record<string, string>>,
): Promise<string | null> {
  const entries = Object.entries(logins);
  if (entries.length === 0) return null;
  const provider = settings.issuer.replace(/^https?:\/\//, '');
  const [name, idToken] = entries[0]!;
  // Clients cut off `https://` only.
  if (entries.length > 1 || (name !== provider && name !== settings.issuer)) {
    throw notAuthorized('Invalid login token. Not a valid provider for this identity pool.');
  }
  const claims = await tokens.verifyIdToken(idToken);
  if (claims === null) throw notAuthorized('Invalid login token.');
  return String(claims.sub);
}

function poolOf({ settings }: PoolContext): IdentityPoolSettings {
  if (settings.identityPool !== null) return settings.identityPool;
  throw new CognitoError('ResourceNotFoundException', 'IdentityPool not found.');
}

function checkGuests(pool: IdentityPoolSettings): void {
  if (!pool.allowGuests) throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
}

/** The one id of a signed-in user. */
function userId(context: PoolContext, pool: IdentityPoolSettings, sub: string): string {
  const hex = digest(context, ['identity', pool.id, sub]);
  return identityId(pool, hex.slice(0, 20), hex.slice(20, 32));
}

/** A guest's id: whatever `uuid` begins with, and a tag that shows the id is a guest's. */
function guestId(context: PoolContext, pool: IdentityPoolSettings, uuid: string): string {
  const random = uuid.replaceAll('-', '').slice(0, 20);
  return identityId(pool, random, digest(context, ['guest', pool.id, random]).slice(0, 12));
}

function identityId(pool: IdentityPoolSettings, head: string, tail: string): string {
  const region = pool.id.slice(0, pool.id.indexOf(':'));
  return `${region}:${[head.slice(0, 8), head.slice(8, 12), head.slice(12, 16), head.slice(16, 20), tail].join('-')}`;
}

function digest({ keys }: PoolContext, parts: readonly string[]): string {
  return createHmac('sha256', keys.secret).update(JSON.stringify(parts)).digest('hex');
}

function accessKeyOf(sessionToken: string): string {
  return `ASIA${createHash('sha256').update(sessionToken).digest('hex').slice(0, 16).toUpperCase()}`;
}

function secretOf(secret: Uint8Array, sessionToken: string): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['credential', sessionToken]))
    .digest('base64');
}
