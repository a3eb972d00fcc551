import { exchangeHttp, type HttpLimits } from '../call-http-endpoint.ts';
import { HandlerError } from '../handler-error.ts';
import type { DataSource } from './data-source.ts';

const methods: ReadonlySet<unknown> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** A data source for requests of AppSync's HTTP form. Any status is a result; only a failed exchange is an error. */
export function httpDataSource(endpoint: string, limits: Partial<HttpLimits>): DataSource {
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
    const url = new URL(endpoint.replace(/\/$/, '') + resourcePath);
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
    try {
      const response = await exchangeHttp(url, { method: method as string, headers: sent, body: text }, limits);
      const { status: statusCode, text: received, headers: receivedHeaders } = response;
      return { result: { statusCode, headers: receivedHeaders, body: received }, error: null };
    } catch (error) {
      if (!(error instanceof HandlerError)) throw error;
      return { result: null, error: { message: error.message, type: error.errorType ?? 'HttpRequest:Failed' } };
    }
  };
}
