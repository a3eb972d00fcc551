import type { Item } from '../../ir/item.ts';
import { type AttributePath, ExpressionReader } from './expression-reader.ts';
import { RequestProblem } from './request-problem.ts';

/** Computes a value from the item as it was. */
type Source = (item: Item) => unknown;

interface Action {
  readonly path: AttributePath;
  /** The value to put at the path; `undefined` removes what is there. */
  readonly value: Source;
}

/** Changes an item as an update expression says. Every value is computed from the item as it was. */
export type ItemUpdate = (item: Item) => Item;

/** @throws RequestProblem, here and from the update where a value does not fit the item */
export function parseUpdate(source: unknown): ItemUpdate {
  const reader = new ExpressionReader(source);
  const actions: Action[] = [];
  const clauses: readonly (readonly [string, () => Action])[] = [
    ['SET', () => assignment(reader)],
    ['REMOVE', () => ({ path: reader.path(), value: () => undefined })],
    ['ADD', () => addition(reader)],
    ['DELETE', () => deletion(reader)],
  ];
  while (!reader.atEnd) {
    const clause = clauses.find(([word]) => reader.takes(word));
    if (clause === undefined) throw reader.unexpected();
    do actions.push(clause[1]());
    while (reader.takes(','));
  }
  if (actions.length === 0) throw new RequestProblem('Invalid UpdateExpression: The expression can not be empty;');
  return (item) => {
    const changes = actions.map(({ path, value }) => ({ path, value: value(item) }));
    // Removals from the end, so that positions of a list stay what they were.
    changes.sort((a, b) => (a.value === undefined && b.value === undefined ? comparePaths(b.path, a.path) : 0));
    const changed: Record<string, unknown> = structuredClone({ ...item });
    for (const { path, value } of changes) place(changed, path, value);
    return changed;
  };
}

function assignment(reader: ExpressionReader): Action {
  const path = reader.path();
  reader.needs('=');
  let value = term(reader);
  for (;;) {
    const left = value;
    if (reader.takes('+')) {
      const right = term(reader);
      value = (item) => numberFrom(left(item)) + numberFrom(right(item));
    } else if (reader.takes('-')) {
      const right = term(reader);
      value = (item) => numberFrom(left(item)) - numberFrom(right(item));
    } else return { path, value };
  }
}

function term(reader: ExpressionReader): Source {
  return reader.nested((): Source => {
    if (reader.isValue()) {
      const value = reader.value();
      return () => value;
    }
    if (reader.takes('IF_NOT_EXISTS', '(')) {
      reader.needs('(');
      const path = reader.path();
      reader.needs(',');
      const otherwise = term(reader);
      reader.needs(')');
      return (item) => valueAt(item, path) ?? otherwise(item);
    }
    if (reader.takes('LIST_APPEND', '(')) {
      reader.needs('(');
      const first = term(reader);
      reader.needs(',');
      const second = term(reader);
      reader.needs(')');
      return (item) => [...listFrom(first(item)), ...listFrom(second(item))];
    }
    if (reader.takes('(')) {
      const inner = term(reader);
      reader.needs(')');
      return inner;
    }
    const path = reader.path();
    return (item) => {
      const value = valueAt(item, path);
      if (value !== undefined && value !== null) return value;
      throw new RequestProblem('The provided expression refers to an attribute that does not exist in the item');
    };
  });
}

/** `ADD` adds to a number, or elements to a set. */
function addition(reader: ExpressionReader): Action {
  const path = reader.path();
  const added = reader.value();
  return {
    path,
    value: (item) => {
      const current = valueAt(item, path) ?? null;
      if (typeof added === 'number') return (current === null ? 0 : numberFrom(current)) + added;
      return [...new Set([...(current === null ? [] : listFrom(current)), ...listFrom(added)])];
    },
  };
}

/** `DELETE` takes elements from a set. */
function deletion(reader: ExpressionReader): Action {
  const path = reader.path();
  const taken = new Set(listFrom(reader.value()));
  return {
    path,
    value: (item) => {
      const left = listFrom(valueAt(item, path) ?? []).filter((element) => !taken.has(element));
      return left.length > 0 ? left : undefined;
    },
  };
}

function valueAt(item: Item, path: AttributePath): unknown {
  let value: unknown = item;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

function place(item: Record<string, unknown>, path: AttributePath, value: unknown): void {
  const holder = path.length === 1 ? item : valueAt(item, path.slice(0, -1) as unknown as AttributePath);
  const last = path[path.length - 1]!;
  if (typeof last === 'number' && Array.isArray(holder)) {
    if (value === undefined) holder.splice(last, 1);
    else if (last < holder.length) holder[last] = value;
    else holder.push(value);
  } else if (typeof last === 'string' && typeof holder === 'object' && holder !== null && !Array.isArray(holder)) {
    const members = holder as Record<string, unknown>;
    if (value === undefined) delete members[last];
    else Object.defineProperty(members, last, { value, enumerable: true, configurable: true, writable: true });
  } else throw new RequestProblem('The document path provided in the update expression is invalid for update');
}

function comparePaths(a: AttributePath, b: AttributePath): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [left, right] = [a[i]!, b[i]!];
    if (left === right) continue;
    return typeof left === 'number' && typeof right === 'number' ? left - right : 0;
  }
  return a.length - b.length;
}

function numberFrom(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new RequestProblem('An operand in the update expression has an incorrect data type');
}

function listFrom(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new RequestProblem('An operand in the update expression has an incorrect data type');
}
