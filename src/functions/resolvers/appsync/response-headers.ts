import { callState } from './call-state.ts';

/** Those of the connection, of the body, and of who may read it. */
const restricted =
  /^(?:x-amzn?-|access-control-|content-|(?:connection|date|host|keep-alive|server|set-cookie|te|trailer|transfer-encoding|upgrade|vary|via)$)/;
const maxSize = 4096;

/**
 * `util.http.addResponseHeader`. Of several of one name the last counts.
 *
 * @throws TypeError for a name that is none or is not the resolver's to set, and beyond 4 KB in all
 */
export function addResponseHeader(name: string, value: unknown): void {
  const key = String(name).toLowerCase();
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(key)) throw new TypeError(`util.http: '${name}' is no name of a header`);
  if (restricted.test(key)) throw new TypeError(`util.http: the header '${name}' is not a resolver's to set`);
  const { headers } = callState();
  headers[key] = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).replace(/[^\t\x20-\x7e]/g, ' ');
  const size = Object.entries(headers).reduce((sum, [each, text]) => sum + each.length + text.length, 0);
  if (size > maxSize) throw new TypeError(`util.http: headers of the response may have ${maxSize} characters`);
}
