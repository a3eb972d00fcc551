import type { Directive, DirectiveUse } from '../directive.ts';

/** `@refersTo`: names of SQL tables and columns, of which the official compiler too knows only SQL models. */
export const refersToDirective: Directive = {
  name: 'refersTo',
  definition: /* GraphQL */ `directive @refersTo(name: String!) on OBJECT | FIELD_DEFINITION`,
  onType: refuse,
  onField: refuse,
};

function refuse({ type, directive, report }: DirectiveUse): void {
  report(
    'refers-to-sql-only',
    directive,
    `@refersTo is only supported on SQL models. ${type.name} is not a SQL model.`,
    'Use @mapsTo on the type to keep a table name, or remove @refersTo.',
  );
}
