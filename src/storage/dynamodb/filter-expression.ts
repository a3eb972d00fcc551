import { compareScalars } from '../../filter/compare-scalars.ts';
import type { Filter } from '../../filter/filter.ts';
import { matchesFilter } from '../../filter/matches-filter.ts';
import { simplifyFilter } from '../../filter/simplify-filter.ts';
import { type AttributeValue, toAttributeValue } from '../transfer/dynamodb-json.ts';
import type { Placeholders } from './placeholders.ts';
import type { Column } from './table-binding.ts';

/** A condition in DynamoDB's language. */
export interface Expression {
  /** Operators, functions and operands of `IN`: DynamoDB bounds them, and the length of the text. */
  readonly size: number;
  print(placeholders: Placeholders): string;
}

/** The column of an attribute; `undefined` for one that no item has, `null` for one that an expression may not name. */
export type FilterColumns = (attribute: string) => Column | undefined | null;

/** DynamoDB takes 300 operators, 100 operands of an `IN` and 4 KB of text; this many have room in all of them. */
const largest = 110;

/**
 * An expression that holds for every item the filter holds for, and for few others: what it lets through is to be tested
 * in memory. `true` where it would let everything through, `false` where nothing.
 *
 * DynamoDB has no `endsWith`, counts the size of text in its own way, and sees parsed JSON where filters see text. Its
 * logic is two-valued as the filter's is. What is null is NULL in items of Amplify's and absent from ours.
 * `reference/runtime.md` section 4.2.
 */
export function filterExpression(filter: Filter, columns: FilterColumns): Expression | boolean {
  const compiled = new Compiler(columns).compile(simplifyFilter(filter), 'superset');
  if (typeof compiled === 'boolean' || compiled.size <= largest) return compiled;
  // Each part of a conjunction narrows by itself: those that do not fit are left to memory.
  const chosen: Expression[] = [];
  let size = 0;
  for (const part of 'parts' in compiled ? (compiled.parts as readonly Expression[]) : []) {
    if (size + part.size + 1 > largest) continue;
    size += part.size + 1;
    chosen.push(part);
  }
  return chosen.length === 0 ? true : joined(' AND ', chosen);
}

/** Which items an inexact expression may be wrong about: it lets too many through, or too few. */
type Approximation = 'superset' | 'subset';
type Leaf = Exclude<Filter, { readonly op: 'and' | 'or' | 'not' }>;
/** `null`: DynamoDB has no words for it. */
type CompiledLeaf = Expression | boolean | null;

const orderOperators = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const typeNames: Readonly<Record<string, readonly string[]>> = {
  string: ['S'],
  number: ['N'],
  bool: ['BOOL'],
  map: ['M'],
  // Sets are read as lists.
  list: ['L', 'SS', 'NS'],
};

class Compiler {
  readonly #columns: FilterColumns;

  constructor(columns: FilterColumns) {
    this.#columns = columns;
  }

  compile(filter: Filter, approximation: Approximation): Expression | boolean {
    switch (filter.op) {
      case 'and':
      case 'or': {
        const absorbing = filter.op === 'or';
        const parts = filter.of.map((part) => this.compile(part, approximation));
        if (parts.includes(absorbing)) return absorbing;
        const open = parts.filter((part) => typeof part !== 'boolean');
        return open.length === 0 ? !absorbing : joined(absorbing ? ' OR ' : ' AND ', open);
      }
      case 'not': {
        const inner = this.compile(filter.of, approximation === 'superset' ? 'subset' : 'superset');
        return typeof inner === 'boolean' ? !inner : not(inner);
      }
      default: {
        const column = this.#columns(filter.field);
        if (column === undefined) return matchesFilter(filter, null);
        const leaf = column === null || !column.isComparable ? null : compileLeaf(filter, column.name);
        if (leaf !== null) return leaf;
        const wider = column === null || approximation === 'subset' ? null : compileWider(filter, column);
        return wider ?? approximation === 'superset';
      }
    }
  }
}

