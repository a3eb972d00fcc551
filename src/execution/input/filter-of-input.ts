import type { Filter, SizeTest } from '../../filter/filter.ts';
import { FieldError } from '../errors/field-error.ts';
import { shownOwnerFilter } from './shown-owner-filter.ts';

type Input = Readonly<Record<string, unknown>>;

const none: ReadonlySet<string> = new Set();

/**
 * Translates a coerced filter, condition or subscription filter argument. All members of one object hold together;
 * what says nothing (null members, empty objects and lists) is left out. `null` where nothing remains. Owners are found
 * as stored and as shown.
 *
 * @throws FieldError `Unrecognized Filter`, or DynamoDB's error for an operand that no operator takes
 */
export function filterOfInput(input: unknown, ownerFields: ReadonlySet<string> = none): Filter | null {
  return isInput(input) ? allOf(membersOf(input, ownerFields)) : null;
}

function membersOf(input: Input, ownerFields: ReadonlySet<string>): Filter[] {
  const filters: Filter[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    // A model may have a field of these names; its operators are then an object, not a list.
    if ((name === 'and' || name === 'or') && Array.isArray(value)) {
      const parts = value.map((each) => filterOfInput(each, ownerFields)).filter((part) => part !== null);
      if (parts.length > 0) filters.push(parts.length === 1 ? parts[0]! : { op: name, of: parts });
    } else if (name === 'not') {
      const part = filterOfInput(value, ownerFields);
      if (part !== null) filters.push({ op: 'not', of: part });
    } else if (isInput(value)) {
      for (const [operator, operand] of Object.entries(value)) {
        const filter = operatorFilter(name, operator, operand);
        if (filter !== null) filters.push(ownerFields.has(name) ? shownOwnerFilter(filter) : filter);
      }
    }
  }
  return filters;
}

function operatorFilter(field: string, op: string, operand: unknown): Filter | null {
  if (operand === undefined) return null;
  switch (op) {
    case 'eq':
    case 'ne':
      return { op, field, value: operand };
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return { op, field, value: present(operand, op) };
    case 'between': {
      const [low, high] = bounds(operand);
      return { op, field, low: present(low, 'BETWEEN'), high: present(high, 'BETWEEN') };
    }
    case 'beginsWith':
      return { op, field, value: String(present(operand, 'begins_with')) };
    case 'contains':
    case 'notContains':
      return { op, field, value: present(operand, 'contains') };
    case 'in':
    case 'notIn':
      return operand === null ? null : { op, field, values: Array.isArray(operand) ? operand : [operand] };
    case 'attributeExists':
      return typeof operand === 'boolean' ? { op, field, exists: operand } : null;
    case 'attributeType':
      return typeof operand === 'string' ? { op, field, type: operand } : null;
    case 'size':
      return isInput(operand) ? sizeFilter(field, operand) : null;
    default:
      throw unrecognized();
  }
}

function sizeFilter(field: string, operand: Input): Filter | null {
  const tests: SizeTest[] = [];
  for (const [op, value] of Object.entries(operand)) {
    if (value === null || value === undefined) continue;
    switch (op) {
      case 'eq':
      case 'ne':
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
        tests.push({ op, value: Number(value) });
        break;
      case 'between': {
        const [low, high] = bounds(value);
        tests.push({ op, low: Number(low), high: Number(high) });
        break;
      }
      default:
        throw unrecognized();
    }
  }
  return allOf(tests.map((test) => ({ op: 'size', field, test })));
}

function allOf(filters: readonly Filter[]): Filter | null {
  if (filters.length < 2) return filters[0] ?? null;
  return { op: 'and', of: filters };
}

function bounds(operand: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(operand) || operand.length !== 2) throw unrecognized();
  return [operand[0], operand[1]];
}

const symbols: Readonly<Record<string, string>> = { lt: '<', le: '<=', gt: '>', ge: '>=' };

function present(operand: unknown, operator: string): unknown {
  if (operand !== null && operand !== undefined) return operand;
  throw new FieldError(
    `Invalid FilterExpression: Incorrect operand type for operator or function; operator: ${symbols[operator] ?? operator}, operand type: NULL`,
    'DynamoDB:DynamoDbException',
  );
}

function unrecognized(): FieldError {
  return new FieldError('Unable to process the filter expression', 'Unrecognized Filter');
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
