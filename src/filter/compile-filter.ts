import type { Item } from '../ir/item.ts';
import { ownProperty } from '../util/own-property.ts';
import { compareScalars } from './compare-scalars.ts';
import type { Filter, SizeTest } from './filter.ts';
import { jsonEqual } from './json-equal.ts';
import { sizeOf } from './size-of.ts';

/** A filter's in-memory form. */
export type ItemPredicate = (item: Item) => boolean;

/**
 * Compiles a filter to a predicate on items: the target of subscriptions and write checks, and the oracle of the other
 * two targets. Compile once where one filter meets many items. `reference/runtime.md` section 4.2, with null and absent
 * as one state: `eq: null` and `attributeExists: false` hold for it, `ne: null` does not.
 */
export function compileFilter(filter: Filter): ItemPredicate {
  switch (filter.op) {
    case 'and': {
      const all = filter.of.map(compileFilter);
      return (item) => all.every((holds) => holds(item));
    }
    case 'or': {
      const any = filter.of.map(compileFilter);
      return (item) => any.some((holds) => holds(item));
    }
    case 'not': {
      const inner = compileFilter(filter.of);
      return (item) => !inner(item);
    }
    case 'attributeExists': {
      const { field, exists } = filter;
      return (item) => isPresent(ownProperty(item, field)) === exists;
    }
    default: {
      const test = valueTest(filter);
      const { field } = filter;
      return (item) => test(ownProperty(item, field));
    }
  }
}

type ValueFilter = Exclude<Filter, { readonly op: 'and' | 'or' | 'not' | 'attributeExists' }>;
type ValueTest = (value: unknown) => boolean;

function valueTest(filter: ValueFilter): ValueTest {
  switch (filter.op) {
    case 'eq':
      return equals(filter.value);
    case 'ne':
      return negated(equals(filter.value));
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return ordered(filter.op, filter.value);
    case 'between': {
      const { low, high } = filter;
      return both(ordered('ge', low), ordered('le', high));
    }
    case 'beginsWith': {
      const prefix = filter.value;
      return (value) => typeof value === 'string' && typeof prefix === 'string' && value.startsWith(prefix);
    }
    case 'endsWith': {
      const suffix = filter.value;
      return (value) => typeof value === 'string' && typeof suffix === 'string' && value.endsWith(suffix);
    }
    case 'contains':
      return contains(filter.value);
    case 'notContains':
      return negated(contains(filter.value));
    case 'in':
      return isOneOf(filter.values);
    case 'notIn':
      return negated(isOneOf(filter.values));
    case 'attributeType': {
      const { type } = filter;
      return (value) => attributeType(value) === type;
    }
    case 'size':
      return sizeTest(filter.test);
  }
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function negated(test: ValueTest): ValueTest {
  return (value) => !test(value);
}

function both(first: ValueTest, second: ValueTest): ValueTest {
  return (value) => first(value) && second(value);
}

function equals(operand: unknown): ValueTest {
  if (!isPresent(operand)) return (value) => !isPresent(value);
  if (typeof operand === 'object') return (value) => jsonEqual(value, operand);
  return (value) => value === operand;
}

function ordered(op: 'lt' | 'le' | 'gt' | 'ge', operand: unknown): ValueTest {
  const holds = comparison(op);
  return (value) => {
    const order = compareScalars(value, operand);
    return order !== null && holds(order);
  };
}

function comparison(op: 'lt' | 'le' | 'gt' | 'ge'): (order: number) => boolean {
  switch (op) {
    case 'lt':
      return (order) => order < 0;
    case 'le':
      return (order) => order <= 0;
    case 'gt':
      return (order) => order > 0;
    case 'ge':
      return (order) => order >= 0;
  }
}

function contains(operand: unknown): ValueTest {
  return (value) => {
    if (typeof value === 'string') return typeof operand === 'string' && value.includes(operand);
    return Array.isArray(value) && value.some((element) => jsonEqual(element, operand));
  };
}

function isOneOf(operands: readonly unknown[]): ValueTest {
  const tests = operands.map(equals);
  return (value) => tests.some((test) => test(value));
}

/** Name of the value's DynamoDB type, as the `attributeType` operator spells it. */
function attributeType(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      if (!isPresent(value)) return null;
      return Array.isArray(value) ? 'list' : 'map';
  }
}

function sizeTest(test: SizeTest): ValueTest {
  return (value) => {
    const size = sizeOf(value);
    if (size === null) return false;
    switch (test.op) {
      case 'eq':
        return size === test.value;
      case 'ne':
        return size !== test.value;
      case 'between':
        return size >= test.low && size <= test.high;
      default:
        return comparison(test.op)(size - test.value);
    }
  };
}
