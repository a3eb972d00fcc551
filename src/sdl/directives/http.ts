import type { FieldDefinitionNode, TypeNode } from 'graphql';
import type { HttpHandler } from '../../ir/data-model.ts';
import { scalarNames } from '../../ir/scalars.ts';
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
    field.handlers.push({ kind: 'HttpHandler', method, url, headers, required: requiredArguments(field.node, url) });
  },
};

/** Those that neither are part of the URL nor drop out beside such parts, as all but scalars do. */
function requiredArguments({ arguments: written = [] }: FieldDefinitionNode, url: string): readonly string[] {
  const inPath = new Set([...url.replace(/^https?:\/\/[^/]*/i, '').matchAll(/:(\w+)/g)].map(([, name]) => name!));
  return written
    .filter(({ type }) => type.kind === 'NonNullType')
    .filter(({ name, type }) => inPath.size === 0 || (!inPath.has(name.value) && scalarNames.has(baseName(type))))
    .map(({ name }) => name.value);
}

function baseName(type: TypeNode): string {
  return type.kind === 'NamedType' ? type.name.value : baseName(type.type);
}
