import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { HandlerError } from './handler-error.ts';
import { isPrivateAddress } from './is-private-address.ts';

/** Bounds of a call to the outside. */
export interface HttpLimits {
  /** Milliseconds for the whole exchange. Default 10,000. */
  readonly timeout: number;
  /** Longest response body in bytes. Default 1 MiB, as AppSync's. */
  readonly maxResponse: number;
  /** Whether endpoints on loopback, link-local and private networks may be called. Default false. */
  readonly allowPrivateAddresses: boolean;
  /** Finds all addresses of a name; the system's own unless given. */
  readonly lookup?: (name: string, options: LookupAllOptions, found: FoundAddresses) => void;
}

type FoundAddresses = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

const defaultHttpLimits: HttpLimits = {
  timeout: 10_000,
  maxResponse: 1024 * 1024,
  allowPrivateAddresses: false,
};

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
  return send(url, { ...defaultHttpLimits, ...limits, ...request });
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

function send(url: URL, exchange: Exchange): Promise<HttpResponse> {
  const refuse = new HandlerError(
    'The HTTP endpoint has a private address. Allow it with `http.allowPrivateAddresses` in the configuration.',
    { errorType: 'HttpRequest:PrivateAddress' },
  );
  const { lookup = systemLookup } = exchange;
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
      reject(cause instanceof HandlerError ? cause : unreachable(cause, exchange.timeout));
    request.on('error', fail);
    request.on('response', (response) => {
      let text = '';
      let size = 0;
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        size += Buffer.byteLength(chunk);
        if (size > exchange.maxResponse) {
          fail(
            new HandlerError('The HTTP endpoint answered with too long a body.', { errorType: 'HttpResponse:TooLong' }),
          );
          request.destroy();
        } else text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on('error', fail);
    });
    request.end(exchange.body ?? undefined);
    return undefined;
  });
}

function unreachable(cause: unknown, timeout: number): HandlerError {
  // What the signal was aborted with stands behind what the request says of it.
  const reason = cause instanceof Error && cause.name === 'AbortError' ? cause.cause : cause;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new HandlerError(`The HTTP endpoint did not answer within ${timeout} ms.`, {
      errorType: 'HttpRequest:Timeout',
      cause,
    });
  }
  return new HandlerError('The HTTP endpoint could not be reached.', { errorType: 'HttpRequest:Failed', cause });
}
