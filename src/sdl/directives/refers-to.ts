import type { Directive, DirectiveUse } from '../directive.ts';

/** `@refersTo`: names of SQL tables and columns, of which the official compiler too knows only SQL models. */
export const refersToDirective: Directive = {
  name: 'refersTo',
  definition: /* GraphQL */ `directive @refersTo(name: String!) on OBJECT | FIELD_DEFINITION`,
  onType: refuse,
  onField: refuse,
};

function refuse({ on, type, directive, report }: DirectiveUse): void {
  if (on === 'type' && type.model === null) {
    const message = `@refersTo is not supported on type ${type.name}. It can only be used on a @model type.`;
    report('refers-to-not-model', directive, message, 'Remove @refersTo.');
    return;
  }
  report(
    'refers-to-sql-only',
    directive,
    `@refersTo is only supported on SQL models. ${type.name} is not a SQL model.`,
    'Use @mapsTo on the type to keep a table name, or remove @refersTo.',
  );
}
