import type { HttpHandler } from '../ir/data-model.ts';
import { exchangeHttp, type HttpLimits } from './exchange-http.ts';
import type { Invocation } from './function-invoker.ts';
import { HandlerError } from './handler-error.ts';
import { identityOfEvent } from './identity-of-event.ts';
import { xmlToMap } from './resolvers/appsync/xml.ts';

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
  const url = urlOf(handler, invocation);
  const hasBody = handler.method === 'POST' || handler.method === 'PUT' || handler.method === 'PATCH';
  if (hasBody) checkRequired(handler, invocation);
  const body = hasBody ? JSON.stringify(invocation.arguments.body ?? {}) : null;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(invocation.headers)) if (!notForwarded.has(name)) headers[name] = value;
  headers['accept-encoding'] = 'identity';
  if (body !== null) {
    headers['content-type'] = 'application/json';
    headers['content-length'] = String(Buffer.byteLength(body));
  }
  for (const { key, value } of handler.headers) headers[key.toLowerCase()] = fillIn(value, invocation, asHeader);

  const response = await exchangeHttp(url, { method: handler.method, headers, body }, limits);
  const succeeded = response.status === 200 || (response.status === 201 && hasBody);
  if (!succeeded) throw new HandlerError(response.text, { errorType: String(response.status) });
  try {
    const isXml = /\bxml\b/i.test(response.headers['content-type'] ?? '');
    return isXml ? xmlToMap(response.text) : JSON.parse(response.text);
  } catch (cause) {
    throw new HandlerError('The HTTP endpoint did not answer with JSON or XML.', {
      errorType: 'HttpResponse:InvalidBody',
      cause,
    });
  }
}

/** Both are optional where there is a body; what is required may stand in either. */
function checkRequired({ required }: HttpHandler, { arguments: { query, body } }: Invocation): void {
  const given = [query, body].map((each) => (each ?? {}) as Readonly<Record<string, unknown>>);
  if (required.every((name) => given.some((values) => (values[name] ?? null) !== null))) return;
  throw new HandlerError(
    'An argument you marked as Non-Null is not present in the query nor the body of your request.',
    { errorType: null },
  );
}

function urlOf(handler: HttpHandler, invocation: Invocation): URL {
  const params = (invocation.arguments.params ?? {}) as Record<string, unknown>;
  const [, origin, path] =
    /^([a-z]+:\/\/[^/?#]*)(.*)$/is.exec(fillIn(handler.url, invocation, encodeURIComponent)) ?? [];
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

/** Replaces `${ctx.source.x}`, `$ctx.args.x` and the like by values of the invocation. */
function fillIn(template: string, invocation: Invocation, write: (text: string) => string): string {
  const context: Record<string, unknown> = {
    source: invocation.source,
    args: invocation.arguments,
    arguments: invocation.arguments,
    identity: identityOfEvent(invocation.identity),
    request: { headers: invocation.headers },
  };
  return template.replace(/\$\{?(?:ctx|context)\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_-]+)*)\}?/g, (_all, path: string) => {
    let value: unknown = context;
    for (const part of path.split('.')) {
      value =
        typeof value === 'object' && value !== null && Object.hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined;
    }
    return value === undefined || value === null ? '' : write(String(value));
  });
}

/** A line break would begin another header. */
function asHeader(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be taken out.
  return text.replace(/[\u0000-\u001f\u007f]/g, ' ');
}
