import { exchangeHttp, type HttpLimits } from '../exchange-http.ts';
import { HandlerError } from '../handler-error.ts';
import type { DataSource } from './data-source.ts';
import type { AwsSigning } from './data-source-definition.ts';
import { signAwsRequest } from './sign-aws-request.ts';

const methods: ReadonlySet<unknown> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** A data source for requests of AppSync's HTTP form. Any status is a result; only a failed exchange is an error. */
export function httpDataSource(
  endpoint: string,
  limits: Partial<HttpLimits>,
  signing: AwsSigning | null = null,
): DataSource {
  return async ({ method, resourcePath, params }) => {
    if (!methods.has(method) || typeof resourcePath !== 'string' || !resourcePath.startsWith('/')) {
      throw new HandlerError("An HTTP request needs a 'method' and a 'resourcePath' that starts with '/'.", {
        errorType: 'HttpRequest:Invalid',
      });
    }
    const { query, headers, body } = (params ?? {}) as {
      readonly query?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, unknown>>;
      readonly body?: unknown;
    };
    const url = urlOf(endpoint, resourcePath);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
    }
    const text = body === null || body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const sent: Record<string, string> = { 'accept-encoding': 'identity' };
    for (const [name, value] of Object.entries(headers ?? {})) sent[name.toLowerCase()] = String(value);
    if (text !== null) {
      sent['content-type'] ??= 'application/json';
      sent['content-length'] = String(Buffer.byteLength(text));
    }
    const verb = method as string;
    try {
      const signed =
        signing === null
          ? sent
          : signAwsRequest({ method: verb, url, headers: sent, body: text }, signing, Date.now(), process.env);
      const response = await exchangeHttp(url, { method: verb, headers: signed, body: text }, limits);
      const { status: statusCode, text: received, headers: receivedHeaders } = response;
      return { result: { statusCode, headers: receivedHeaders, body: received }, error: null };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      return { result: null, error: { message: error.message, type: error.errorType ?? 'HttpRequest:Failed' } };
    }
  };
}

/** The URL of a request. A path cannot lead to another host. */
function urlOf(endpoint: string, resourcePath: string): URL {
  const base = URL.parse(endpoint);
  const url = URL.parse(endpoint.replace(/\/$/, '') + resourcePath);
  if (base !== null && url !== null && url.origin === base.origin) return url;
  throw new HandlerError(`The URL of the data source, or the 'resourcePath' of the request, is not one.`, {
    errorType: 'HttpRequest:InvalidUrl',
  });
}
