import { type DefinitionNode, type DirectiveNode, Kind } from 'graphql';
import { unsupportedDirectives } from './directives/unsupported.ts';
import type { Report } from './report.ts';

/** Directives that a field of an extended root type may have. */
const handlerDirectives: readonly string[] = [
  'auth',
  'function',
  'http',
  ...unsupportedDirectives.map(({ name }) => name),
];

/**
 * What an extension may not do: carry directives of its own, and, outside the root types, put them on its fields.
 * AppSync's own directives, `@aws_…`, may stand anywhere.
 */
export function checkExtensions(definitions: readonly DefinitionNode[], report: Report): void {
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.INTERFACE_TYPE_EXTENSION) continue;
    const type = node.name.value;
    for (const directive of ownDirectives(node.directives)) {
      const name = directive.name.value;
      const message = `Directives are not supported on object or interface extensions. See the '@${name}' directive on '${type}'`;
      report('extension-directive-unsupported', directive, message, `Put it on the definition of '${type}'.`);
    }
    const isRoot = type === 'Query' || type === 'Mutation' || type === 'Subscription';
    for (const field of node.fields ?? []) {
      for (const directive of ownDirectives(field.directives)) {
        const name = directive.name.value;
        const hint = `Move the field to the definition of '${type}'.`;
        if (!handlerDirectives.includes(name)) {
          const message = `The '@${name}' directive is not supported on fields of extended types`;
          report('extension-field-directive-unsupported', directive, message, hint);
        } else if (!isRoot) {
          const message =
            `The '@${name}' directive cannot be used on fields of type extensions other than 'Query', 'Mutation', ` +
            `and 'Subscription'. See ${type}.${field.name.value}`;
          report('extension-directive-unsupported', directive, message, hint);
        }
      }
    }
  }
}

function ownDirectives(directives: readonly DirectiveNode[] | undefined): readonly DirectiveNode[] {
  return (directives ?? []).filter(({ name }) => !name.value.startsWith('aws_') && name.value !== 'deprecated');
}
