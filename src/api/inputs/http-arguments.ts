import type { Argument, HttpHandler } from '../../ir/data-model.ts';
import { type Definitions, define, defineInput } from '../definitions/definitions.ts';
import type { ValueDefinition } from '../definitions/type-definition.ts';
import { capitalize } from '../naming/capitalize.ts';
import { scalarClass } from '../naming/scalar-class.ts';
import { baseName, named, withNonNull } from '../type-refs.ts';

/**
 * The arguments of a field with an HTTP handler: `:name` parts of the URL become `params`, the others `query` and, for
 * methods with a body, `body` as well; a field without any keeps its own. `reference/runtime.md` section 8.3.
 */
export function httpArguments(
  definitions: Definitions,
  typeName: string,
  fieldName: string,
  written: readonly Argument[],
  handler: HttpHandler,
): Map<string, ValueDefinition> {
  const prefix = `${capitalize(typeName)}${capitalize(fieldName)}`;
  const result = new Map<string, ValueDefinition>();
  const params = urlParameters(handler.url);
  let rest = written;
  if (params.length > 0) {
    rest = written.filter(({ name, type }) => scalarClass(baseName(type)) !== null && !params.includes(name));
    defineInput(
      definitions,
      `${prefix}ParamsInput`,
      params.map((name) => [name, named('String', true)]),
    );
    result.set('params', { type: named(`${prefix}ParamsInput`, true), default: null });
  }
  if (rest.length > 0) {
    const isGet = handler.method === 'GET';
    const optional = rest.map((argument) => ({ ...argument, type: withNonNull(argument.type, false) }));
    defineArgumentInput(definitions, `${prefix}QueryInput`, isGet ? rest : optional);
    const required = isGet && rest.some(({ type }) => type.nonNull);
    result.set('query', { type: named(`${prefix}QueryInput`, required), default: null });
    if (!isGet && handler.method !== 'DELETE') {
      defineArgumentInput(definitions, `${prefix}BodyInput`, optional);
      result.set('body', { type: named(`${prefix}BodyInput`), default: null });
    }
  }
  if (result.size > 0) return result;
  return argumentValues(written);
}

/** Arguments as written, with their defaults. */
export function argumentValues(written: readonly Argument[]): Map<string, ValueDefinition> {
  return new Map(written.map((argument) => [argument.name, { type: argument.type, default: argument.default }]));
}

function defineArgumentInput(definitions: Definitions, name: string, fields: readonly Argument[]): void {
  define(definitions, { kind: 'input', name, fields: argumentValues(fields) });
}

/** Names after a colon in the URL's path, in order. */
function urlParameters(url: string): string[] {
  const path = url.replace(/^https?:\/\/[^/]*/, '');
  return [...new Set([...path.matchAll(/:(\w+)/g)].map((match) => match[1]!))];
}
