import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import * as v from 'valibot';
import type { Clock } from '../util/clock.ts';

const timeoutMilliseconds = 5000;
const retryMilliseconds = 30_000;
const largestDocument = 256 * 1024;

const document = v.object({ issuer: v.string(), jwks_uri: v.pipe(v.string(), v.url()) });

/**
 * The keys of an OIDC issuer, found through its discovery document when a token needs them. A provider without one
 * (404) has them at `<issuer>/.well-known/jwks.json`. A failed attempt is repeated after half a minute at the earliest.
 */
export function discoveredKeys(issuer: string, clock: Clock, fetch?: FetchImplementation): JWTVerifyGetKey {
  const base = issuer.replace(/\/$/, '');
  let keys: Promise<JWTVerifyGetKey> | null = null;
  let failure: { readonly at: number; readonly cause: unknown } | null = null;

  const discover = async (): Promise<JWTVerifyGetKey> => {
    const url = await jwksUrlOf(base, fetch ?? globalThis.fetch);
    return createRemoteJWKSet(url, fetch === undefined ? {} : { [customFetch]: fetch });
  };

  return async (header, token) => {
    if (failure !== null && clock() - failure.at < retryMilliseconds) throw failure.cause;
    keys ??= discover();
    try {
      const get = await keys;
      failure = null;
      return await get(header, token);
    } catch (cause) {
      const found = await keys?.then(
        () => true,
        () => false,
      );
      if (found === false) {
        keys = null;
        failure = { at: clock(), cause };
      }
      throw cause;
    }
  };
}

async function jwksUrlOf(base: string, fetch: FetchImplementation): Promise<URL> {
  const response = await fetch(`${base}/.well-known/openid-configuration`, {
    method: 'GET',
    redirect: 'manual',
    headers: new Headers({ accept: 'application/json' }),
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  if (response.status === 404) return new URL(`${base}/.well-known/jwks.json`);
  if (response.status !== 200) throw new Error(`the discovery document of the issuer answered ${response.status}`);
  const text = await response.text();
  if (text.length > largestDocument) throw new Error('the discovery document of the issuer is too large');
  const found = v.parse(document, JSON.parse(text));
  if (found.issuer.replace(/\/$/, '') !== base) throw new Error('the discovery document is of another issuer');
  const url = new URL(found.jwks_uri);
  // An issuer reached over TLS must not have its keys fetched in the clear.
  if (url.protocol !== 'https:' && url.protocol !== new URL(base).protocol) {
    throw new Error('the keys of the issuer are not served over https');
  }
  return url;
}
