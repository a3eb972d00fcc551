import { parseObject } from './parse-object.ts';

/**
 * The credentials in an AppSync handshake, an object of headers: from the sub-protocol `header-…` (base64url) or the
 * query parameter `header` (base64, where `+` is a plus and not a space). `null` where there are none that can be read.
 */
export function readAppSyncHandshake(request: {
  readonly protocols: string | undefined;
  readonly queryString: string;
}): Readonly<Record<string, unknown>> | null {
  const encoded = fromProtocols(request.protocols ?? '') ?? fromQuery(request.queryString);
  if (encoded === null) return null;
  // Buffer reads both alphabets of base64, with and without padding.
  return parseObject(Buffer.from(encoded, 'base64').toString('utf8'));
}

function fromProtocols(protocols: string): string | null {
  for (const protocol of protocols.split(',')) {
    const name = protocol.trim();
    if (name.startsWith('header-')) return name.slice('header-'.length);
  }
  return null;
}

function fromQuery(queryString: string): string | null {
  for (const pair of queryString.split('&')) {
    if (!pair.startsWith('header=')) continue;
    const value = pair.slice('header='.length);
    try {
      return decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return null;
}
