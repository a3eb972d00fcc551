import { upperFirst } from '../../util/upper-first.ts';
import type { Directive } from '../directive.ts';
import { members, stringOrNull } from '../directive-arguments.ts';
import { pluralOf } from '../plural-of.ts';

/** `@searchable`: full-text search and aggregates over a model. */
export const searchableDirective: Directive = {
  name: 'searchable',
  definition: /* GraphQL */ `
    directive @searchable(queries: SearchableQueryMap) on OBJECT
    input SearchableQueryMap { search: String }
  `,
  onType({ type, directive, report, arguments: given }) {
    if (type.model === null) {
      const message = 'Types annotated with @searchable must also be annotated with @model.';
      report('searchable-not-model', directive, message, `Add @model to '${type.name}', or remove @searchable.`);
      return;
    }
    const search = members(given.queries).search;
    const byDefault = `search${pluralOf(upperFirst(type.name))}`;
    const name = search === undefined ? byDefault : stringOrNull(search);
    type.model.operations = { ...type.model.operations, search: name };
  },
};
