import type { Model, Validation } from '../../ir/data-model.ts';
import { compilePattern } from './compile-pattern.ts';

/** The `@validate` checks of one field, in the order of the schema. */
export interface InputCheck {
  readonly field: string;
  readonly tests: readonly { readonly holds: (value: unknown) => boolean; readonly message: string }[];
}

const phrases: Readonly<Record<Validation['type'], string>> = {
  gt: 'be greater than',
  lt: 'be less than',
  gte: 'be greater than or equal to',
  lte: 'be less than or equal to',
  minLength: 'have a minimum length of',
  maxLength: 'have a maximum length of',
  startsWith: 'start with',
  endsWith: 'end with',
  matches: 'match',
};

/** Compiles the `@validate` directives of a model. Lengths count UTF-16 units. `reference/runtime.md` section 2.7. */
export function compileValidations(model: Model): readonly InputCheck[] {
  return model.fields
    .filter((field) => field.validations.length > 0)
    .map((field) => ({
      field: field.name,
      tests: field.validations.map((validation) => ({
        holds: testOf(validation, `${model.name}.${field.name}`),
        message:
          validation.errorMessage ??
          `Field ${field.name} of type ${model.name} must ${phrases[validation.type]} ${validation.value}`,
      })),
    }));
}

function testOf({ type, value }: Validation, place: string): (input: unknown) => boolean {
  const number = Number(value);
  switch (type) {
    case 'gt':
      return (input) => Number(input) > number;
    case 'lt':
      return (input) => Number(input) < number;
    case 'gte':
      return (input) => Number(input) >= number;
    case 'lte':
      return (input) => Number(input) <= number;
    case 'minLength':
      return (input) => String(input).length >= number;
    case 'maxLength':
      return (input) => String(input).length <= number;
    case 'startsWith':
      return (input) => String(input).startsWith(value);
    case 'endsWith':
      return (input) => String(input).endsWith(value);
    case 'matches': {
      const matches = compilePattern(value, place);
      return (input) => matches(String(input));
    }
  }
}
