import type { IncomingMessage, ServerResponse } from 'node:http';

/** Which pages may call: any, or those of the origins listed, which may then also send credentials. */
export type AllowedOrigins = '*' | readonly string[];

/** Response headers that scripts may read; without them Amplify's client cannot tell the type of an error. */
const exposedHeaders = 'x-amzn-errortype, x-amzn-requestid';

/** Headers of the response to a request from a page, as name and value in turn. */
export function crossOriginHeaders(request: IncomingMessage, allowed: AllowedOrigins): string[] {
  if (allowed === '*') return ['access-control-allow-origin', '*', 'access-control-expose-headers', exposedHeaders];
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return ['vary', 'origin'];
  return [
    'access-control-allow-origin',
    origin,
    'access-control-allow-credentials',
    'true',
    'access-control-expose-headers',
    exposedHeaders,
    'vary',
    'origin',
  ];
}

/** Answers a preflight request: whatever headers the client announces are allowed. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse, allowed: AllowedOrigins): void {
  const headers = crossOriginHeaders(request, allowed);
  const requested = request.headers['access-control-request-headers'];
  headers.push('access-control-allow-methods', 'GET, POST, OPTIONS', 'access-control-max-age', '7200');
  if (requested !== undefined && /^[\w!#$%&'*+.^`|~, -]*$/.test(requested)) {
    headers.push('access-control-allow-headers', requested);
  }
  response.writeHead(204, headers).end();
}
