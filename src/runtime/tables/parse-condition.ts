import type { Filter } from '../../filter/filter.ts';
import { ExpressionReader } from './expression-reader.ts';
import { RequestProblem } from './request-problem.ts';

type Operand =
  | { readonly kind: 'field' | 'size'; readonly field: string }
  | { readonly kind: 'value'; readonly value: unknown };

type Comparator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

const comparators: Readonly<Record<string, Comparator>> = {
  '=': 'eq',
  '<>': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};

/** The comparator with its operands exchanged. */
const mirrored: Readonly<Record<Comparator, Comparator>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
};

const typeNames: Readonly<Record<string, string>> = { S: 'string', N: 'number', BOOL: 'bool', L: 'list', M: 'map' };

/**
 * A condition, filter or key condition expression as a {@link Filter}. Its paths name attributes of the item; those
 * into maps and lists are refused.
 *
 * @throws RequestProblem
 */
export function parseCondition(source: unknown): Filter {
  const reader = new ExpressionReader(source);
  const filter = either(reader);
  if (!reader.atEnd) throw reader.unexpected();
  return filter;
}

function either(reader: ExpressionReader): Filter {
  const of = [both(reader)];
  while (reader.takes('OR')) of.push(both(reader));
  return of.length === 1 ? of[0]! : { op: 'or', of };
}

function both(reader: ExpressionReader): Filter {
  const of = [negation(reader)];
  while (reader.takes('AND')) of.push(negation(reader));
  return of.length === 1 ? of[0]! : { op: 'and', of };
}

function negation(reader: ExpressionReader): Filter {
  return reader.nested((): Filter => {
    if (reader.takes('NOT')) return { op: 'not', of: negation(reader) };
    if (reader.takes('(')) {
      const inner = either(reader);
      reader.needs(')');
      return inner;
    }
    return test(reader);
  });
}

function test(reader: ExpressionReader): Filter {
  for (const [name, exists] of [
    ['ATTRIBUTE_EXISTS', true],
    ['ATTRIBUTE_NOT_EXISTS', false],
  ] as const) {
    if (!reader.takes(name, '(')) continue;
    reader.needs('(');
    const field = fieldOf(reader);
    reader.needs(')');
    return { op: 'attributeExists', field, exists };
  }
  if (reader.takes('BEGINS_WITH', '(')) {
    const [field, value] = fieldAndValue(reader);
    if (typeof value !== 'string') throw new RequestProblem('Invalid expression: begins_with needs a string');
    return { op: 'beginsWith', field, value };
  }
  if (reader.takes('CONTAINS', '(')) {
    const [field, value] = fieldAndValue(reader);
    return { op: 'contains', field, value };
  }
  if (reader.takes('ATTRIBUTE_TYPE', '(')) {
    const [field, value] = fieldAndValue(reader);
    if (value === 'NULL') return { op: 'attributeExists', field, exists: false };
    return { op: 'attributeType', field, type: typeNames[String(value)] ?? String(value) };
  }
  return comparison(reader);
}

function comparison(reader: ExpressionReader): Filter {
  const left = operand(reader);
  if (reader.takes('BETWEEN')) {
    const low = givenValue(operand(reader));
    reader.needs('AND');
    const high = givenValue(operand(reader));
    if (left.kind === 'size') {
      return { op: 'size', field: left.field, test: { op: 'between', low: numberOf(low), high: numberOf(high) } };
    }
    return { op: 'between', field: attributeOf(left), low, high };
  }
  if (reader.takes('IN')) {
    const field = attributeOf(left);
    reader.needs('(');
    const values = [givenValue(operand(reader))];
    while (reader.takes(',')) values.push(givenValue(operand(reader)));
    reader.needs(')');
    return { op: 'in', field, values };
  }
  const sign = reader.next();
  const op = comparators[sign];
  if (op === undefined) throw reader.unexpected(sign);
  const right = operand(reader);
  return left.kind === 'value' ? compared(right, mirrored[op], left) : compared(left, op, right);
}

function compared(subject: Operand, op: Comparator, object: Operand): Filter {
  const value = givenValue(object);
  if (subject.kind === 'size') return { op: 'size', field: subject.field, test: { op, value: numberOf(value) } };
  return { op, field: attributeOf(subject), value };
}

function operand(reader: ExpressionReader): Operand {
  if (reader.isValue()) return { kind: 'value', value: reader.value() };
  if (reader.takes('SIZE', '(')) {
    reader.needs('(');
    const field = fieldOf(reader);
    reader.needs(')');
    return { kind: 'size', field };
  }
  return { kind: 'field', field: fieldOf(reader) };
}

function fieldAndValue(reader: ExpressionReader): readonly [string, unknown] {
  reader.needs('(');
  const field = fieldOf(reader);
  reader.needs(',');
  const value = reader.value();
  reader.needs(')');
  return [field, value];
}

function fieldOf(reader: ExpressionReader): string {
  const [field, ...below] = reader.path();
  if (below.length > 0) {
    throw new RequestProblem(
      `Conditions on members of an attribute (${[field, ...below].join('.')}) are not supported; conditions on whole attributes are.`,
    );
  }
  return field;
}

function attributeOf(found: Operand): string {
  if (found.kind === 'field') return found.field;
  throw new RequestProblem('Invalid expression: a comparison needs an attribute on one side');
}

function givenValue(found: Operand): unknown {
  if (found.kind === 'value') return found.value;
  throw new RequestProblem('Comparisons of two attributes are not supported; comparisons with a value are.');
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new RequestProblem('Invalid expression: a size is compared with a number');
}
