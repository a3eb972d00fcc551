import { createHash, createHmac } from 'node:crypto';
import type { SignedRequest } from './signed-request.ts';

/** What a signature is good for, and what of the request it covers. */
export interface SignatureScope {
  /** `yyyymmdd`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Names in lower case, in the order signed. */
  readonly signedHeaders: readonly string[];
}

/** The SigV4 signature of a request with a secret, in hexadecimal. Headers that are absent count as empty. */
export function computeSignature(
  request: SignedRequest,
  { date, region, service, signedHeaders }: SignatureScope,
  secretAccessKey: string,
): string {
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    `${date}/${region}/${service}/aws4_request`,
    sha256(canonicalRequest(request, signedHeaders)),
  ].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return createHmac('sha256', key).update(stringToSign).digest('hex');
}

function canonicalRequest({ method, path, headers, body }: SignedRequest, signedHeaders: readonly string[]): string {
  const [pathname, query] = splitPath(path);
  return [
    method.toUpperCase(),
    pathname.split('/').map(encode).join('/'),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/\s+/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    sha256(body),
  ].join('\n');
}

function splitPath(path: string): readonly [string, string] {
  const mark = path.indexOf('?');
  return mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)];
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => [encode(name), encode(value)] as const);
  return pairs
    .toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Percent-encoding of everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
