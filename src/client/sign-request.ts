/** An access key: of a user, or temporary, with its session token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SigningRequest {
  /** URL of the GraphQL endpoint. */
  readonly endpoint: string;
  /** What follows its path: `/connect` for a socket. */
  readonly suffix: '' | '/connect';
  readonly body: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Unix milliseconds. */
  readonly now: number;
}

const service = 'appsync';

/**
 * Headers of a `POST` signed with SigV4, with the `host` that they cover. Needs WebCrypto: browsers have it on pages
 * served by HTTPS and on localhost.
 */
export async function signRequest(request: SigningRequest): Promise<Record<string, string>> {
  const { endpoint, suffix, body, region, credentials, now } = request;
  const [, host, path, query] = partsOf(endpoint);
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const date = time.slice(0, 8);
  const covered: Record<string, string> = { host, 'x-amz-date': time };
  if (credentials.sessionToken !== undefined) covered['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(covered).join(';');
  const canonical = [
    'POST',
    `${path.replace(/\/$/, '') || (suffix === '' ? '/' : '')}${suffix}`,
    query,
    ...Object.entries(covered).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hex(await sha256(body)),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, hex(await sha256(canonical))].join('\n');
  let key: BufferSource = encode(`AWS4${credentials.secretAccessKey}`);
  for (const part of [date, region, service, 'aws4_request', text]) key = await hmac(key, part);
  const signature = hex(key as ArrayBuffer);
  const credential = `Credential=${credentials.accessKeyId}/${scope}`;
  return {
    ...covered,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Not by `URL`, of which React Native has but the outside. */
function partsOf(endpoint: string): readonly [scheme: string, host: string, path: string, query: string] {
  const match = /^(https?):\/\/([^/?#]+)([^?#]*)\??([^#]*)/i.exec(endpoint);
  if (match === null) throw new Error('The GraphQL endpoint is not an HTTP URL.');
  const [, scheme, host, path, query] = match as unknown as [string, string, string, string, string];
  const ownPort = scheme.toLowerCase() === 'https' ? /:443$/ : /:80$/;
  return [scheme, host.toLowerCase().replace(ownPort, ''), path, query];
}

function subtle(): SubtleCrypto {
  const found = globalThis.crypto?.subtle;
  if (found === undefined) {
    throw new Error(
      'Signed requests need WebCrypto (crypto.subtle), which is missing here. Browsers have it on HTTPS and localhost.',
    );
  }
  return found;
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const sha256 = (text: string): Promise<ArrayBuffer> => subtle().digest('SHA-256', encode(text));

async function hmac(key: BufferSource, text: string): Promise<ArrayBuffer> {
  const imported = await subtle().importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return subtle().sign('HMAC', imported, encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
