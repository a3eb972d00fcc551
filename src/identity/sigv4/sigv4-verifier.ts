import { timingSafeEqual } from 'node:crypto';
import type { IamIdentity } from '../../ir/identity.ts';
import type { Clock } from '../../util/clock.ts';
import { computeSignature } from '../../util/compute-signature.ts';
import type { SignedRequest } from '../../util/signed-request.ts';
import { unauthorized } from '../authentication-error.ts';
import { parseAuthorization } from './parse-authorization.ts';

/** An access key and whom it stands for. */
export interface SigV4Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials: the request must carry exactly this. */
  readonly sessionToken: string | null;
  /** Unix seconds; `null` for a key that does not end. */
  readonly expiresAt: number | null;
  readonly identity: Omit<IamIdentity, 'mode' | 'sourceIp' | 'expiresAt'>;
}

export interface SigV4VerifierConfig {
  readonly region: string;
  /** Services a signature may be made for; `appsync` and `execute-api` (custom domains) unless given. */
  readonly services?: readonly string[];
  /** Finds a principal by its access key; `sessionToken` is what the request carries. Both are the caller's words. */
  readonly findPrincipal: (accessKeyId: string, sessionToken: string | null) => SigV4Principal | null;
  readonly clock: Clock;
}

/** How far a request's clock may be off, either way. */
const skewMilliseconds = 5 * 60_000;

/** Verifies a SigV4 signature over method, path, headers and body. Throws `AuthenticationError`. */
export function verifySigV4(request: SignedRequest, config: SigV4VerifierConfig): SigV4Principal {
  const { headers } = request;
  const authorization = parseAuthorization(headers.authorization ?? '');
  if (authorization === null) throw unauthorized('signature: the Authorization header is not a SigV4 one');
  const { services = ['appsync', 'execute-api'], region, clock, findPrincipal } = config;
  if (authorization.region !== region) throw unauthorized('signature: made for another region');
  if (!services.includes(authorization.service)) throw unauthorized('signature: made for another service');

  const time = parseDate(headers['x-amz-date'] ?? '');
  if (time === null) throw unauthorized('signature: x-amz-date is missing or malformed');
  if (!headers['x-amz-date']!.startsWith(authorization.date)) throw unauthorized('signature: made on another day');
  if (Math.abs(clock() - time) > skewMilliseconds) throw unauthorized('signature: the time is more than 5 minutes off');
  for (const name of ['host', 'x-amz-date']) {
    if (!authorization.signedHeaders.includes(name)) throw unauthorized(`signature: does not cover ${name}`);
  }
  for (const name of authorization.signedHeaders) {
    if (!Object.hasOwn(headers, name)) throw unauthorized(`signature: covers ${name}, which the request lacks`);
  }
  const declared = headers['x-amz-content-sha256'];
  if (declared !== undefined && !/^[0-9a-f]{64}$/.test(declared)) {
    throw unauthorized('signature: does not cover the body');
  }

  const sessionToken = headers['x-amz-security-token'] ?? null;
  const principal = findPrincipal(authorization.accessKeyId, sessionToken);
  if (principal === null) throw unauthorized('signature: unknown access key');
  // Signed first: who does not hold the secret learns nothing about the key.
  const expected = computeSignature(request, authorization, principal.secretAccessKey);
  if (!timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(authorization.signature, 'hex'))) {
    throw unauthorized('signature: does not match the request');
  }
  if (!sameToken(principal.sessionToken, sessionToken)) throw unauthorized('signature: wrong session token');
  if (principal.expiresAt !== null && principal.expiresAt * 1000 <= clock()) {
    throw unauthorized('signature: the credentials have expired');
  }
  return principal;
}

function sameToken(expected: string | null, presented: string | null): boolean {
  if (expected === null || presented === null) return expected === presented;
  const a = Buffer.from(expected);
  const b = Buffer.from(presented);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Milliseconds since 1970 of `yyyymmddThhmmssZ`. */
function parseDate(text: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : time;
}
