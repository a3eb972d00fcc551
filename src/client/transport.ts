import type { CallOptions } from './call-options.ts';
import type { ClientConfig } from './client-config.ts';
import type { GraphQLResult } from './graphql-result.ts';

/** What a request may be cancelled with; see `client.cancel`. */
export class CanceledError extends Error {
  override readonly name = 'CanceledError';
}

export interface TransportOptions {
  readonly config: ClientConfig;
  /** Options of the client, which those of a call override. */
  readonly defaults: CallOptions;
  readonly fetch: typeof fetch;
}

const unsupported: readonly string[] = ['iam', 'identityPool'];

/** Credentials as headers. Rejects before any request when the mode lacks what it needs. */
export async function credentialHeaders(
  { config, defaults }: TransportOptions,
  options: CallOptions,
): Promise<Record<string, string>> {
  const mode = options.authMode ?? defaults.authMode ?? config.defaultAuthMode;
  const token = options.authToken ?? defaults.authToken;
  const headers: Record<string, string> = {};
  if (unsupported.includes(mode)) {
    throw new Error(
      `authMode ${mode} needs signed requests, which this client does not make: use apiKey, userPool, oidc or lambda.`,
    );
  }
  if (mode === 'apiKey') {
    const apiKey = options.apiKey ?? defaults.apiKey ?? config.apiKey;
    if (apiKey === null) throw new Error('NoApiKey: the outputs hold no API key for authMode apiKey.');
    headers['x-api-key'] = apiKey;
  } else if (mode !== 'none' && token === undefined) {
    throw new Error(`NoValidAuthTokens: authMode ${mode} needs an authToken.`);
  }
  if (token !== undefined) headers.Authorization = typeof token === 'function' ? await token() : token;
  return headers;
}

/** Sends one document and returns the response's body; failures of the network or the server become `errors`. */
export async function sendDocument(
  transport: TransportOptions,
  body: { readonly query: string; readonly variables: Readonly<Record<string, unknown>> },
  options: CallOptions,
  signal: AbortSignal,
): Promise<GraphQLResult> {
  const credentials = await credentialHeaders(transport, options);
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
      body: JSON.stringify(body),
      signal,
    });
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    return { data: null, errors: [{ message: 'A network error has occurred.', errorInfo: String(cause) }] };
  }
  try {
    const result = (await response.json()) as GraphQLResult & { message?: string };
    if (response.ok || Array.isArray(result.errors)) return result;
    return { data: null, errors: [{ message: result.message ?? `HTTP status ${response.status}` }] };
  } catch {
    if (signal.aborted) throw signal.reason;
    return { data: null, errors: [{ message: `HTTP status ${response.status}, without a GraphQL response` }] };
  }
}
