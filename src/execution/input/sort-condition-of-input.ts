import type { SortCondition } from '../../filter/sort-condition.ts';
import { invalidArguments } from '../errors/database-errors.ts';
import type { KeyFacts } from '../model-facts.ts';

type Input = Readonly<Record<string, unknown>>;
type Operand = string | number;

/**
 * Translates the key-condition argument of a list, an index query or a relation. Parts of a composite key are joined by
 * `#`, from the left. `null` where the argument says nothing. `reference/runtime.md` section 3.3.
 *
 * @throws FieldError `InvalidArgumentsError`
 */
export function sortConditionOfInput(key: KeyFacts, argument: string, input: unknown): SortCondition | null {
  if (!isInput(input)) return null;
  if (key.sortFields.length === 0) {
    // A hasMany whose foreign key is implicit has the argument in its schema, but nothing to compare it with.
    throw invalidArguments(`Argument '${argument}' is not supported: the index behind the field has no sort key.`);
  }
  const operators = Object.entries(input).filter(([, operand]) => operand !== null && operand !== undefined);
  if (operators.length > 1) {
    throw invalidArguments(`Argument ${argument} must specify at most one key condition operation.`);
  }
  const [op, operand] = operators[0] ?? [];
  switch (op) {
    case undefined:
      return null;
    case 'between': {
      if (!Array.isArray(operand) || operand.length !== 2) {
        throw invalidArguments(`Argument '${argument}.between' expects exactly two elements.`);
      }
      const [low, high] = operand.map((each, index) => operandOf(key, each, `${argument}.between[${index}]`));
      if (low === null || low === undefined || high === null || high === undefined) return null;
      return { op, low, high };
    }
    case 'beginsWith': {
      const value = operandOf(key, operand, `${argument}.${op}`);
      return value === null ? null : { op, value: String(value) };
    }
    case 'eq':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge': {
      const value = operandOf(key, operand, `${argument}.${op}`);
      return value === null ? null : { op, value };
    }
    default:
      throw invalidArguments(`Argument ${argument} has no key condition operation '${op}'.`);
  }
}

function operandOf(key: KeyFacts, operand: unknown, place: string): Operand | null {
  if (key.composite === null) return isOperand(operand) ? operand : null;
  if (!isInput(operand)) return null;
  const parts: Operand[] = [];
  let missing: string | null = null;
  for (const field of key.sortFields) {
    const part = operand[field];
    if (!isOperand(part)) {
      missing ??= field;
      continue;
    }
    if (missing !== null) {
      throw invalidArguments(
        `When providing argument '${place}.${field}' you must also provide '${place}.${missing}'.`,
      );
    }
    parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('#');
}

function isOperand(value: unknown): value is Operand {
  return typeof value === 'string' || typeof value === 'number';
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
