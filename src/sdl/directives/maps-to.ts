import type { Directive } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';

/** `@mapsTo`: the table keeps the name the model had before it was renamed. */
export const mapsToDirective: Directive = {
  name: 'mapsTo',
  definition: /* GraphQL */ `directive @mapsTo(name: String!) on OBJECT`,
  onType({ draft, type, directive, report, uses, arguments: given }) {
    const name = stringOrNull(given.name);
    if (name === null) return;
    if (type.model === null) {
      const message = `@mapsTo is not supported on type ${type.name}. It can only be used on a @model type.`;
      report('maps-to-not-model', directive, message, `Add @model to '${type.name}', or remove @mapsTo.`);
      return;
    }
    const prefix = `Cannot apply @mapsTo with name "${name}" on type "${type.name}" because`;
    if (draft.types.get(name)?.model) {
      report('maps-to-taken', directive, `${prefix} "${name}" model already exists in the schema.`);
      return;
    }
    // Said once, of the first of them.
    const [first, second] = uses('mapsTo').filter((use) => use.type.model && use.arguments.name === name);
    if (first?.type === type && second !== undefined) {
      report('maps-to-taken', directive, `${prefix} "${second.type.name}" model already has the same name mapping.`);
      return;
    }
    type.model.table = name;
  },
};
