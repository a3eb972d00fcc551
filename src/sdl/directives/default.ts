import { namedType } from '../../ir/named-type.ts';
import { defaultValueOf } from '../default-value.ts';
import type { Directive } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';
import { isKnownType, isScalarOrEnum } from '../fields.ts';

/** `@default`: what a create stores where the client sends nothing. */
export const defaultDirective: Directive = {
  name: 'default',
  definition: /* GraphQL */ `directive @default(value: String) on FIELD_DEFINITION`,
  onField({ draft, type, field, directive, report, arguments: given }) {
    if (type.model === null) {
      const message = 'The @default directive may only be added to object definitions annotated with @model.';
      report('default-not-model', directive, message, `Add @model to '${type.name}', or remove @default.`);
      return;
    }
    if (!isKnownType(draft, field.type)) return;
    if (!isScalarOrEnum(draft, field.type)) {
      const message = 'The @default directive may only be added to scalar or enum field types.';
      report('default-not-scalar', directive, message, `Remove @default from '${type.name}.${field.name}'.`);
      return;
    }
    if (given.value === undefined) {
      const message = 'The @default directive requires a value property on non-Postgres datasources.';
      report('default-value-missing', directive, message, `Add value: "…".`);
      return;
    }
    const text = stringOrNull(given.value);
    if (text === null) {
      report(
        'default-value-null',
        directive,
        'The @default directive does not support null values.',
        'Remove @default.',
      );
      return;
    }
    const typeName = namedType(field.type);
    const values = draft.enums.get(typeName)?.values?.map((value) => value.name.value);
    if (values !== undefined) {
      if (values.includes(text)) field.default = text;
      else {
        const message = `Default value "${text}" is not a member of ${typeName} enum.`;
        report('default-not-enum-member', directive, message, `Use one of: ${values.join(', ')}.`);
      }
      return;
    }
    const value = defaultValueOf(typeName, text);
    if (value === null) {
      report('default-invalid-value', directive, `Default value "${text}" is not a valid ${typeName}.`);
      return;
    }
    field.default = value;
  },
};
