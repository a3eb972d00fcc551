import type { IncomingMessage } from 'node:http';

/**
 * The headers of a request, with all values of a credential that comes more than once. Node would show the first of them
 * alone, and a proxy before it may have looked at another.
 */
export function credentialHeaders(
  request: IncomingMessage,
): IncomingMessage['headers'] | NodeJS.Dict<string | string[]> {
  const { rawHeaders, headers } = request;
  let authorizations = 0;
  let hosts = 0;
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n]!;
    if (name.length === 13 && name.toLowerCase() === 'authorization') authorizations += 1;
    else if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  if (authorizations < 2 && hosts < 2) return headers;
  const { authorization, host } = request.headersDistinct;
  return { ...headers, ...(authorizations > 1 ? { authorization } : {}), ...(hosts > 1 ? { host } : {}) };
}
