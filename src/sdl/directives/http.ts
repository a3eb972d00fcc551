import type { HttpHandler } from '../../ir/data-model.ts';
import type { Directive } from '../directive.ts';
import { members, stringOrNull } from '../directive-arguments.ts';

const methods: readonly HttpHandler['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** `@http`: an HTTP endpoint gives the field's value. */
export const httpDirective: Directive = {
  name: 'http',
  definition: /* GraphQL */ `
    directive @http(method: HttpMethod = GET, url: String!, headers: [HttpHeader] = []) on FIELD_DEFINITION
    enum HttpMethod { GET POST PUT DELETE PATCH }
    input HttpHeader { key: String value: String }
  `,
  onField({ field, directive, report, arguments: given }) {
    const url = stringOrNull(given.url);
    if (url === null) return;
    if (!/^https?:\/\//i.test(url)) {
      const at = directive.loc === undefined ? '' : ` at location ${directive.loc.start}`;
      const message = `@http directive${at} requires a url parameter that begins with http:// or https://.`;
      report('http-url-scheme', directive, message);
      return;
    }
    const headers = (Array.isArray(given.headers) ? given.headers : [given.headers]).flatMap((header) => {
      const key = stringOrNull(members(header).key);
      return key === null ? [] : [{ key, value: stringOrNull(members(header).value) ?? '' }];
    });
    const method = methods.find((candidate) => candidate === given.method) ?? 'GET';
    field.handlers.push({ kind: 'HttpHandler', method, url, headers });
  },
};
