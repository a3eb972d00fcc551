import type { ValidationType } from '../../ir/data-model.ts';
import { namedType } from '../../ir/named-type.ts';
import type { Directive, FieldUse } from '../directive.ts';
import { stringOrNull } from '../directive-arguments.ts';
import { isKnownType } from '../fields.ts';

const kinds: Readonly<Record<ValidationType, 'number' | 'length' | 'text'>> = {
  gt: 'number',
  lt: 'number',
  gte: 'number',
  lte: 'number',
  minLength: 'length',
  maxLength: 'length',
  startsWith: 'text',
  endsWith: 'text',
  matches: 'text',
};

/** `@validate`: what a value sent by a client must satisfy. */
export const validateDirective: Directive = {
  name: 'validate',
  definition: /* GraphQL */ `
    directive @validate(type: ValidationType!, value: String!, errorMessage: String) repeatable on FIELD_DEFINITION
    enum ValidationType { gt lt gte lte minLength maxLength startsWith endsWith matches }
  `,
  onField(use) {
    const { draft, type: parent, field, directive, report, arguments: given } = use;
    const type = stringOrNull(given.type);
    const value = stringOrNull(given.value);
    if (type === null || value === null || !isValidationType(type)) return;
    if (parent.model === null) {
      const message = '@validate directive can only be used on fields within @model types.';
      report('validate-not-model', directive, message, `Add @model to '${parent.name}', or remove @validate.`);
      return;
    }
    if (field.type.kind === 'ListType') {
      report('validate-on-list', directive, `@validate directive cannot be used on list field '${field.name}'`);
      return;
    }
    const others = field.node.directives ?? [];
    const defaultAt = others.findIndex(({ name }) => name.value === 'default');
    if (defaultAt !== -1 && !others.slice(defaultAt).some((other) => other === directive)) {
      const message = '@validate directive must be specified after @default directive';
      report('validate-before-default', directive, message, 'Write @default first.');
    }
    if (field.validations.some((validation) => validation.type === type)) {
      const message =
        `Duplicate @validate directive with type '${type}' on field '${field.name}'. ` +
        'Each validation type can only be used once per field.';
      report('validate-duplicate', directive, message);
      return;
    }
    const errorMessage = stringOrNull(given.errorMessage);
    field.validations.push({ type, value: canonical(type, value), errorMessage });
    if (isKnownType(draft, field.type)) checkType(use, type, value);
  },
};

function checkType({ field, directive, report }: FieldUse, type: ValidationType, value: string): void {
  const fieldType = namedType(field.type);
  const kind = kinds[type];
  if (kind === 'number' && fieldType !== 'Int' && fieldType !== 'Float') {
    const message =
      `Validation type '${type}' can only be used with numeric fields (Int, Float). ` +
      `Field '${field.name}' is of type '${fieldType}'`;
    report('validate-wrong-type', directive, message);
  } else if (kind !== 'number' && fieldType !== 'String') {
    const message = `Validation type '${type}' can only be used with 'String' fields. Field '${field.name}' is of type '${fieldType}'`;
    report('validate-wrong-type', directive, message);
  } else if (kind === 'length' && !(Number.parseInt(value, 10) >= 0)) {
    const message = `${type} value must be a non-negative integer. Received '${value}' for field '${field.name}'`;
    report('validate-invalid-value', directive, message);
  } else if (kind === 'number' && !Number.isFinite(Number.parseFloat(value))) {
    const message = `${type} value must be a number. Received '${value}' for field '${field.name}'`;
    report('validate-invalid-value', directive, message);
  } else if (type === 'matches' && !isPattern(value)) {
    const message = `matches value must be a regular expression. Received '${value}' for field '${field.name}'`;
    report('validate-invalid-value', directive, message);
  }
}

/** The number that a text begins with, as the official compiler reads it, where the text is not one itself. */
function canonical(type: ValidationType, value: string): string {
  if (kinds[type] === 'text' || (value.trim() !== '' && Number.isInteger(Number(value)))) return value;
  const number = kinds[type] === 'length' ? Number.parseInt(value, 10) : Number.parseFloat(value);
  return number === Number(value) ? value : String(number);
}

function isPattern(value: string): boolean {
  try {
    new RegExp(value);
    return true;
  } catch {
    return false;
  }
}

function isValidationType(value: string): value is ValidationType {
  return Object.hasOwn(kinds, value);
}
