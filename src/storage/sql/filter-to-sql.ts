import type { Filter, SizeTest } from '../../filter/filter.ts';
import { canonicalJson } from './canonical-json.ts';
import { encodeAs, type SqlValue } from './encode-value.ts';
import { prefixEnd } from './prefix-end.ts';
import type { ColumnLayout } from './schema-layout.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlFragment } from './sql-fragment.ts';

/** Finds the column of an attribute, and its SQL expression; `null` for an attribute the table has not. */
export type ColumnResolver = (attribute: string) => { readonly sql: string; readonly column: ColumnLayout } | null;

/**
 * Compiles a filter to an SQL condition for WHERE. A leaf may be NULL, which WHERE, AND and OR treat as false; `not`
 * tests `IS NOT TRUE`, which makes the logic two-valued as the filter's is: `NOT (NULL = 'x')` holds.
 *
 * The text depends only on the filter's shape, never on its values, so statements can be cached by text.
 */
export function filterToSql(filter: Filter, resolve: ColumnResolver, dialect: SqlDialect): SqlFragment {
  const parameters: SqlValue[] = [];
  const sql = new FilterCompiler(resolve, dialect, parameters).condition(filter);
  return { sql, parameters };
}

const never = '1 = 0';
const always = '1 = 1';
const orderOperators = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
/** Most values of an `in` that are parameters of their own. */
const longestList = 16;
const sizeOperators = { ...orderOperators, eq: '=', ne: '<>' } as const;

type Leaf = Exclude<Filter, { readonly op: 'and' | 'or' | 'not' }>;

class FilterCompiler {
  readonly #resolve: ColumnResolver;
  readonly #dialect: SqlDialect;
  readonly #parameters: SqlValue[];

  constructor(resolve: ColumnResolver, dialect: SqlDialect, parameters: SqlValue[]) {
    this.#resolve = resolve;
    this.#dialect = dialect;
    this.#parameters = parameters;
  }

  condition(filter: Filter): string {
    switch (filter.op) {
      case 'and':
      case 'or': {
        if (filter.of.length === 0) return filter.op === 'and' ? always : never;
        return balanced(
          filter.of.map((part) => this.condition(part)),
          filter.op === 'and' ? ' AND ' : ' OR ',
        );
      }
      case 'not':
        return `(${this.condition(filter.of)}) IS NOT TRUE`;
      default:
        return this.#leaf(filter);
    }
  }

