import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { HttpHandler } from '../ir/data-model.ts';
import type { Invocation } from './function-invoker.ts';
import { HandlerError } from './handler-error.ts';
import { isPrivateAddress } from './is-private-address.ts';

export interface HttpLimits {
  /** Milliseconds for the whole exchange. Default 10,000. */
  readonly timeout: number;
  /** Longest response body in bytes. Default 1 MiB, as AppSync's. */
  readonly maxResponse: number;
  /** Whether endpoints on loopback, link-local and private networks may be called. Default false. */
  readonly allowPrivateAddresses: boolean;
}

const defaults: HttpLimits = { timeout: 10_000, maxResponse: 1024 * 1024, allowPrivateAddresses: false };

/** Headers that belong to one connection or are set anew. */
const notForwarded = new Set([
  'accept-encoding',
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-api-key',
]);

/**
 * Calls the endpoint of an `@http` field and returns the parsed body. `reference/runtime.md` section 8.3, but for
 * credentials: the caller's `Authorization`, cookies and API key stay here.
 */
export async function callHttpEndpoint(
  handler: HttpHandler,
  invocation: Invocation,
  limits: Partial<HttpLimits> = {},
): Promise<unknown> {
  const { timeout, maxResponse, allowPrivateAddresses } = { ...defaults, ...limits };
  const url = urlOf(handler, invocation);
  const hasBody = handler.method === 'POST' || handler.method === 'PUT' || handler.method === 'PATCH';
  const body = hasBody ? JSON.stringify(invocation.arguments.body ?? {}) : null;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(invocation.headers)) if (!notForwarded.has(name)) headers[name] = value;
  headers['accept-encoding'] = 'identity';
  if (body !== null) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(body));
  }
  for (const { key, value } of handler.headers) headers[key.toLowerCase()] = fillIn(value, invocation);

  const response = await send(url, {
    method: handler.method,
    headers,
    body,
    timeout,
    maxResponse,
    allowPrivateAddresses,
  });
  const succeeded = response.status === 200 || (response.status === 201 && hasBody);
  if (!succeeded) throw new HandlerError(response.text, { errorType: String(response.status) });
  try {
    return JSON.parse(response.text);
  } catch (cause) {
    throw new HandlerError('The HTTP endpoint did not answer with JSON.', {
      errorType: 'HttpResponse:InvalidBody',
      cause,
    });
  }
}

function urlOf(handler: HttpHandler, invocation: Invocation): URL {
  const params = (invocation.arguments.params ?? {}) as Record<string, unknown>;
  const [, origin, path] = /^([a-z]+:\/\/[^/?#]*)(.*)$/is.exec(fillIn(handler.url, invocation)) ?? [];
  if (origin === undefined || path === undefined) {
    throw new HandlerError(`The URL of ${invocation.typeName}.${invocation.fieldName} is not one.`, {
      errorType: 'HttpRequest:InvalidUrl',
    });
  }
  const filled = path.replace(/:([A-Za-z_]\w*)/g, (_all, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
  const url = new URL(origin + filled);
  const query = handler.method === 'DELETE' ? {} : ((invocation.arguments.query ?? {}) as Record<string, unknown>);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  return url;
}

/** Replaces `${ctx.source.x}`, `$ctx.args.x` and the like by values of the invocation, percent-encoded. */
function fillIn(template: string, invocation: Invocation): string {
  const context: Record<string, unknown> = {
    source: invocation.source,
    args: invocation.arguments,
    arguments: invocation.arguments,
    request: { headers: invocation.headers },
  };
  return template.replace(/\$\{?ctx\.([A-Za-z0-9_.]+)\}?/g, (_all, path: string) => {
    let value: unknown = context;
    for (const part of path.split('.')) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined;
    }
    return value === undefined || value === null ? '' : encodeURIComponent(String(value));
  });
}

interface Exchange extends HttpLimits {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** One exchange with an endpoint, whatever its status. Rejects with a {@link HandlerError} where it fails. */
export function exchangeHttp(
  url: URL,
  request: Pick<Exchange, 'method' | 'headers' | 'body'>,
  limits: Partial<HttpLimits>,
): Promise<HttpResponse> {
  return send(url, { ...defaults, ...limits, ...request });
}

interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function send(url: URL, exchange: Exchange): Promise<HttpResponse> {
  const refuse = new HandlerError(
    'The HTTP endpoint has a private address. Allow it with functions.http.allowPrivateAddresses in the configuration.',
    { errorType: 'HttpRequest:PrivateAddress' },
  );
  // Checked on the address that is connected to, so that a name cannot answer twice with different addresses.
  const guarded: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 4);
      const first = addresses[0];
      if (first === undefined || addresses.some(({ address }) => isPrivateAddress(address)))
        return callback(refuse, '', 4);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
  return new Promise((resolve, reject) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!exchange.allowPrivateAddresses && isPrivateAddress(host)) return reject(refuse);
    const transport = url.protocol === 'https:' ? https : http;
    const request = transport.request(url, {
      method: exchange.method,
      headers: exchange.headers,
      ...(exchange.allowPrivateAddresses ? {} : { lookup: guarded }),
      signal: AbortSignal.timeout(exchange.timeout),
    });
    const fail = (cause: unknown) =>
      reject(
        cause instanceof HandlerError
          ? cause
          : new HandlerError('The HTTP endpoint could not be reached.', { errorType: 'HttpRequest:Failed', cause }),
      );
    request.on('error', fail);
    request.on('response', (response) => {
      let text = '';
      let size = 0;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        size += Buffer.byteLength(chunk);
        if (size > exchange.maxResponse) {
          request.destroy(
            new HandlerError('The HTTP endpoint answered with too long a body.', { errorType: 'HttpResponse:TooLong' }),
          );
        } else text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', fail);
    });
    request.end(exchange.body ?? undefined);
    return undefined;
  });
}
