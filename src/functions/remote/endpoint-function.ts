import { exchangeHttp, type HttpLimits, type HttpResponse } from '../exchange-http.ts';
import type { EndpointFunction } from '../function-definition.ts';
import type { FunctionLog, FunctionRunner } from '../function-runner.ts';
import { HandlerError } from '../handler-error.ts';
import { functionFailure, functionResult } from './function-failure.ts';

/**
 * A function behind an HTTP endpoint: the event is the body of a POST, the result that of the answer, JSON both. The
 * header `x-amz-function-error`, or a status other than 2xx, makes it a failure, whose message is the body's
 * `errorMessage`.
 */
export function endpointFunction(
  name: string,
  target: EndpointFunction,
  limits: Partial<HttpLimits>,
  log: FunctionLog,
): FunctionRunner {
  const url = new URL(target.url);
  const given = Object.fromEntries(Object.entries(target.headers).map(([key, value]) => [key.toLowerCase(), value]));
  const timeout = target.timeoutSeconds * 1000;

  async function send(kind: 'RequestResponse' | 'Event', event: unknown, requestId: string): Promise<HttpResponse> {
    const body = JSON.stringify(event);
    const headers = {
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      ...given,
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-invocation-type': kind,
      'x-request-id': requestId,
    };
    const response = await exchangeHttp(url, { method: 'POST', headers, body }, { ...limits, timeout });
    const failed = response.headers['x-amz-function-error'];
    if (failed !== undefined) throw functionFailure(String(failed), response.text);
    if (response.status >= 200 && response.status < 300) return response;
    log({ function: name, requestId, text: `The endpoint answered with status ${response.status}.` });
    throw functionFailure('Unhandled', response.text);
  }

  return {
    call: async (event, requestId) => functionResult(name, (await send('RequestResponse', event, requestId)).text),
    // Nobody can say when an endpoint took the event but the endpoint, and it says so when it is done.
    post: async (event, requestId) => {
      send('Event', event, requestId).catch((error: unknown) => {
        log({ function: name, requestId, text: error instanceof HandlerError ? error.message : String(error) });
      });
    },
    close: async () => {},
  };
}