function compileLeaf(filter: Leaf, name: string): CompiledLeaf {
  switch (filter.op) {
    case 'eq':
      return equal(name, filter.value);
    case 'ne':
      return negated(equal(name, filter.value));
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return ordered(name, filter.op, filter.value);
    case 'between': {
      const order = compareScalars(filter.low, filter.high);
      // DynamoDB refuses bounds of different types or in the wrong order, between which nothing is.
      if (order === null || order > 0) return false;
      return both(ordered(name, 'ge', filter.low), ordered(name, 'le', filter.high));
    }
    case 'beginsWith':
      if (typeof filter.value !== 'string') return false;
      if (filter.value === '') return hasType(name, ['S']);
      return withOperand(filter.value, (value) => call('begins_with', name, value));
    case 'endsWith':
    case 'size':
      return null;
    case 'contains':
      return contains(name, filter.value);
    case 'notContains':
      return negated(contains(name, filter.value));
    case 'in':
      return oneOf(name, filter.values);
    case 'notIn':
      return negated(oneOf(name, filter.values));
    case 'attributeExists':
      return filter.exists ? not(isAbsent(name)) : isAbsent(name);
    case 'attributeType': {
      const types = Object.hasOwn(typeNames, filter.type) ? typeNames[filter.type]! : [];
      return types.length === 0 ? false : hasType(name, types);
    }
  }
}

/** Something that holds wherever the leaf does, and is easier to say; `null` where there is nothing. */
function compileWider(filter: Leaf, { name, isComparable }: Column): CompiledLeaf {
  if (!isComparable) return null;
  if (filter.op === 'endsWith') return contains(name, filter.value);
  return filter.op === 'size' ? not(isAbsent(name)) : null;
}

function equal(name: string, operand: unknown): CompiledLeaf {
  if (operand === null || operand === undefined) return isAbsent(name);
  // What is stored of a custom type may differ from what is read of it in members without a value.
  if (typeof operand === 'object') return null;
  return withOperand(operand, (value) => compare(name, '=', value));
}

function ordered(name: string, op: keyof typeof orderOperators, operand: unknown): CompiledLeaf {
  if (typeof operand !== 'string' && typeof operand !== 'number') return false;
  return withOperand(operand, (value) => compare(name, orderOperators[op], value));
}

function contains(name: string, operand: unknown): CompiledLeaf {
  if (operand === null || typeof operand === 'object' || operand === '') return null;
  return withOperand(operand, (value) => call('contains', name, value));
}

function oneOf(name: string, operands: readonly unknown[]): CompiledLeaf {
  const parts = operands.map((operand) => equal(name, operand));
  if (parts.includes(null)) return null;
  const open = parts.filter((part) => part !== null && typeof part !== 'boolean');
  return open.length === 0 ? false : joined(' OR ', open);
}

/** The expression on an operand; `null` for one that DynamoDB cannot hold, so that nothing is said of it. */
function withOperand(operand: unknown, make: (value: AttributeValue) => Expression): Expression | null {
  if (typeof operand === 'string' && !operand.isWellFormed()) return null;
  if (typeof operand === 'number' && !isStorable(operand)) return null;
  return make(toAttributeValue(operand));
}

/** Magnitudes of DynamoDB's numbers. */
function isStorable(value: number): boolean {
  const magnitude = Math.abs(value);
  return magnitude === 0 || (magnitude >= 1e-130 && magnitude < 1e126);
}

function compare(name: string, operator: string, value: AttributeValue): Expression {
  return { size: 1, print: (to) => `${to.name(name)} ${operator} ${to.value(value)}` };
}

function call(name: string, attribute: string, value: AttributeValue): Expression {
  return { size: 1, print: (to) => `${name}(${to.name(attribute)}, ${to.value(value)})` };
}

function hasType(name: string, types: readonly string[]): Expression {
  return joined(
    ' OR ',
    types.map((type) => call('attribute_type', name, { S: type })),
  );
}

function isAbsent(name: string): Expression {
  const missing: Expression = { size: 1, print: (to) => `attribute_not_exists(${to.name(name)})` };
  return joined(' OR ', [missing, hasType(name, ['NULL'])]);
}

function both(first: CompiledLeaf, second: CompiledLeaf): CompiledLeaf {
  if (first === false || second === false) return false;
  if (first === null || second === null) return null;
  return joined(
    ' AND ',
    [first, second].filter((part) => part !== true),
  );
}

function negated(leaf: CompiledLeaf): CompiledLeaf {
  if (leaf === null || typeof leaf === 'boolean') return leaf === null ? null : !leaf;
  return not(leaf);
}

function not(inner: Expression): Expression {
  return { size: inner.size + 1, print: (to) => `NOT (${inner.print(to)})` };
}

interface Joined extends Expression {
  readonly parts?: readonly Expression[];
}

function joined(operator: ' AND ' | ' OR ', parts: readonly Expression[]): Joined {
  if (parts.length === 1) return parts[0]!;
  return {
    size: parts.reduce((size, part) => size + part.size, parts.length - 1),
    print: (to) => parts.map((part) => `(${part.print(to)})`).join(operator),
    ...(operator === ' AND ' ? { parts } : {}),
  };
}
