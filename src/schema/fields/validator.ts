import type { ValidationType } from '../../ir/data-model.ts';
import type { ValidationDefinition } from '../definition.ts';
import type { Once } from '../once.ts';

/** The rules of `.validate()` for a text field. Each once; `message` is what a client reads when the rule fails. */
export interface TextValidator<Used extends string = never> {
  readonly minLength: Once<Used, 'minLength', (length: number, message?: string) => TextValidator<Used | 'minLength'>>;
  readonly maxLength: Once<Used, 'maxLength', (length: number, message?: string) => TextValidator<Used | 'maxLength'>>;
  readonly startsWith: Once<
    Used,
    'startsWith',
    (prefix: string, message?: string) => TextValidator<Used | 'startsWith'>
  >;
  readonly endsWith: Once<Used, 'endsWith', (suffix: string, message?: string) => TextValidator<Used | 'endsWith'>>;
  readonly matches: Once<Used, 'matches', (pattern: string, message?: string) => TextValidator<Used | 'matches'>>;
}

/** The rules of `.validate()` for a number field. `positive` is `gt(0)`, `negative` is `lt(0)`. */
export interface NumberValidator<Used extends string = never> {
  readonly gt: Once<Used, 'gt', (value: number, message?: string) => NumberValidator<Used | 'gt' | 'positive'>>;
  readonly gte: Once<Used, 'gte', (value: number, message?: string) => NumberValidator<Used | 'gte'>>;
  readonly lt: Once<Used, 'lt', (value: number, message?: string) => NumberValidator<Used | 'lt' | 'negative'>>;
  readonly lte: Once<Used, 'lte', (value: number, message?: string) => NumberValidator<Used | 'lte'>>;
  readonly positive: Once<Used, 'positive', (message?: string) => NumberValidator<Used | 'gt' | 'positive'>>;
  readonly negative: Once<Used, 'negative', (message?: string) => NumberValidator<Used | 'lt' | 'negative'>>;
}

export type ValidatorFor<C extends 'text' | 'number'> = C extends 'text' ? TextValidator : NumberValidator;

/** A validator, and the list its calls fill. */
export function createValidator(): {
  readonly validator: TextValidator & NumberValidator;
  readonly validations: readonly ValidationDefinition[];
} {
  const validations: ValidationDefinition[] = [];
  const rule = (type: ValidationType) => (value: string | number, message?: string) => {
    validations.push({ type, value: String(value), errorMessage: message ?? null });
    return validator;
  };
  const [gt, lt] = [rule('gt'), rule('lt')];
  const validator = {
    minLength: rule('minLength'),
    maxLength: rule('maxLength'),
    startsWith: rule('startsWith'),
    endsWith: rule('endsWith'),
    matches: rule('matches'),
    gt,
    lt,
    gte: rule('gte'),
    lte: rule('lte'),
    positive: (message?: string) => gt(0, message),
    negative: (message?: string) => lt(0, message),
  };
  return { validator: validator as unknown as TextValidator & NumberValidator, validations };
}