  #leaf(filter: Leaf): string {
    const found = this.#resolve(filter.field);
    if (found === null) return this.#absent(filter);
    const { sql, column } = found;
    const { kind } = column;
    const { is, isNot } = this.#dialect;
    switch (filter.op) {
      case 'eq':
        return this.#equal(sql, column, filter.value, is, never);
      case 'ne':
        return this.#equal(sql, column, filter.value, isNot, always);
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
        return this.#ordered(sql, column, orderOperators[filter.op], filter.value);
      case 'between': {
        const low = this.#ordered(sql, column, '>=', filter.low);
        if (low === never) return never;
        const high = this.#ordered(sql, column, '<=', filter.high);
        if (high !== never) return `(${low} AND ${high})`;
        this.#parameters.pop();
        return never;
      }
      case 'beginsWith': {
        if (kind !== 'text' || typeof filter.value !== 'string') return never;
        const end = prefixEnd(filter.value);
        if (end === null) return `${sql} >= ${this.#parameter(filter.value)}`;
        return `(${sql} >= ${this.#parameter(filter.value)} AND ${sql} < ${this.#parameter(end)})`;
      }
      case 'endsWith':
        if (kind !== 'text' || typeof filter.value !== 'string') return never;
        this.#parameter(filter.value);
        return this.#dialect.textEndsWith(sql);
      case 'contains':
        return this.#contains(sql, column, filter.value);
      case 'notContains':
        return `(${this.#contains(sql, column, filter.value)}) IS NOT TRUE`;
      case 'in':
        return this.#oneOf(sql, column, filter.values);
      case 'notIn':
        return `(${this.#oneOf(sql, column, filter.values)}) IS NOT TRUE`;
      case 'attributeExists':
        return `${sql} IS ${filter.exists ? 'NOT NULL' : 'NULL'}`;
      case 'attributeType':
        return this.#attributeType(sql, column, filter.type);
      case 'size':
        return this.#size(sql, column, filter.test);
    }
  }

  /** The truth of a leaf on an attribute that no item has. */
  #absent(filter: Leaf): string {
    switch (filter.op) {
      case 'eq':
        return isNull(filter.value) ? always : never;
      case 'ne':
        return isNull(filter.value) ? never : always;
      case 'in':
        return filter.values.some(isNull) ? always : never;
      case 'notIn':
        return filter.values.some(isNull) ? never : always;
      case 'attributeExists':
        return filter.exists ? never : always;
      case 'notContains':
        return always;
      default:
        return never;
    }
  }

  #parameter(value: SqlValue): '?' {
    this.#parameters.push(value);
    return '?';
  }

  #equal(sql: string, column: ColumnLayout, operand: unknown, operator: string, otherType: string): string {
    if (isNull(operand)) return `${sql} ${operator} NULL`;
    const value = encodeAs(operand, column.kind);
    return value === undefined ? otherType : `${sql} ${operator} ${this.#parameter(value)}`;
  }

  #ordered(sql: string, column: ColumnLayout, operator: string, operand: unknown): string {
    const value = orderOperand(operand, column);
    return value === undefined ? never : `${sql} ${operator} ${this.#parameter(value)}`;
  }

  #contains(sql: string, column: ColumnLayout, operand: unknown): string {
    if (column.kind === 'text') {
      if (typeof operand !== 'string') return never;
      this.#parameter(operand);
      return this.#dialect.textContains(sql);
    }
    if (column.kind !== 'json') return never;
    if (typeof operand === 'object' && operand !== null) {
      this.#parameter(canonicalJson(operand));
      return this.#dialect.listContainsJson(sql);
    }
    const element = jsonElement(operand);
    this.#parameter(element.type);
    this.#parameter(element.value);
    return this.#dialect.listContainsScalar(sql);
  }

  #oneOf(sql: string, column: ColumnLayout, operands: readonly unknown[]): string {
    const values = operands
      .map((operand) => (isNull(operand) ? undefined : encodeAs(operand, column.kind)))
      .filter((value) => value !== undefined);
    const among = values.length === 0 ? never : this.#among(sql, column, values);
    return operands.some(isNull) ? `(${among} OR ${sql} IS NULL)` : among;
  }

  /** Long lists are one parameter: databases bound how many there are, and each length is another statement. */
  #among(sql: string, { kind }: ColumnLayout, values: readonly (string | number)[]): string {
    // A fraction might not survive its way through JSON text bit by bit.
    if (values.length <= longestList || kind === 'real') {
      return `${sql} IN (${values.map((value) => this.#parameter(value)).join(', ')})`;
    }
    // As texts are stored: UTF-8 has no lone surrogates.
    this.#parameter(JSON.stringify(values.map((value) => (typeof value === 'string' ? value.toWellFormed() : value))));
    return this.#dialect.isElementOf(sql);
  }

  #attributeType(sql: string, { kind }: ColumnLayout, type: string): string {
    switch (kind) {
      case 'text':
        return type === 'string' ? `${sql} IS NOT NULL` : never;
      case 'integer':
      case 'real':
        return type === 'number' ? `${sql} IS NOT NULL` : never;
      case 'boolean':
        return type === 'bool' ? `${sql} IS NOT NULL` : never;
      case 'json':
        if (type === 'list') return `${this.#dialect.jsonType(sql)} = 'array'`;
        return type === 'map' ? `${this.#dialect.jsonType(sql)} = 'object'` : never;
    }
  }

  #size(sql: string, { kind }: ColumnLayout, test: SizeTest): string {
    if (kind !== 'text' && kind !== 'json') return never;
    const size = kind === 'text' ? this.#dialect.textSize(sql) : this.#dialect.jsonSize(sql);
    if (test.op === 'between') {
      return `${size} BETWEEN ${this.#parameter(test.low)} AND ${this.#parameter(test.high)}`;
    }
    return `${size} ${sizeOperators[test.op]} ${this.#parameter(test.value)}`;
  }
}

function isNull(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Text and numbers have an order. A whole-number column may be compared with a fraction. */
function orderOperand(operand: unknown, { kind }: ColumnLayout): string | number | undefined {
  if (kind === 'text') return typeof operand === 'string' ? operand : undefined;
  if (kind !== 'integer' && kind !== 'real') return undefined;
  return typeof operand === 'number' && !Number.isNaN(operand) ? operand : undefined;
}

function jsonElement(operand: unknown): { type: string; value: SqlValue } {
  switch (typeof operand) {
    case 'string':
      return { type: 'text', value: operand };
    case 'number':
      return { type: 'number', value: operand };
    case 'boolean':
      return { type: String(operand), value: Number(operand) };
    default:
      return { type: 'null', value: null };
  }
}

/** Joins by nested halves: databases bound the depth of an expression, and a chain is as deep as it is long. */
function balanced(parts: readonly string[], operator: string): string {
  if (parts.length === 1) return parts[0]!;
  if (parts.length <= 16) return `(${parts.join(operator)})`;
  const middle = parts.length >> 1;
  return `(${balanced(parts.slice(0, middle), operator)}${operator}${balanced(parts.slice(middle), operator)})`;
}
