import type { Filter } from '../../filter/filter.ts';
import type { SortCondition } from '../../filter/sort-condition.ts';
import { parseCondition } from './parse-condition.ts';
import { RequestProblem } from './request-problem.ts';

export interface KeyCondition {
  readonly hash: string | number;
  readonly sort: SortCondition | null;
}

/** A key condition expression for a key with these attributes. */
export function parseKeyCondition(source: unknown, hash: string, sort: string | null): KeyCondition {
  const conditions = flattened(parseCondition(source));
  const onHash = conditions.filter((each) => 'field' in each && each.field === hash);
  const onSort = conditions.filter((each) => 'field' in each && each.field === sort);
  const [first] = onHash;
  if (first?.op !== 'eq' || !isKeyValue(first.value)) {
    throw new RequestProblem(`Query condition missed key schema element: ${hash}`);
  }
  if (onHash.length !== 1 || onSort.length > 1 || conditions.length !== onHash.length + onSort.length) {
    throw new RequestProblem(
      `Query key condition not supported: the key is ${hash}${sort === null ? '' : ` and ${sort}`}`,
    );
  }
  return { hash: first.value, sort: onSort[0] === undefined ? null : sortConditionOf(onSort[0]) };
}

function flattened(filter: Filter): readonly Filter[] {
  return filter.op === 'and' ? filter.of.flatMap(flattened) : [filter];
}

function sortConditionOf(filter: Filter): SortCondition {
  switch (filter.op) {
    case 'eq':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      if (isKeyValue(filter.value)) return { op: filter.op, value: filter.value };
      break;
    case 'between':
      if (isKeyValue(filter.low) && isKeyValue(filter.high))
        return { op: 'between', low: filter.low, high: filter.high };
      break;
    case 'beginsWith':
      return { op: 'beginsWith', value: filter.value };
  }
  throw new RequestProblem('Query key condition not supported: a sort key is compared with a string or a number');
}

function isKeyValue(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
