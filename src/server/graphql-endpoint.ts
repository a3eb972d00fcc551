import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../diagnostics/log.ts';
import type { ExecutionResponse } from '../execution/executor.ts';
import type { Backend } from '../runtime/backend.ts';
import type { MaybePromise } from '../util/maybe-promise.ts';
import { clientAddresses } from './client-addresses.ts';
import { credentialHeaders } from './credential-headers.ts';
import { type AllowedOrigins, answerPreflight, crossOriginHeaders } from './cross-origin.ts';
import { parseGraphQLParameters } from './graphql-parameters.ts';
import { readBody } from './read-body.ts';
import type { ServerMetrics } from './server-metrics.ts';

export interface GraphQLEndpointOptions {
  readonly backend: Backend;
  readonly origins: AllowedOrigins;
  readonly maxBodyBytes: number;
  /** Whether `x-forwarded-for` is believed. */
  readonly trustProxy: boolean;
  /** A new request id. */
  readonly ids: () => string;
  readonly metrics: ServerMetrics;
  readonly log: Log;
}

/**
 * GraphQL over HTTP, as AppSync answers it: `POST` with a JSON body, `GET` with query parameters, `OPTIONS`. It works on
 * Node's own request and response: no framework stands between a socket and the executor, and nothing waits that need not.
 */
export function createGraphQLEndpoint(
  options: GraphQLEndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { backend, origins, maxBodyBytes, trustProxy, ids, metrics, log } = options;

  function handle(request: IncomingMessage, response: ServerResponse): void {
    switch (request.method) {
      case 'POST':
        readBody(request, maxBodyBytes, (body) => {
          if (body === null) {
            response.shouldKeepAlive = false;
            answer(request, response, ids(), tooLarge(maxBodyBytes));
          } else run(request, response, body, body);
        });
        return;
      case 'GET':
        run(request, response, '', operationOfUrl(request.url ?? ''));
        return;
      case 'OPTIONS':
        answerPreflight(request, response, origins);
        return;
      default:
        response.setHeader('allow', 'GET, POST, OPTIONS');
        answer(request, response, ids(), methodNotAllowed);
    }
  }

  /** `operation` is the JSON of the GraphQL request: the body, or what stands for it. */
  function run(request: IncomingMessage, response: ServerResponse, body: string, operation: string): void {
    const requestId = ids();
    try {
      const result = authenticateAndExecute(request, body, operation, requestId);
      if (result instanceof Promise) {
        result.then(
          (value) => answer(request, response, requestId, value),
          (error: unknown) => fail(request, response, requestId, error),
        );
      } else answer(request, response, requestId, result);
    } catch (error) {
      fail(request, response, requestId, error);
    }
  }

  function authenticateAndExecute(
    request: IncomingMessage,
    body: string,
    operation: string,
    requestId: string,
  ): MaybePromise<ExecutionResponse> {
    const parameters = parseGraphQLParameters(operation);
    const headers = request.headers as Readonly<Record<string, string>>;
    const authentication = backend.authenticate({
      method: request.method ?? 'POST',
      path: request.url ?? '/',
      headers: credentialHeaders(request),
      body,
      operation,
      sourceIp: clientAddresses(request, trustProxy),
    });
    const proceed = (result: Awaited<typeof authentication>): MaybePromise<ExecutionResponse> => {
      if (result.status === 'refused') return refused(result.statusCode, result.errorType, result.message);
      if (!('query' in parameters)) return parameters;
      return backend.execute({ ...parameters, identity: result.identity, headers, requestId });
    };
    return authentication instanceof Promise ? authentication.then(proceed) : proceed(authentication);
  }

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    { status, errorType, body, headers: added }: ExecutionResponse,
  ): void {
    metrics.answered(status, body);
    if (response.destroyed) return;
    const headers = crossOriginHeaders(request, origins);
    headers.push('content-type', 'application/json;charset=UTF-8', 'x-amzn-requestid', requestId);
    const length = Buffer.byteLength(body);
    headers.push('content-length', String(length));
    if (errorType !== null) headers.push('x-amzn-errortype', errorType);
    if (added !== undefined) headers.push(...Object.entries(added).flat());
    // Written as UTF-8, a text takes a buffer three times its length first. Of ASCII, the bytes are the same.
    response.writeHead(status, headers).end(body, length === body.length ? 'latin1' : 'utf8');
    if (status === 200) log.debug('request', { requestId, status });
    else log.info('request refused', { requestId, status, errorType });
  }

  function fail(request: IncomingMessage, response: ServerResponse, requestId: string, error: unknown): void {
    log.error('request failed', { requestId, error: error instanceof Error ? (error.stack ?? error.name) : 'unknown' });
    answer(request, response, requestId, internalFailure);
  }

  return handle;
}

/** A transport error: `message` stands at the top as well, where Amplify's client looks for it. */
function refused(status: number, errorType: string, message: string): ExecutionResponse {
  return { status, errorType, body: JSON.stringify({ errors: [{ errorType, message }], message }) };
}

function tooLarge(limit: number): ExecutionResponse {
  return refused(413, 'RequestEntityTooLargeException', `The request body is larger than ${limit} bytes.`);
}

const methodNotAllowed = refused(405, 'MethodNotAllowedException', 'Use POST or GET.');
const internalFailure = refused(500, 'InternalFailure', 'Internal failure; the log of the server has the details.');

/**
 * A `GET` request's parameters as the body of a `POST`, so that everybody reads the same. Variables that are not JSON on
 * their own make it no request at all: other members could hide behind them.
 */
function operationOfUrl(url: string): string {
  const start = url.indexOf('?');
  const parameters = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  const query = parameters.get('query');
  if (query === null) return '';
  const given = parameters.get('variables') ?? '';
  try {
    const variables: unknown = given === '' ? null : JSON.parse(given);
    return JSON.stringify({ query, variables, operationName: parameters.get('operationName') });
  } catch {
    return given;
  }
}
