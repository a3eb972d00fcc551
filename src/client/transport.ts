import type { CallOptions } from './call-options.ts';
import { type CredentialSource, credentialHeaders } from './credential-headers.ts';
import type { GraphQLResult } from './graphql-result.ts';

/** What a request may be cancelled with; see `client.cancel`. */
export class CanceledError extends Error {
  override readonly name = 'CanceledError';
}

export interface TransportOptions extends CredentialSource {
  readonly fetch: typeof fetch;
}

/** Sends one document and returns the response's body; failures of the network or the server become `errors`. */
export async function sendDocument(
  transport: TransportOptions,
  document: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  options: CallOptions,
  signal: AbortSignal,
): Promise<GraphQLResult> {
  const body = JSON.stringify(document);
  // Who sends the request sets the host, to the same.
  const { host: _, ...credentials } = await credentialHeaders(transport, options, { suffix: '', body });
  const extra = options.headers ?? transport.defaults.headers ?? {};
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    ...credentials,
    ...(typeof extra === 'function'
      ? await extra({ method: 'POST', url: transport.config.endpoint, queryString: '' })
      : extra),
  };
  let response: Response;
  try {
    response = await transport.fetch(transport.config.endpoint, {
      method: 'POST',
      headers,
      body,
      signal,
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    return { data: null, errors: [{ message: 'A network error has occurred.', errorInfo: String(cause) }] };
  }
  try {
    const result = (await response.json()) as GraphQLResult & { message?: string };
    if (response.ok || Array.isArray(result.errors)) return result;
    return { data: null, errors: [{ message: result.message ?? `HTTP status ${response.status}` }] };
  } catch (cause) {
    if (signal.aborted) throw cause;
    return { data: null, errors: [{ message: `HTTP status ${response.status}, without a GraphQL response` }] };
  }
}
